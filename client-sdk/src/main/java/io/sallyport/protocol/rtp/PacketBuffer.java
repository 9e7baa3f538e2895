package io.sallyport.protocol.rtp;

/**
 * A packet within a byte array that is used again and again: one a loop, so that protection works
 * in place. Its array leaves room behind the packet for a tag and an SRTCP index.
 */
public final class PacketBuffer {
  /** Room for what protection appends: the SRTCP index and the longest tag. */
  public static final int TRAILER = 4 + CryptoSuite.MAX_TAG_LENGTH;

  private final byte[] bytes;
  // null until a packet is protected or unprotected
  private Workspace workspace;
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

  /** What work on the packet needs beside it. */
  Workspace workspace() {
    if (workspace == null) {
      workspace = new Workspace(bytes.length);
    }
    return workspace;
  }
}
