package io.sallyport.server.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Small files with keys in them: read only where nobody else could have, written whole. */
final class KeyFiles {
  private static final int MOST_BYTES = 1 << 20;
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private KeyFiles() {}

  static byte[] read(Path file) throws IOException {
    check(file);
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      if (channel.size() > MOST_BYTES) {
        throw new KeyFault(KeyFault.Kind.MALFORMED, file + " is too large for a key");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // until it is full or the file ends
      }
      return bytes.flip().remaining() == bytes.capacity() ? bytes.array() : new byte[0];
    }
  }

  /** Writes (0600) whole or not at all; on disk when this returns. */
  static void write(Path file, byte[] content) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    try (FileChannel channel =
        FileChannel.open(
            part,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceNames(file);
  }

  /** Returns once the name of the file is on disk. */
  static void forceNames(Path file) throws IOException {
    try (FileChannel directory =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static void check(Path file) throws IOException {
    PosixFileAttributes found;
    try {
      found = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new KeyFault(KeyFault.Kind.MISSING, file + " is missing", e);
    }
    if (!found.isRegularFile()) {
      throw new KeyFault(
          KeyFault.Kind.NO_FILE,
          file + " is a symbolic link or no file; put the file itself there");
    }
    if (!OWNER.containsAll(found.permissions())) {
      throw new KeyFault(
          KeyFault.Kind.TOO_OPEN, file + ": other accounts may use it; run: chmod go-rwx " + file);
    }
  }
}
