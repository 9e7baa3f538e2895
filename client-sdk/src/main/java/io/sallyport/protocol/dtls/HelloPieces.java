package io.sallyport.protocol.dtls;

import java.util.BitSet;
import java.util.Optional;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeType;

/**
 * Fragments of one ClientHello on their way to be one again (RFC 6347 section 4.2.3), for a source
 * that has brought its cookie in the first of them. Any thread.
 */
public final class HelloPieces {
  private static final int HEADERS = HandshakeBounds.RECORD_HEADER + HandshakeBounds.MESSAGE_HEADER;

  // immutable
  private final int size;
  private final int number;

  // any thread: under its own lock
  private final byte[] record;
  private final BitSet have;

  private HelloPieces(byte[] bytes, int offset, int size) {
    this.size = size;
    this.number = number(bytes, offset);
    this.record = new byte[HEADERS + size];
    this.have = new BitSet(size);
    System.arraycopy(bytes, offset, record, 0, HEADERS);
    put16(HandshakeBounds.RECORD_HEADER - 2, HandshakeBounds.MESSAGE_HEADER + size);
    // the whole message is one fragment of itself
    System.arraycopy(bytes, offset + 14, record, 22, 3);
  }

  /**
   * For the hello whose first fragment a datagram begins with; empty where that is none, or the
   * hello longer than any is.
   */
  public static Optional<HelloPieces> begin(byte[] bytes, int offset, int length) {
    if (!isPiece(bytes, offset, length) || HandshakeBounds.int24(bytes, offset + 19) != 0) {
      return Optional.empty();
    }
    int size = HandshakeBounds.int24(bytes, offset + 14);
    return size > HandshakeBounds.MAX_PLAIN_MESSAGE
        ? Optional.empty()
        : Optional.of(new HelloPieces(bytes, offset, size));
  }

  /** Takes the fragments of this hello that a datagram holds, each in a record of its own. */
  public synchronized void add(byte[] bytes, int offset, int length) {
    int at = offset;
    int left = length;
    while (isPiece(bytes, at, left)) {
      int next = HandshakeBounds.RECORD_HEADER + HandshakeBounds.int16(bytes, at + 11);
      take(bytes, at, next);
      at += next;
      left -= next;
    }
  }

  private void take(byte[] bytes, int at, int length) {
    int from = HandshakeBounds.int24(bytes, at + 19);
    int fragment = HandshakeBounds.int24(bytes, at + 22);
    if (HandshakeBounds.int24(bytes, at + 14) != size
        || number(bytes, at) != number
        || fragment != length - HEADERS
        || from + fragment > size) {
      return;
    }
    System.arraycopy(bytes, at + HEADERS, record, HEADERS + from, fragment);
    have.set(from, from + fragment);
    // what follows has higher numbers than any of the fragments
    long latest = recordNumber(bytes, at);
    if (latest > recordNumber(record, 0)) {
      System.arraycopy(bytes, at + 5, record, 5, 6);
    }
  }

  /** The hello as one record, as if it had come so; empty while some of it is missing. */
  public synchronized Optional<byte[]> whole() {
    return have.nextClearBit(0) < size ? Optional.empty() : Optional.of(record.clone());
  }

  private static boolean isPiece(byte[] bytes, int offset, int length) {
    return length >= HEADERS
        && bytes[offset] == ContentType.handshake
        && bytes[offset + 1] == (byte) 0xfe
        && HandshakeBounds.int16(bytes, offset + 3) == 0
        && bytes[offset + 13] == HandshakeType.client_hello
        && HandshakeBounds.int16(bytes, offset + 11) >= HandshakeBounds.MESSAGE_HEADER
        && HandshakeBounds.int16(bytes, offset + 11) <= length - HandshakeBounds.RECORD_HEADER;
  }

  private static int number(byte[] bytes, int at) {
    return HandshakeBounds.int16(bytes, at + 17);
  }

  private static long recordNumber(byte[] bytes, int at) {
    return (long) HandshakeBounds.int24(bytes, at + 5) << 24 | HandshakeBounds.int24(bytes, at + 8);
  }

  private void put16(int at, int value) {
    record[at] = (byte) (value >> 8);
    record[at + 1] = (byte) value;
  }
}
