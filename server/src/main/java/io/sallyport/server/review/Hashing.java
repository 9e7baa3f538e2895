package io.sallyport.server.review;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A stream that computes the SHA-256 of what passes; closing it closes nothing below. */
final class Hashing extends OutputStream {
  // immutable
  private final OutputStream to;
  private final MessageDigest digest = digest();

  // owned by: who writes
  private long length;

  Hashing(OutputStream to) {
    this.to = to;
  }

  static String sha256(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** In lower-case hex, of all that has passed; asked once. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  long length() {
    return length;
  }

  @Override
  public void write(int single) throws IOException {
    to.write(single);
    digest.update((byte) single);
    length++;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    to.write(bytes, offset, count);
    digest.update(bytes, offset, count);
    length += count;
  }

  @Override
  public void flush() throws IOException {
    to.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
