package io.sallyport.protocol.dtls;

import java.util.Optional;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeType;

/**
 * The start of a datagram that begins with a ClientHello, or a fragment of one (RFC 6347 section
 * 4.2.2): what tells one attempt of a peer from another.
 *
 * @param whole whether the record holds all of it
 * @param first whether it is the first fragment; only that one has the fields below
 * @param random eight bytes of the client's random, the same in every repetition of the attempt
 * @param cookieAt where in the array its cookie is
 * @param cookieLength 0 where it brings none
 */
public record HelloFragment(
    boolean whole, boolean first, long random, int cookieAt, int cookieLength) {
  private static final int RANDOM = HandshakeBounds.MESSAGE_HEADER + 2;
  private static final int SESSION_ID = RANDOM + 32;

  /** Empty where the datagram begins with something else. */
  public static Optional<HelloFragment> read(byte[] bytes, int offset, int length) {
    int body = offset + HandshakeBounds.RECORD_HEADER;
    int size = length - HandshakeBounds.RECORD_HEADER;
    if (size < HandshakeBounds.MESSAGE_HEADER
        || bytes[offset] != ContentType.handshake
        || bytes[offset + 1] != (byte) 0xfe
        || HandshakeBounds.int16(bytes, offset + 3) != 0
        || bytes[body] != HandshakeType.client_hello) {
      return Optional.empty();
    }
    size = Math.min(size, HandshakeBounds.int16(bytes, offset + 11));
    int message = HandshakeBounds.int24(bytes, body + 1);
    int from = HandshakeBounds.int24(bytes, body + 6);
    int fragment = HandshakeBounds.int24(bytes, body + 9);
    boolean whole =
        from == 0 && fragment == message && size == HandshakeBounds.MESSAGE_HEADER + message;
    if (from != 0 || size < SESSION_ID + 2) {
      return Optional.of(new HelloFragment(false, from == 0, 0, 0, 0));
    }
    long random = 0;
    for (int i = 0; i < 8; i++) {
      // the first four may be a clock
      random = random << 8 | bytes[body + RANDOM + 8 + i] & 0xff;
    }
    int cookie = SESSION_ID + 1 + (bytes[body + SESSION_ID] & 0xff);
    int cookieLength = cookie < size ? bytes[body + cookie] & 0xff : 0;
    if (cookie + 1 + cookieLength > size) {
      return Optional.of(new HelloFragment(false, true, random, 0, 0));
    }
    return Optional.of(new HelloFragment(whole, true, random, body + cookie + 1, cookieLength));
  }
}
