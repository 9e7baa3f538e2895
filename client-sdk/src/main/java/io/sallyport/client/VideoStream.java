package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Video as far as a relay sees it: twenty-five frames a second of two packets each, whose bytes no
 * decoder will like, but another phone knows again. Owned by the phone's loop.
 */
final class VideoStream {
  static final int PAYLOAD_TYPE = 96;
  static final int CLOCK_RATE = 90_000;
  private static final int FRAMES_A_SECOND = 25;
  private static final int PAYLOAD_BYTES = 800;

  /** VP8 payload descriptors (RFC 7741 section 4.2): a frame's first packet and its second. */
  private static final byte BEGINS = 0x10;

  private static final byte GOES_ON = 0x00;
  private static final int MAGIC = 0x5361_6c79;
  private static final int HEADER_BYTES = 9;

  // immutable
  private final RtpStream rtp;
  private final AtomicLong intact;

  // owned by: the phone's loop
  private int counter;
  private int payloadType = PAYLOAD_TYPE;
  private boolean sending;
  private ScheduledFuture<?> ticks;

  VideoStream(RtpStream rtp) {
    this.rtp = rtp;
    this.intact = rtp.counters().videoIntact;
    rtp.receiver(this::received);
  }

  void run(EventLoop loop, int agreedType, boolean maySend) {
    payloadType = agreedType;
    sending = maySend;
    if (ticks == null) {
      ticks =
          loop.scheduleAtFixedRate(this::tick, 0, 1000 / FRAMES_A_SECOND, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    int step = CLOCK_RATE / FRAMES_A_SECOND;
    if (sending) {
      rtp.send(payloadType, payload(BEGINS, counter++), false, 0);
      rtp.send(payloadType, payload(GOES_ON, counter++), true, step);
    } else {
      rtp.skip(step);
    }
  }

  /** Magic, a counter, and bytes that follow from it. */
  static byte[] payload(byte descriptor, int counter) {
    ByteBuffer out = ByteBuffer.allocate(PAYLOAD_BYTES);
    out.put(descriptor).putInt(MAGIC).putInt(counter);
    for (int i = HEADER_BYTES; i < PAYLOAD_BYTES; i++) {
      out.put(pattern(counter, i));
    }
    return out.array();
  }

  private static byte pattern(int counter, int at) {
    return (byte) ((counter * 31 + at) * 0x9E37_79B1 >>> 24);
  }

  /** Whether it is a payload of {@link #payload}, bit by bit. */
  static boolean isIntact(byte[] packet, int offset, int length) {
    ByteBuffer in = ByteBuffer.wrap(packet);
    if (length != PAYLOAD_BYTES || in.getInt(offset + 1) != MAGIC) {
      return false;
    }
    int number = in.getInt(offset + 5);
    for (int i = HEADER_BYTES; i < length; i++) {
      if (packet[offset + i] != pattern(number, i)) {
        return false;
      }
    }
    return true;
  }

  private void received(int type, byte[] packet, int offset, int length, int missing) {
    if (isIntact(packet, offset, length)) {
      intact.incrementAndGet();
    }
  }

  void close() {
    if (ticks != null) {
      ticks.cancel(false);
    }
    rtp.close();
  }
}
