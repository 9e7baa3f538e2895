package io.sallyport.server.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import io.sallyport.server.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A master key in this process's memory: 32 bytes, AES-256-GCM. */
public final class LocalMasterKey implements MasterKey {
  public static final int BYTES = 32;
  private static final int ID_BYTES = 8;

  // immutable
  private final Aead aead;
  private final String id;
  private final String source;

  private LocalMasterKey(byte[] key, String source) throws GeneralSecurityException {
    this.aead = new AesGcmJce(key);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update("sallyport master key id".getBytes(StandardCharsets.US_ASCII));
    this.id = HexFormat.of().formatHex(Arrays.copyOf(digest.digest(key), ID_BYTES));
    this.source = source;
  }

  /**
   * The key of these bytes.
   *
   * @param source where they come from, for messages
   */
  public static LocalMasterKey of(Secret key, String source) throws KeyFault {
    byte[] bytes = key.reveal();
    if (bytes.length != BYTES) {
      throw new KeyFault(
          KeyFault.Kind.MALFORMED, source + " holds " + bytes.length + " bytes, not " + BYTES);
    }
    try {
      return new LocalMasterKey(bytes, source);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-256-GCM and SHA-256", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** The key that a text spells, in base64 or in 64 hexadecimal digits. */
  public static LocalMasterKey ofText(String text, String source) throws KeyFault {
    String stripped = text.strip();
    try {
      byte[] key =
          stripped.matches("[0-9a-fA-F]{64}")
              ? HexFormat.of().parseHex(stripped)
              : Base64.getDecoder().decode(stripped);
      return of(Secret.of(key), source);
    } catch (IllegalArgumentException e) {
      // the cause would show the text
      throw new KeyFault(
          KeyFault.Kind.MALFORMED, source + " is no key: 32 bytes in base64 or hexadecimal");
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public byte[] wrap(byte[] plain, byte[] context) {
    try {
      return aead.encrypt(plain, context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM failed", e);
    }
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] context) throws KeyFault {
    try {
      return aead.decrypt(wrapped, context);
    } catch (GeneralSecurityException e) {
      throw new KeyFault(KeyFault.Kind.DAMAGED, "it does not open under " + source, e);
    }
  }
}
