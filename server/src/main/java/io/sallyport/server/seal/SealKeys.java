package io.sallyport.server.seal;

import io.sallyport.server.base.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/**
 * The key files: the log's own key, which stays, the epoch's key, which is another one for each
 * checkpoint, and the public keys for those who verify.
 */
final class SealKeys {
  static final String LOG_KEY = "seal.key";
  static final String EPOCH_KEY = "seal-epoch.key";
  static final String PUBLIC_KEYS = "seal.vkey";
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  // immutable
  private final Path directory;
  private final KeyProtection protection;
  private final SealFiles files;

  // owned by: the thread that makes checkpoints
  private SigningKey log;
  private EpochKey epoch;

  SealKeys(Path directory, KeyProtection protection, SealFiles files) {
    this.directory = directory;
    this.protection = protection;
    this.files = files;
  }

  /** Reads the keys, or makes them where there are none. */
  void open(String origin) throws IOException {
    Path logFile = directory.resolve(LOG_KEY);
    Path epochFile = directory.resolve(EPOCH_KEY);
    if (!Files.exists(logFile, LinkOption.NOFOLLOW_LINKS)
        && !Files.exists(epochFile, LinkOption.NOFOLLOW_LINKS)) {
      make(origin, logFile, epochFile);
    }
    try {
      log = SigningKey.decode(read(logFile));
      epoch = EpochKey.decode(read(epochFile));
    } catch (Fault e) {
      throw new IOException("a signing key in " + directory + " is damaged: " + e.getMessage(), e);
    }
    if (!Files.exists(directory.resolve(PUBLIC_KEYS))) {
      writePublicKeys();
    }
  }

  SigningKey log() {
    return log;
  }

  EpochKey epoch() {
    return epoch;
  }

  /**
   * Puts the next epoch's key in place of this one, in the same bytes of the file: what has been
   * signed with the old key can never be signed again.
   */
  void evolve() throws IOException {
    EpochKey next = epoch.evolve();
    files.put(directory.resolve(EPOCH_KEY), protection.wrap(Secret.of(next.encode())), 0);
    epoch = next;
  }

  private void make(String origin, Path logFile, Path epochFile) throws IOException {
    SecureRandom random = new SecureRandom();
    byte[] seed = new byte[TreeHash.LENGTH];
    random.nextBytes(seed);
    SigningKey fresh = new SigningKey(origin, seed);
    random.nextBytes(seed);
    // the epoch's key first: a log key without it would be taken for one whose epoch key was lost
    create(epochFile, new EpochKey(1, seed).encode());
    create(logFile, fresh.encode());
  }

  private void writePublicKeys() throws IOException {
    StringBuilder keys = new StringBuilder(log.verifier().toString()).append('\n');
    if (epoch.number() == 1) {
      keys.append(epoch.key(log.verifier().name()).verifier()).append('\n');
    }
    files.write(directory.resolve(PUBLIC_KEYS), keys.toString().getBytes(StandardCharsets.UTF_8));
    files.forceNames();
  }

  private void create(Path file, byte[] key) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + SealFiles.PART);
    Files.deleteIfExists(part);
    try (FileChannel channel =
        FileChannel.open(
            part,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PRIVATE))) {
      ByteBuffer bytes = ByteBuffer.wrap(protection.wrap(Secret.of(key)));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(part, file);
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  private byte[] read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is missing or no plain file: restore it from the backup");
    }
    for (PosixFilePermission found :
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)) {
      if (!PRIVATE.contains(found) && found != PosixFilePermission.OWNER_EXECUTE) {
        throw new IOException(file + ": other accounts may use it; run: chmod 600 " + file);
      }
    }
    return protection.unwrap(Files.readAllBytes(file)).reveal();
  }
}
