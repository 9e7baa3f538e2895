package io.sallyport.server.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.Keeping;
import io.sallyport.server.db.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Copies a data directory while the server goes on. The order makes the copy one that could have
 * been: what only follows the journal (database, trees over it) is copied before it, what it names
 * (large objects) after it. The list of all files with their digests comes last: a copy without one
 * is not whole.
 */
final class Backup {
  /** The list of what belongs to a backup. */
  static final String LIST = "backup.json";

  /** The database's own copy of itself. */
  static final String DATABASE = "db.zip";

  private static final Set<String> NOT_COPIED =
      Set.of("lock", "control.sock", "control.path", "db", "journal", "objects", "index");
  private static final String OPEN = "open";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  // immutable
  private final DataDirectory data;
  private final Database database;
  private final Archive archive;
  private final Path elsewhere;
  private final InstantSource clock;

  /** What a copy tells of its way; called on the thread that makes it. */
  interface Progress {
    Progress NONE = (step, bytes) -> {};

    /**
     * So many bytes more were dealt with.
     *
     * @param step what is done now, in words
     */
    void told(String step, long bytes);
  }

  /** How far a backup goes. */
  record Made(long lastSequence, int files, long bytes) {}

  /**
   * @param elsewhere where backups are kept by default: never part of another
   */
  Backup(
      DataDirectory data, Database database, Archive archive, Path elsewhere, InstantSource clock) {
    this.data = data;
    this.elsewhere = elsewhere.toAbsolutePath().normalize();
    this.database = database;
    this.archive = archive;
    this.clock = clock;
  }

  /**
   * Copies all into a directory.
   *
   * @param into empty or not there yet
   */
  Made make(Path into) throws IOException {
    return make(into, Progress.NONE);
  }

  Made make(Path into, Progress progress) throws IOException {
    PrivateFiles.directory(into);
    try (Stream<Path> files = Files.list(into)) {
      if (files.findAny().isPresent()) {
        throw new IOException(into + " is not empty");
      }
    }
    Files.setPosixFilePermissions(into, PosixFilePermissions.fromString("rwx------"));
    progress.told("the database", 0);
    database.backup(into.resolve(DATABASE));
    try (Stream<Path> files = Files.list(data.root())) {
      for (Path file : files.sorted().toList()) {
        if (isCopied(file, into)) {
          copy(file, into.resolve(file.getFileName()), progress);
        }
      }
    }
    progress.told("the journal", 0);
    Keeping.Copy journal = archive.keeping().copy(into.resolve("journal"));
    copyObjects(into.resolve("objects"), progress);
    progress.told("digests", 0);
    Map<String, String> digests = digests(into, progress);
    long bytes = 0;
    for (String file : digests.keySet()) {
      bytes += Files.size(into.resolve(file));
    }
    list(into, journal, digests, bytes);
    return new Made(journal.last(), digests.size(), bytes);
  }

  private boolean isCopied(Path file, Path into) {
    Path whole = file.toAbsolutePath().normalize();
    return !NOT_COPIED.contains(file.getFileName().toString())
        && !elsewhere.startsWith(whole)
        && !into.toAbsolutePath().normalize().startsWith(whole);
  }

  /** About how many bytes a copy takes. */
  long size() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(data.root())) {
      for (Path file : files.toList()) {
        if (!file.endsWith("index") && !elsewhere.startsWith(file.toAbsolutePath().normalize())) {
          bytes += size(file);
        }
      }
    }
    return bytes;
  }

  private static long size(Path below) throws IOException {
    AtomicLong bytes = new AtomicLong();
    Files.walkFileTree(
        below,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes.addAndGet(attributes.isRegularFile() ? attributes.size() : 0);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes.get();
  }

  /**
   * Open objects first: one that is finished meanwhile is then found in its place as well, and only
   * there it is whole.
   */
  private void copyObjects(Path into, Progress progress) throws IOException {
    PrivateFiles.directory(into);
    copy(data.objects().resolve(OPEN), into.resolve(OPEN), progress);
    List<Path> shelves;
    try (Stream<Path> all = Files.list(data.objects())) {
      shelves = all.filter(f -> Files.isDirectory(f) && !f.endsWith(OPEN)).toList();
    }
    for (Path shelf : shelves) {
      copy(shelf, into.resolve(shelf.getFileName()), progress);
      try (Stream<Path> finished = Files.list(into.resolve(shelf.getFileName()))) {
        for (Path file : finished.toList()) {
          Files.deleteIfExists(into.resolve(OPEN).resolve(file.getFileName()));
        }
      }
    }
  }

  private void list(Path into, Keeping.Copy journal, Map<String, String> digests, long bytes)
      throws IOException {
    ObjectNode list = JSON.createObjectNode();
    list.put("backup", 1).put("made", clock.instant().toString());
    list.put("log", HexFormat.of().formatHex(journal.log()));
    list.put("lastSequence", journal.last());
    list.put("lastHash", HexFormat.of().formatHex(journal.hash()));
    list.put("bytes", bytes);
    ObjectNode files = list.putObject("files");
    digests.forEach(files::put);
    PrivateFiles.write(
        into.resolve(LIST), JSON.writeValueAsString(list).getBytes(StandardCharsets.UTF_8), true);
  }

  /** A file or all of a directory; what goes away meanwhile was not needed. */
  static void copy(Path from, Path to) throws IOException {
    copy(from, to, Progress.NONE);
  }

  private static void copy(Path from, Path to, Progress progress) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            PrivateFiles.directory(to.resolve(from.relativize(directory).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = file.getFileName().toString();
            if (attributes.isRegularFile() && !name.endsWith(".part") && !name.endsWith(".log")) {
              copyFile(file, to.resolve(from.relativize(file).toString()));
              progress.told(from.getFileName().toString(), attributes.size());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }

  private static void copyFile(Path from, Path to) throws IOException {
    try (InputStream in = Files.newInputStream(from);
        FileChannel channel =
            FileChannel.open(
                to,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
        OutputStream out = Channels.newOutputStream(channel)) {
      in.transferTo(out);
      channel.force(true);
    } catch (NoSuchFileException gone) {
      // a temporary file of somebody who has renamed it since
      Files.deleteIfExists(to);
    }
  }

  /** SHA-256 of every file below, by its path from there. */
  static Map<String, String> digests(Path root, Progress progress) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String path = root.relativize(file).toString();
      if (!path.equals(LIST)) {
        digests.put(path, digest(file));
        progress.told("digests", Files.size(file));
      }
    }
    return digests;
  }

  /** A copy's list, once every file of it is there and none is changed. */
  static JsonNode check(Path from, Progress progress) throws IOException {
    Path file = from.resolve(LIST);
    if (!Files.exists(file)) {
      throw new IOException(from + " is no whole backup: " + LIST + " is missing");
    }
    JsonNode list = JSON.readTree(file.toFile());
    Map<String, String> listed = new TreeMap<>();
    list.path("files").properties().forEach(f -> listed.put(f.getKey(), f.getValue().asText()));
    Map<String, String> found = digests(from, progress);
    for (Map.Entry<String, String> each : listed.entrySet()) {
      if (!each.getValue().equals(found.remove(each.getKey()))) {
        throw new IOException(each.getKey() + " is missing or changed");
      }
    }
    if (!found.isEmpty()) {
      throw new IOException(found.keySet().iterator().next() + " does not belong to the backup");
    }
    return list;
  }

  private static String digest(Path file) throws IOException {
    try (DigestOutputStream into =
        new DigestOutputStream(
            OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
      Files.copy(file, into);
      return HexFormat.of().formatHex(into.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
