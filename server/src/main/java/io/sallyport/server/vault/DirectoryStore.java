package io.sallyport.server.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A store in a directory of this machine: open objects in {@code open}, finished ones in
 * directories named by the last two letters of their ids. Directories are opened one below the
 * other and no link is ever followed (openat, O_NOFOLLOW), so that nobody can lead it elsewhere.
 */
public final class DirectoryStore implements ObjectStore {
  private static final String OPEN = "open";
  private static final String SUFFIX = ".so";
  private static final FileAttribute<?> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  // immutable
  private final Path root;

  private DirectoryStore(Path root) {
    this.root = root;
  }

  /** The store in that directory, which is made (0700) where it is missing. */
  public static DirectoryStore at(Path root) throws IOException {
    make(root);
    DirectoryStore store = new DirectoryStore(root);
    make(root.resolve(OPEN));
    store.directory(OPEN).close();
    return store;
  }

  /** The store in that directory as it is, which may be none: for reading alone. */
  public static DirectoryStore reading(Path root) {
    return new DirectoryStore(root);
  }

  @Override
  public Output create(ObjectId id) throws IOException {
    if (exists(id)) {
      throw new FileAlreadyExistsException(id.text());
    }
    try (SecureDirectoryStream<Path> open = directory(OPEN)) {
      Set<OpenOption> options =
          Set.of(
              StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      FileChannel channel = (FileChannel) open.newByteChannel(file(id), options, PRIVATE_FILE);
      forceNames(root.resolve(OPEN));
      return new Written(id, channel);
    }
  }

  @Override
  public Output resume(ObjectId id) throws IOException {
    try (SecureDirectoryStream<Path> open = directory(OPEN)) {
      Set<OpenOption> options = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      FileChannel channel = (FileChannel) open.newByteChannel(file(id), options);
      channel.position(channel.size());
      return new Written(id, channel);
    }
  }

  @Override
  public Input open(ObjectId id) throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    for (String place : List.of(OPEN, shelf(id))) {
      try (SecureDirectoryStream<Path> directory = directory(place)) {
        return new Read((FileChannel) directory.newByteChannel(file(id), options));
      } catch (NoSuchFileException notThere) {
        // the next place, or none
      }
    }
    // finished between the two looks
    try (SecureDirectoryStream<Path> directory = directory(shelf(id))) {
      return new Read((FileChannel) directory.newByteChannel(file(id), options));
    }
  }

  @Override
  public boolean exists(ObjectId id) throws IOException {
    try (Input found = open(id)) {
      return found.length() >= 0;
    } catch (NoSuchFileException none) {
      return false;
    }
  }

  @Override
  public List<ObjectId> unfinished() throws IOException {
    return ids(OPEN);
  }

  @Override
  public List<String> foreign() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path shelf : names(root)) {
      String place = shelf.getFileName().toString();
      if (!Files.isDirectory(shelf, LinkOption.NOFOLLOW_LINKS)) {
        found.add(root.getFileName() + "/" + place);
        continue;
      }
      for (Path file : names(shelf)) {
        Optional<ObjectId> id = id(file.getFileName().toString());
        boolean inPlace = id.isPresent() && (place.equals(OPEN) || place.equals(shelf(id.get())));
        if (!inPlace || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          found.add("%s/%s/%s".formatted(root.getFileName(), place, file.getFileName()));
        }
      }
    }
    return found;
  }

  @Override
  public String name(ObjectId id) {
    String place =
        Files.exists(root.resolve(OPEN).resolve(file(id)), LinkOption.NOFOLLOW_LINKS)
            ? OPEN
            : shelf(id);
    return "%s/%s/%s".formatted(root.getFileName(), place, file(id));
  }

  @Override
  public List<ObjectId> list() throws IOException {
    List<ObjectId> found = new ArrayList<>();
    for (Path shelf : names(root)) {
      String name = shelf.getFileName().toString();
      if (name.length() == 2 && Files.isDirectory(shelf, LinkOption.NOFOLLOW_LINKS)) {
        // what lies on another's shelf is never found by its id
        ids(name).stream().filter(id -> shelf(id).equals(name)).forEach(found::add);
      }
    }
    return found;
  }

  @Override
  public void delete(ObjectId id) throws IOException {
    for (String place : List.of(OPEN, shelf(id))) {
      try (SecureDirectoryStream<Path> directory = directory(place)) {
        directory.deleteFile(file(id));
        forceNames(root.resolve(place));
      } catch (NoSuchFileException notThere) {
        // nothing to remove
      }
    }
  }

  @Override
  public long free() throws IOException {
    return Files.getFileStore(root).getUsableSpace();
  }

  private void finished(ObjectId id) throws IOException {
    make(root.resolve(shelf(id)));
    try (SecureDirectoryStream<Path> open = directory(OPEN);
        SecureDirectoryStream<Path> shelf = directory(shelf(id))) {
      open.move(file(id), shelf, file(id));
    }
    forceNames(root.resolve(shelf(id)));
    forceNames(root.resolve(OPEN));
  }

  private List<ObjectId> ids(String place) throws IOException {
    List<ObjectId> found = new ArrayList<>();
    try (SecureDirectoryStream<Path> files = directory(place)) {
      for (Path file : files) {
        id(file.getFileName().toString()).ifPresent(found::add);
      }
    } catch (NoSuchFileException none) {
      // a store that nobody has written to yet
    }
    return found;
  }

  /** What a directory holds; nothing where there is none. */
  private static List<Path> names(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      all.forEach(found::add);
    } catch (NoSuchFileException none) {
      // a store that nobody has written to yet
    }
    return found;
  }

  /** The object that a file of that name is; empty where it can be none. */
  private static Optional<ObjectId> id(String name) {
    try {
      return name.endsWith(SUFFIX)
          ? Optional.of(new ObjectId(name.substring(0, name.length() - SUFFIX.length())))
          : Optional.empty();
    } catch (IllegalArgumentException strange) {
      return Optional.empty();
    }
  }

  /** A directory below the root, opened without following a link. */
  private SecureDirectoryStream<Path> directory(String name) throws IOException {
    try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
      if (top instanceof SecureDirectoryStream<Path> secure) {
        return secure.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS);
      }
      throw new IOException("this system cannot open directories without following links");
    }
  }

  private static String shelf(ObjectId id) {
    String text = id.text().replace("-", "");
    return text.substring(Math.max(0, text.length() - 2));
  }

  private static Path file(ObjectId id) {
    return Path.of(id.text() + SUFFIX);
  }

  private static void make(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, PRIVATE_DIRECTORY);
      forceNames(directory.toAbsolutePath().getParent());
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(directory + " is a link or no directory");
      }
    }
  }

  private static void forceNames(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** An object being written. */
  private final class Written implements Output {
    // immutable
    private final ObjectId id;
    private final FileChannel channel;

    Written(ObjectId id, FileChannel channel) {
      this.id = id;
      this.channel = channel;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void truncate(long length) throws IOException {
      channel.truncate(length);
      channel.position(length);
    }

    @Override
    public long length() throws IOException {
      return channel.size();
    }

    @Override
    public void finish() throws IOException {
      channel.force(true);
      channel.close();
      finished(id);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** An object being read. */
  private record Read(FileChannel channel) implements Input {
    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
      return channel.read(into, offset);
    }

    @Override
    public long length() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
