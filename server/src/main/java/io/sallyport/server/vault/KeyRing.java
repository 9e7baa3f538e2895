package io.sallyport.server.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadWrapper;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmKeyManager;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.util.SecretBytes;
import io.sallyport.server.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The archive keys: a Tink keyset of AES-256-GCM keys that wrap the data keys of segments and
 * objects. One of them wraps what is new; the others stay, so that what they wrapped can be read.
 * At rest the keyset is encrypted under a {@link MasterKey}. Any thread.
 */
public final class KeyRing {
  /** Bytes that wrapping adds: Tink's prefix with the key's id, nonce and tag. */
  public static final int OVERHEAD = 5 + 12 + 16;

  private static final String FILE = "archive.keys";
  private static final byte[] KEYSET =
      "sallyport archive keys 1".getBytes(StandardCharsets.US_ASCII);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECRET_BYTES = 32;
  private static final byte TINK_PREFIX = 1;

  /**
   * One archive key.
   *
   * @param id as it stands in what the key wrapped
   * @param current whether it wraps what is new
   */
  public record Entry(int id, boolean current) {
    /** The id in hexadecimal digits. */
    public String name() {
      return "%08x".formatted(id);
    }
  }

  private record Keys(KeysetHandle handle, Aead aead) {}

  // immutable; null where the ring is in memory alone
  private final Path directory;

  // any thread: volatile snapshot; changed under this object's lock
  private volatile Keys keys;

  // guarded by this
  private MasterKey master;

  static {
    try {
      // not AeadConfig: it registers every AEAD that Tink has, and loads the classes of each
      AesGcmKeyManager.register(true);
      AeadWrapper.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private KeyRing(Path directory, MasterKey master, KeysetHandle handle) {
    this.directory = directory;
    this.master = master;
    this.keys = keys(handle);
  }

  /** Whether there is a ring in the directory. */
  public static boolean exists(Path directory) {
    return Files.exists(directory.resolve(FILE), LinkOption.NOFOLLOW_LINKS);
  }

  /** The id of the master key that the ring in the directory is encrypted under. */
  public static String masterId(Path directory) throws IOException {
    return exists(directory) ? container(directory).path("masterKey").asText() : "";
  }

  /** Makes a ring with one key; refused where there is one. */
  public static KeyRing create(Path directory, MasterKey master) throws IOException {
    if (exists(directory)) {
      throw new KeyFault(KeyFault.Kind.MALFORMED, directory.resolve(FILE) + " is there already");
    }
    try {
      KeysetHandle handle =
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, registry());
      KeyRing ring = new KeyRing(directory, master, handle);
      ring.write(handle, master);
      return ring;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink makes no AES-256-GCM key", e);
    }
  }

  /** Opens the ring; a {@link KeyFault} says why it cannot be. */
  public static KeyRing open(Path directory, MasterKey master) throws IOException {
    JsonNode container = container(directory);
    String wanted = container.path("masterKey").asText();
    Path file = directory.resolve(FILE);
    if (!wanted.equals(master.id())) {
      throw new KeyFault(
          KeyFault.Kind.WRONG_KEY,
          "%s was encrypted under master key %s, and %s is %s"
              .formatted(file, wanted, master.source(), master.id()));
    }
    KeyFault[] fault = new KeyFault[1];
    try {
      return new KeyRing(
          directory,
          master,
          TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
              container.path("keyset").toString(), asAead(master, fault), KEYSET, registry()));
    } catch (GeneralSecurityException | RuntimeException e) {
      if (fault[0] != null && fault[0].kind() != KeyFault.Kind.DAMAGED) {
        throw fault[0];
      }
      throw new KeyFault(
          KeyFault.Kind.DAMAGED,
          file + " does not open, though the master key is the right one: it has been changed",
          e);
    }
  }

