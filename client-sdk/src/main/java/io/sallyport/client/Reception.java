package io.sallyport.client;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What a receiver knows of the source that it hears (RFC 3550 sections 6.4.1 and A.3): the content
 * of its report block. A new SSRC begins anew. Owned by the phone's loop.
 */
final class Reception {
  static final int BLOCK_BYTES = 24;

  /** A jump by more than this is a new start of the sender, not loss or a late packet. */
  private static final int MAX_JUMP = 100;

  // immutable
  private final int clockRate;

  // owned by: the phone's loop
  private boolean heard;
  private int ssrc;
  private long first;
  private long highest;
  private long received;
  private long expectedBefore;
  private long receivedBefore;
  private long transit;
  private double jitter;
  private int lastReport;
  private long lastReportAt;

  Reception(int clockRate) {
    this.clockRate = clockRate;
  }

  boolean heard() {
    return heard;
  }

  boolean hears(int source) {
    return heard && ssrc == source;
  }

  /** Packets missing before this one, 0 where none; -1 where it is late or was there before. */
  int packet(int source, int sequence, int timestamp, long nanos) {
    if (!heard || ssrc != source) {
      begin(source, sequence);
      return count(timestamp, nanos, 0);
    }
    int ahead = (short) (sequence - (int) highest);
    if (ahead <= 0 && ahead > -MAX_JUMP) {
      return -1;
    }
    if (Math.abs(ahead) > MAX_JUMP) {
      begin(source, sequence);
      return count(timestamp, nanos, 0);
    }
    highest += ahead;
    return count(timestamp, nanos, ahead - 1);
  }

  private void begin(int source, int sequence) {
    if (ssrc != source) {
      lastReport = 0;
    }
    heard = true;
    ssrc = source;
    first = sequence;
    highest = sequence;
    received = 0;
    expectedBefore = 0;
    receivedBefore = 0;
    jitter = 0;
  }

  private int count(int timestamp, long nanos, int missing) {
    long now = (long) (nanos / 1e9 * clockRate) - timestamp;
    if (received++ > 0) {
      // both wrap at 32 bits
      jitter += (Math.abs((int) (now - transit)) - jitter) / 16;
    }
    transit = now;
    return missing;
  }

  Duration jitter() {
    return Duration.ofNanos((long) (jitter / clockRate * 1e9));
  }

  /** A sender report came. */
  void senderReport(int source, long ntp, long nanos) {
    if (hears(source)) {
      lastReport = (int) (ntp >> 16);
      lastReportAt = nanos;
    }
  }

  /** Writes the report block, which begins the next interval. */
  void write(ByteBuffer out, long nanos) {
    long expected = highest - first + 1;
    long lost = Math.max(0, expected - received);
    long lostNow = expected - expectedBefore - (received - receivedBefore);
    long fraction =
        lostNow <= 0 ? 0 : Math.min(255, (lostNow << 8) / Math.max(1, expected - expectedBefore));
    expectedBefore = expected;
    receivedBefore = received;
    long since = lastReport == 0 ? 0 : (nanos - lastReportAt) * 65_536 / 1_000_000_000;
    out.putInt(ssrc)
        .putInt((int) (fraction << 24 | Math.min(lost, 0x7FFFFF)))
        .putInt((int) highest)
        .putInt((int) jitter)
        .putInt(lastReport)
        .putInt((int) since);
  }
}
