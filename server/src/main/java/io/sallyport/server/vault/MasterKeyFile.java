package io.sallyport.server.vault;

import io.sallyport.server.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;

/**
 * The file of a master key: 32 bytes that nobody but the server's account may touch. While a new
 * key takes its place both are there, so that a crash in between loses neither.
 */
public final class MasterKeyFile {
  // immutable
  private final Path file;

  public MasterKeyFile(Path file) {
    this.file = file;
  }

  public boolean exists() {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** The key; refused where others could read it. */
  public MasterKey read() throws IOException {
    return read(file);
  }

  /** Makes a key; refused where there is one. */
  public MasterKey create() throws IOException {
    if (exists()) {
      throw new KeyFault(KeyFault.Kind.MALFORMED, file + " is there already");
    }
    KeyFiles.write(file, fresh());
    return read();
  }

  /**
   * The key under which the ring of that id was written: this one, or the one that was about to
   * take its place when the server was killed.
   */
  public MasterKey current(String id) throws IOException {
    if (!id.isEmpty() && Files.exists(next(), LinkOption.NOFOLLOW_LINKS)) {
      if (read(next()).id().equals(id)) {
        take();
      } else {
        Files.delete(next());
      }
    }
    return read();
  }

  /** A key that will take this one's place: on disk, not yet in force. */
  public MasterKey prepare() throws IOException {
    KeyFiles.write(next(), fresh());
    return read(next());
  }

  /** Puts the prepared key in force. */
  public void take() throws IOException {
    Files.move(next(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    KeyFiles.forceNames(file);
  }

  private static MasterKey read(Path from) throws IOException {
    return LocalMasterKey.of(Secret.of(KeyFiles.read(from)), from.toString());
  }

  private Path next() {
    return file.resolveSibling(file.getFileName() + ".next");
  }

  private static byte[] fresh() {
    byte[] key = new byte[LocalMasterKey.BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }
}