  /** A ring of the one given key, in memory: for tools and tests. */
  @AccessesPartialKey
  public static KeyRing of(Secret key) {
    byte[] bytes = key.reveal();
    try {
      int id = Arrays.hashCode(bytes) | 1;
      AesGcmKey imported =
          AesGcmKey.builder()
              .setParameters(
                  AesGcmParameters.builder()
                      .setKeySizeBytes(SECRET_BYTES)
                      .setIvSizeBytes(12)
                      .setTagSizeBytes(16)
                      .setVariant(AesGcmParameters.Variant.TINK)
                      .build())
              .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
              .setIdRequirement(id)
              .build();
      return new KeyRing(
          null,
          null,
          KeysetHandle.newBuilder()
              .addEntry(KeysetHandle.importKey(imported).withFixedId(id).makePrimary())
              .build());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a key of 32 bytes", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * Wraps a data key under the current archive key: {@link #OVERHEAD} bytes longer, and it names
   * the key.
   *
   * @param context must be the same when it is unwrapped
   */
  public byte[] wrap(byte[] plain, byte[] context) {
    try {
      return keys.aead().encrypt(plain, context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM failed", e);
    }
  }

  public byte[] unwrap(byte[] wrapped, byte[] context) throws KeyFault {
    if (!holds(wrapped)) {
      throw new KeyFault(
          KeyFault.Kind.WRONG_KEY, "it was encrypted under an archive key that is not in the ring");
    }
    try {
      return keys.aead().decrypt(wrapped, context);
    } catch (GeneralSecurityException e) {
      throw new KeyFault(KeyFault.Kind.DAMAGED, "it does not open under its archive key", e);
    }
  }

  /** Whether the key is here that wrapped it. */
  public boolean holds(byte[] wrapped) {
    return wrapped.length >= OVERHEAD
        && wrapped[0] == TINK_PREFIX
        && entries().stream().anyMatch(e -> e.id() == bigEndian(wrapped));
  }

  /** All archive keys, the oldest first. */
  public List<Entry> entries() {
    KeysetHandle handle = keys.handle();
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < handle.size(); i++) {
      entries.add(new Entry(handle.getAt(i).getId(), handle.getAt(i).isPrimary()));
    }
    return entries;
  }

  /** Adds a key that wraps everything from now on; on disk when this returns. */
  public synchronized Entry rotate() throws IOException {
    try {
      KeysetHandle next =
          KeysetHandle.newBuilder(keys.handle())
              .addEntry(
                  KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                      .withRandomId()
                      .makePrimary())
              .build();
      write(next, master);
      keys = keys(next);
      return new Entry(next.getPrimary().getId(), true);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink makes no AES-256-GCM key", e);
    }
  }

  /** Encrypts the ring under another master key; on disk when this returns. */
  public synchronized void rewrap(MasterKey next) throws IOException {
    write(keys.handle(), next);
    master = next;
  }

  /**
   * A secret of 32 random bytes under that name, kept beside the ring and encrypted under it; made
   * where there is none.
   */
  public synchronized Secret secret(String name) throws IOException {
    if (!name.matches("[a-z-]{1,32}")) {
      throw new IllegalArgumentException("no name for a secret: " + name);
    }
    byte[] context = ("sallyport secret " + name).getBytes(StandardCharsets.US_ASCII);
    Path file = directory.resolve(name + ".secret");
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Secret.of(unwrap(KeyFiles.read(file), context));
    }
    byte[] made = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(made);
    KeyFiles.write(file, wrap(made, context));
    return Secret.of(made);
  }

  private void write(KeysetHandle handle, MasterKey under) throws IOException {
    if (directory == null) {
      throw new IllegalStateException("this ring is in memory alone");
    }
    KeyFault[] fault = new KeyFault[1];
    try {
      ObjectNode container = JSON.createObjectNode();
      container.put("format", 1).put("masterKey", under.id());
      container.set(
          "keyset",
          JSON.readTree(
              TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                  handle, asAead(under, fault), KEYSET, registry())));
      KeyFiles.write(
          directory.resolve(FILE),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(container));
    } catch (GeneralSecurityException e) {
      throw Optional.ofNullable(fault[0])
          .orElseGet(() -> new KeyFault(KeyFault.Kind.SERVICE, "the ring cannot be encrypted", e));
    }
  }

  private static JsonNode container(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    byte[] bytes = KeyFiles.read(file);
    try {
      JsonNode container = JSON.readTree(bytes);
      if (container.path("format").asInt() == 1 && container.has("keyset")) {
        return container;
      }
    } catch (IOException e) {
      throw new KeyFault(KeyFault.Kind.DAMAGED, file + " is no ring of keys", e);
    }
    throw new KeyFault(KeyFault.Kind.DAMAGED, file + " is no ring of keys");
  }

  private static Configuration registry() throws GeneralSecurityException {
    return RegistryConfiguration.get();
  }

  private static Keys keys(KeysetHandle handle) {
    try {
      return new Keys(handle, handle.getPrimitive(registry(), Aead.class));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the ring's keys are not for encryption", e);
    }
  }

  /** What Tink wants: it passes no reason on, so that the fault is kept aside. */
  private static Aead asAead(MasterKey master, KeyFault[] fault) {
    return new Aead() {
      @Override
      public byte[] encrypt(byte[] plain, byte[] context) throws GeneralSecurityException {
        try {
          return master.wrap(plain, context);
        } catch (KeyFault e) {
          fault[0] = e;
          throw new GeneralSecurityException(e);
        }
      }

      @Override
      public byte[] decrypt(byte[] wrapped, byte[] context) throws GeneralSecurityException {
        try {
          return master.unwrap(wrapped, context);
        } catch (KeyFault e) {
          fault[0] = e;
          throw new GeneralSecurityException(e);
        }
      }
    };
  }

  private static int bigEndian(byte[] wrapped) {
    return (wrapped[1] & 0xff) << 24
        | (wrapped[2] & 0xff) << 16
        | (wrapped[3] & 0xff) << 8
        | wrapped[4] & 0xff;
  }
}
