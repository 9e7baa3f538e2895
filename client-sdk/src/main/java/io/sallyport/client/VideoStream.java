package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Video as far as a relay sees it: twenty packets a second of the agreed payload type with bytes
 * that no decoder will like, and a count of what arrives. Owned by the phone's loop.
 */
final class VideoStream {
  static final int PAYLOAD_TYPE = 96;
  private static final int CLOCK_RATE = 90_000;
  private static final int PACKETS_A_SECOND = 20;
  private static final int PAYLOAD_BYTES = 600;

  // immutable
  private final RtpStream rtp;

  // owned by: the phone's loop
  private final byte[] payload = new byte[PAYLOAD_BYTES];
  private int payloadType = PAYLOAD_TYPE;
  private boolean sending;
  private ScheduledFuture<?> ticks;

  VideoStream(RtpStream rtp) {
    this.rtp = rtp;
  }

  RtpStream rtp() {
    return rtp;
  }

  void run(EventLoop loop, int agreedType, boolean maySend) {
    payloadType = agreedType;
    sending = maySend;
    if (ticks == null) {
      ticks =
          loop.scheduleAtFixedRate(this::tick, 0, 1000 / PACKETS_A_SECOND, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    int step = CLOCK_RATE / PACKETS_A_SECOND;
    if (sending) {
      rtp.send(payloadType, payload, true, step);
    } else {
      rtp.skip(step);
    }
  }

  void close() {
    if (ticks != null) {
      ticks.cancel(false);
    }
    rtp.close();
  }
}
