package io.sallyport.protocol.stun;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Writes one STUN message after the other into one buffer: {@link #request} or {@link #answer},
 * then attributes, then {@link #finish}. Owned by one loop.
 */
public final class StunWriter {
  /** Room for every message that the methods here can make. */
  public static final int CAPACITY = 1024;

  // owned by: the loop that uses it
  private final StunIntegrity integrity;
  private final byte[] buffer = new byte[CAPACITY];
  private int at;

  /** A writer that shares its loop's digest. */
  public StunWriter(StunIntegrity integrity) {
    this.integrity = integrity;
  }

  /** Begins a Binding request. */
  public StunWriter request(byte[] transactionId) {
    begin(StunMessage.BINDING_REQUEST);
    System.arraycopy(transactionId, 0, buffer, 8, StunMessage.TRANSACTION_ID_LENGTH);
    return this;
  }

  /**
   * Begins the answer to a request.
   *
   * @param type {@link StunMessage#BINDING_SUCCESS} or {@link StunMessage#BINDING_ERROR}
   */
  public StunWriter answer(StunMessage request, int type) {
    begin(type);
    request.copyTransactionId(buffer, 8);
    return this;
  }

  private void begin(int type) {
    put16(0, type);
    put32(4, StunMessage.MAGIC_COOKIE);
    at = StunMessage.HEADER_LENGTH;
  }

  /** The receiver's fragment and the sender's. */
  public StunWriter username(String receiver, String sender) {
    byte[] name = (receiver + ":" + sender).getBytes(StandardCharsets.UTF_8);
    attribute(StunAttribute.USERNAME, name.length);
    System.arraycopy(name, 0, buffer, at, name.length);
    return advance(name.length);
  }

  public StunWriter priority(long priority) {
    attribute(StunAttribute.PRIORITY, 4);
    put32(at, (int) priority);
    return advance(4);
  }

  public StunWriter controlling(long tieBreaker) {
    return role(StunAttribute.ICE_CONTROLLING, tieBreaker);
  }

  public StunWriter controlled(long tieBreaker) {
    return role(StunAttribute.ICE_CONTROLLED, tieBreaker);
  }

  private StunWriter role(int type, long tieBreaker) {
    attribute(type, 8);
    put32(at, (int) (tieBreaker >>> 32));
    put32(at + 4, (int) tieBreaker);
    return advance(8);
  }

  public StunWriter useCandidate() {
    attribute(StunAttribute.USE_CANDIDATE, 0);
    return this;
  }

  /** XOR-MAPPED-ADDRESS (RFC 8489 section 14.2): where the request came from. */
  public StunWriter mappedAddress(InetSocketAddress source) {
    byte[] address = source.getAddress().getAddress();
    int size = 4 + address.length;
    attribute(StunAttribute.XOR_MAPPED_ADDRESS, size);
    put16(at, address.length == 4 ? 1 : 2);
    put16(at + 2, source.getPort() ^ StunMessage.MAGIC_COOKIE >>> 16);
    for (int i = 0; i < address.length; i++) {
      // cookie, then transaction identifier, as they stand in the header
      buffer[at + 4 + i] = (byte) (address[i] ^ buffer[4 + i]);
    }
    return advance(size);
  }

  /** ERROR-CODE (RFC 8489 section 14.8). */
  public StunWriter error(int code, String reason) {
    byte[] words = reason.getBytes(StandardCharsets.UTF_8);
    int size = 4 + words.length;
    attribute(StunAttribute.ERROR_CODE, size);
    put16(at, 0);
    buffer[at + 2] = (byte) (code / 100);
    buffer[at + 3] = (byte) (code % 100);
    System.arraycopy(words, 0, buffer, at + 4, words.length);
    return advance(size);
  }

  /** UNKNOWN-ATTRIBUTES, for error 420. */
  public StunWriter unknownAttributes(int[] types) {
    attribute(StunAttribute.UNKNOWN_ATTRIBUTES, 2 * types.length);
    for (int i = 0; i < types.length; i++) {
      put16(at + 2 * i, types[i]);
    }
    return advance(2 * types.length);
  }

  /** Any other attribute, such as SOFTWARE. */
  public StunWriter attribute(int type, byte[] value) {
    attribute(type, value.length);
    System.arraycopy(value, 0, buffer, at, value.length);
    return advance(value.length);
  }

  /**
   * Ends the message with MESSAGE-INTEGRITY and FINGERPRINT.
   *
   * @return its length in {@link #buffer}
   */
  public int finish(String password) {
    integrity.digest(buffer, 0, at, password, buffer, at + StunAttribute.HEADER);
    attribute(StunAttribute.MESSAGE_INTEGRITY, StunAttribute.INTEGRITY_SIZE);
    advance(StunAttribute.INTEGRITY_SIZE);
    return finish();
  }

  /** Ends a message that is not authenticated with FINGERPRINT. */
  public int finish() {
    int length = at + StunAttribute.HEADER + StunAttribute.FINGERPRINT_SIZE;
    put16(2, length - StunMessage.HEADER_LENGTH);
    int crc = StunMessage.crc(buffer, 0, at);
    attribute(StunAttribute.FINGERPRINT, StunAttribute.FINGERPRINT_SIZE);
    put32(at, crc);
    at = length;
    return length;
  }

  /** Where the messages are written: the last one from the start. */
  public byte[] buffer() {
    return buffer;
  }

  private void attribute(int type, int size) {
    put16(at, type);
    put16(at + 2, size);
    at += StunAttribute.HEADER;
  }

  private StunWriter advance(int size) {
    int end = at + StunAttribute.padded(size);
    for (at += size; at < end; at++) {
      buffer[at] = 0;
    }
    return this;
  }

  private void put16(int position, int value) {
    buffer[position] = (byte) (value >> 8);
    buffer[position + 1] = (byte) value;
  }

  private void put32(int position, int value) {
    put16(position, value >> 16);
    put16(position + 2, value);
  }
}
