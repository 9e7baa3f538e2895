package io.sallyport.server.playback;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One logical stream of packets in an Ogg container (RFC 3533), written page by page. No packet is
 * longer than a page here. Not thread-safe.
 */
final class OggStream {
  private static final int HEADER = 27;
  private static final int MAX_SEGMENTS = 255;
  private static final int BEGIN = 2;
  private static final int END = 4;
  private static final int[] CRC = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int value = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        value = value << 1 ^ (value < 0 ? 0x04c1_1db7 : 0);
      }
      CRC[i] = value;
    }
  }

  // immutable
  private final OutputStream out;
  private final int serial;

  // owned by: the writer
  private final byte[] lacing = new byte[MAX_SEGMENTS];
  private final byte[] body = new byte[MAX_SEGMENTS * 255];
  private int segments;
  private int length;
  private long granule;
  private int page;

  OggStream(OutputStream out, int serial) {
    this.out = out;
    this.serial = serial;
  }

  /**
   * Adds a packet, and writes the page before it where it does not fit.
   *
   * @param granule position of the stream at the packet's end
   */
  void packet(byte[] bytes, int count, long granule) throws IOException {
    int needed = count / 255 + 1;
    if (needed > MAX_SEGMENTS) {
      throw new IllegalArgumentException("packet of " + count + " bytes");
    }
    if (segments + needed > MAX_SEGMENTS) {
      page(false);
    }
    for (int i = 0; i < needed - 1; i++) {
      lacing[segments++] = (byte) 255;
    }
    lacing[segments++] = (byte) (count % 255);
    System.arraycopy(bytes, 0, body, length, count);
    length += count;
    this.granule = granule;
  }

  /** Writes what has been added as a page. */
  void page(boolean last) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER + segments + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 'O').put((byte) 'g').put((byte) 'g').put((byte) 'S').put((byte) 0);
    bytes.put((byte) ((page == 0 ? BEGIN : 0) | (last ? END : 0)));
    bytes.putLong(granule).putInt(serial).putInt(page).putInt(0).put((byte) segments);
    bytes.put(lacing, 0, segments).put(body, 0, length);
    bytes.putInt(22, checksum(bytes.array()));
    out.write(bytes.array());
    page++;
    segments = 0;
    length = 0;
  }

  /** CRC-32 of the polynomial 04c11db7, neither reflected nor inverted, over a page. */
  static int checksum(byte[] page) {
    int crc = 0;
    for (byte octet : page) {
      crc = crc << 8 ^ CRC[crc >>> 24 ^ octet & 0xff];
    }
    return crc;
  }
}
