package io.sallyport.protocol.rtp;

/** The elements of an RTP header extension in its one-byte and two-byte forms (RFC 8285). */
final class HeaderExtensions {
  /** Profile of the one-byte form (section 4.2). */
  private static final int ONE_BYTE = 0xbede;

  /** Profile of the two-byte form, less four bits for applications (section 4.3). */
  private static final int TWO_BYTES = 0x1000;

  private HeaderExtensions() {}

  static int find(byte[] bytes, int offset, int length, int id) {
    if (id < 1 || !RtpHeader.valid(bytes, offset, length)) {
      return -1;
    }
    int profileAt = RtpHeader.extensionProfileAt(bytes, offset);
    if (profileAt < 0) {
      return -1;
    }
    int at = profileAt + 4;
    int end = at + 4 * RtpHeader.int16(bytes, profileAt + 2);
    int profile = RtpHeader.int16(bytes, profileAt);
    if (profile == ONE_BYTE) {
      return oneByte(bytes, at, end, id);
    }
    return (profile & 0xfff0) == TWO_BYTES ? twoBytes(bytes, at, end, id) : -1;
  }

  static int length(byte[] bytes, int offset, int dataAt) {
    boolean oneByte =
        RtpHeader.int16(bytes, RtpHeader.extensionProfileAt(bytes, offset)) == ONE_BYTE;
    return oneByte ? (bytes[dataAt - 1] & 0x0f) + 1 : bytes[dataAt - 1] & 0xff;
  }

  private static int oneByte(byte[] bytes, int from, int end, int id) {
    int at = from;
    while (at < end) {
      int head = bytes[at] & 0xff;
      int element = head >> 4;
      if (head == 0) {
        // padding
        at++;
        continue;
      }
      // 15 ends the list, whatever follows
      int next = at + 1 + (head & 0x0f) + 1;
      if (element == 15 || next > end) {
        return -1;
      }
      if (element == id) {
        return at + 1;
      }
      at = next;
    }
    return -1;
  }

  private static int twoBytes(byte[] bytes, int from, int end, int id) {
    int at = from;
    while (at < end) {
      int element = bytes[at] & 0xff;
      if (element == 0) {
        at++;
        continue;
      }
      if (at + 1 >= end || at + 2 + (bytes[at + 1] & 0xff) > end) {
        return -1;
      }
      if (element == id) {
        return at + 2;
      }
      at += 2 + (bytes[at + 1] & 0xff);
    }
    return -1;
  }
}
