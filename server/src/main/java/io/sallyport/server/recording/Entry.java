package io.sallyport.server.recording;

import java.nio.ByteBuffer;

/**
 * The head of one entry inside a recording's chunks: kind, stream, length, time, {@value #HEAD}
 * bytes; the content follows. Layout in {@code docs/journal-format.md}.
 */
final class Entry {
  static final int HEAD = 12;

  /** Content of an entry: as much as a datagram may hold. */
  static final int MOST = 65_535;

  static final int ABOUT = 0;
  static final int RTP = 1;
  static final int RTCP = 2;
  static final int STREAM = 3;
  static final int GAP = 4;

  /** Stream of an entry that is about all of them. */
  static final int NO_STREAM = 255;

  private Entry() {}

  static void head(ByteBuffer into, int kind, int stream, int length, long nanos) {
    into.put((byte) kind).put((byte) stream).putShort((short) length).putLong(nanos);
  }

  static int kind(ByteBuffer entry, int at) {
    return entry.get(at) & 0xff;
  }

  static int stream(ByteBuffer entry, int at) {
    return entry.get(at + 1) & 0xff;
  }

  static int length(ByteBuffer entry, int at) {
    return entry.getShort(at + 2) & 0xffff;
  }

  static long nanos(ByteBuffer entry, int at) {
    return entry.getLong(at + 4);
  }
}
