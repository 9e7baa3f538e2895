package io.sallyport.protocol.rtp;

/**
 * The RTP fixed header (RFC 3550 section 5.1), read and written in place: static functions over a
 * packet's bytes, so that the packet path allocates nothing. {@link #valid} first; the others trust
 * it.
 */
public final class RtpHeader {
  /** The fixed header without contributing sources. */
  public static final int MIN_LENGTH = 12;

  private RtpHeader() {}

  /** Whether version, contributing sources, extension and padding all lie within the packet. */
  public static boolean valid(byte[] bytes, int offset, int length) {
    if (length < MIN_LENGTH || (bytes[offset] & 0xc0) != 0x80) {
      return false;
    }
    int end = MIN_LENGTH + 4 * (bytes[offset] & 0x0f);
    if ((bytes[offset] & 0x10) != 0) {
      if (length < end + 4) {
        return false;
      }
      end += 4 + 4 * int16(bytes, offset + end + 2);
    }
    return end <= length;
  }

  public static boolean marker(byte[] bytes, int offset) {
    return (bytes[offset + 1] & 0x80) != 0;
  }

  public static int payloadType(byte[] bytes, int offset) {
    return bytes[offset + 1] & 0x7f;
  }

  public static int sequence(byte[] bytes, int offset) {
    return int16(bytes, offset + 2);
  }

  public static int timestamp(byte[] bytes, int offset) {
    return int32(bytes, offset + 4);
  }

  public static int ssrc(byte[] bytes, int offset) {
    return int32(bytes, offset + 8);
  }

  /** Puts another sequence number in a clear packet. */
  public static void setSequence(byte[] bytes, int offset, int sequence) {
    putInt16(bytes, offset + 2, sequence);
  }

  /** Writes another timestamp into a packet. */
  public static void setTimestamp(byte[] bytes, int offset, int timestamp) {
    putInt32(bytes, offset + 4, timestamp);
  }

  /** Puts another synchronisation source in a clear packet. */
  public static void setSsrc(byte[] bytes, int offset, int ssrc) {
    putInt32(bytes, offset + 8, ssrc);
  }

  /**
   * Where the data of a header extension begins (RFC 8285), in either form, or -1 where the packet
   * has none of that id. Never reads behind {@code length}.
   *
   * @param id 1 to 14 for the one-byte form, to 255 for the two-byte form
   */
  public static int extension(byte[] bytes, int offset, int length, int id) {
    return HeaderExtensions.find(bytes, offset, length, id);
  }

  /** Bytes of data of the extension at that place, as {@link #extension} gave it. */
  public static int extensionLength(byte[] bytes, int offset, int dataAt) {
    return HeaderExtensions.length(bytes, offset, dataAt);
  }

  /** Bytes before the payload, with contributing sources and extension. */
  public static int headerLength(byte[] bytes, int offset) {
    int end = MIN_LENGTH + 4 * (bytes[offset] & 0x0f);
    if ((bytes[offset] & 0x10) != 0) {
      end += 4 + 4 * int16(bytes, offset + end + 2);
    }
    return end;
  }

  /** Bytes of payload in a clear packet, without padding; 0 where the padding count lies. */
  public static int payloadLength(byte[] bytes, int offset, int length) {
    int payload = length - headerLength(bytes, offset);
    if ((bytes[offset] & 0x20) != 0 && payload > 0) {
      payload -= bytes[offset + length - 1] & 0xff;
    }
    return Math.max(0, payload);
  }

  /** Writes a header without contributing sources or extension and returns its length. */
  public static int write(
      byte[] bytes,
      int offset,
      boolean marker,
      int payloadType,
      int sequence,
      int timestamp,
      int ssrc) {
    bytes[offset] = (byte) 0x80;
    bytes[offset + 1] = (byte) ((marker ? 0x80 : 0) | (payloadType & 0x7f));
    bytes[offset + 2] = (byte) (sequence >> 8);
    bytes[offset + 3] = (byte) sequence;
    putInt32(bytes, offset + 4, timestamp);
    putInt32(bytes, offset + 8, ssrc);
    return MIN_LENGTH;
  }

  /** Where the profile of the header extension is, whose length follows it; -1 without one. */
  static int extensionProfileAt(byte[] bytes, int offset) {
    return (bytes[offset] & 0x10) == 0 ? -1 : offset + MIN_LENGTH + 4 * (bytes[offset] & 0x0f);
  }

  static int int16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  static int int32(byte[] bytes, int at) {
    return int16(bytes, at) << 16 | int16(bytes, at + 2);
  }

  static void putInt16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  static void putInt32(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }
}
