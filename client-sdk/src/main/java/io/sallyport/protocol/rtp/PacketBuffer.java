package io.sallyport.protocol.rtp;

import org.jitsi.utils.ByteArrayBuffer;

/**
 * A packet within a byte array that is used again and again: one a loop, so that protection works
 * in place. Its array leaves room behind the packet for a tag and an SRTCP index.
 */
public final class PacketBuffer implements ByteArrayBuffer {
  /** Room for what protection appends: the SRTCP index and the longest tag. */
  public static final int TRAILER = 4 + CryptoSuite.MAX_TAG_LENGTH;

  private final byte[] bytes;
  private int offset;
  private int length;

  /** A buffer for packets of up to {@code capacity} bytes before protection. */
  public PacketBuffer(int capacity) {
    this.bytes = new byte[capacity + TRAILER];
  }

  /** The whole array: the packet is at {@link #offset}, {@link #length} bytes long. */
  public byte[] bytes() {
    return bytes;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  /** Says where in {@link #bytes} the packet now lies. */
  public PacketBuffer at(int newOffset, int newLength) {
    if (newOffset < 0 || newLength < 0 || newOffset + newLength > bytes.length) {
      throw new IndexOutOfBoundsException();
    }
    offset = newOffset;
    length = newLength;
    return this;
  }

  /** Whether so many bytes may be appended. */
  boolean hasRoom(int more) {
    return offset + length + more <= bytes.length;
  }

  @Override
  public byte[] getBuffer() {
    return bytes;
  }

  @Override
  public int getOffset() {
    return offset;
  }

  @Override
  public int getLength() {
    return length;
  }

  @Override
  public void setLength(int newLength) {
    length = newLength;
  }

  @Override
  public void setOffset(int newOffset) {
    offset = newOffset;
  }

  @Override
  public boolean isInvalid() {
    return false;
  }

  @Override
  public void readRegionToBuff(int from, int count, byte[] target) {
    System.arraycopy(bytes, offset + from, target, 0, count);
  }

  @Override
  public void grow(int by) {
    if (offset + length + by > bytes.length) {
      throw new IndexOutOfBoundsException("no room for a tag");
    }
  }

  @Override
  public void append(byte[] data, int count) {
    grow(count);
    System.arraycopy(data, 0, bytes, offset + length, count);
    length += count;
  }

  @Override
  public void shrink(int by) {
    length = Math.max(0, length - by);
  }
}
