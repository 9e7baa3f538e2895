package io.sallyport.server.prompt;

import io.sallyport.server.path.MediaTap;
import io.sallyport.server.path.PayloadFormat;
import io.sallyport.server.path.Sound;
import io.sallyport.server.playback.Ear;
import io.sallyport.server.playback.Recorded;
import io.sallyport.server.playback.Resampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;

/**
 * All sides of a running call in one sound, for somebody who listens now: decoded, added up and
 * encoded each 20 ms on the mixing thread, taken by the loop that sends it.
 */
public final class LiveMix implements Sound {
  private static final int MOST_PACKETS = 50;
  private static final int MOST_READY = 10;

  /** One side's clear packets, and what its payload types mean. */
  public record Source(MediaTap tap, List<PayloadFormat> formats) {}

  // immutable
  private final int payloadType;
  private final int clockRate;
  private final Phrase.Ending ending;

  // any thread
  private final ArrayBlockingQueue<byte[]> ready = new ArrayBlockingQueue<>(MOST_READY);
  private volatile boolean closed;
  private volatile Future<?> ticking;

  // owned by: the mixing thread
  private final List<Hearer> hearers = new ArrayList<>();
  private final Encoder encoder;
  private final Resampler resampler;
  private final short[] frame = new short[Ear.FRAME];
  private final short[] made;
  private final short[] pending;
  private final byte[] payload = new byte[Encoder.MAX_PAYLOAD];
  private int count;

  LiveMix(List<Source> sources, PayloadFormat format, Phrase.Ending ending) {
    this.payloadType = format.payloadType();
    this.clockRate = format.clockRate();
    this.ending = ending;
    this.encoder = Encoder.of(format).orElseThrow();
    this.resampler = new Resampler(Ear.SAMPLE_RATE, encoder.sampleRate());
    this.made = new short[resampler.bound(Ear.FRAME)];
    this.pending = new short[2 * made.length];
    for (Source source : sources) {
      hearers.add(new Hearer(source.tap(), new Ear(meanings(source.formats()))));
    }
  }

  /** What stops its ticks when it is closed. */
  void ticks(Future<?> future) {
    ticking = future;
    if (closed) {
      future.cancel(false);
    }
  }

  /** On the mixing thread, every 20 ms. */
  void tick() {
    Arrays.fill(frame, (short) 0);
    for (Hearer hearer : hearers) {
      hearer.tap().drain(hearer, MOST_PACKETS);
      hearer.ear().mixInto(frame);
    }
    int length = encoder.sampleRate() / 50;
    count += resample();
    if (count >= length) {
      int bytes = encoder.encode(pending, 0, payload, 0);
      count -= length;
      System.arraycopy(pending, length, pending, 0, count);
      if (!ready.offer(Arrays.copyOf(payload, bytes))) {
        // whoever sends it is late: what is oldest is of no use any more
        ready.poll();
      }
    }
  }

  private int resample() {
    int samples = Math.min(resampler.run(frame, 0, Ear.FRAME, made), pending.length - count);
    System.arraycopy(made, 0, pending, count, samples);
    return samples;
  }

  @Override
  public int payloadType() {
    return payloadType;
  }

  @Override
  public int clockRate() {
    return clockRate;
  }

  @Override
  public int next(byte[] into, int offset) {
    if (closed) {
      return OVER;
    }
    byte[] next = ready.poll();
    if (next == null) {
      return 0;
    }
    System.arraycopy(next, 0, into, offset, next.length);
    return next.length;
  }

  @Override
  public void done(boolean whole, long millis) {
    close();
    ending.ended(whole, millis);
  }

  /** Nothing is heard any more. Any thread, harmless when repeated. */
  public void close() {
    closed = true;
    Future<?> now = ticking;
    if (now != null) {
      now.cancel(false);
    }
  }

  private static Map<Integer, Recorded.Format> meanings(List<PayloadFormat> formats) {
    Map<Integer, Recorded.Format> meanings = new HashMap<>();
    for (PayloadFormat each : formats) {
      if (!each.encoding().isEmpty()) {
        meanings.put(
            each.payloadType(),
            new Recorded.Format(each.encoding(), each.clockRate(), each.channels()));
      }
    }
    return meanings;
  }

  private record Hearer(MediaTap tap, Ear ear) implements MediaTap.Reader {
    @Override
    public void packet(boolean control, long nanoTime, byte[] bytes, int offset, int length) {
      if (!control) {
        ear.hear(bytes, offset, length);
      }
    }

    @Override
    public void gap(long packets) {
      // it is heard
    }
  }
}
