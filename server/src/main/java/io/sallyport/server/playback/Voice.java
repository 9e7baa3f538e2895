package io.sallyport.server.playback;

import io.sallyport.server.playback.LookAhead.Entry;
import io.sallyport.server.playback.Recorded.Format;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sound of one source: decodes payloads in order, fills in what was lost, and adds it to the
 * mix where it belongs, without clicks. Small deviations from the place are made up for by playing
 * half a per cent faster or slower, larger ones by silence. Not thread-safe.
 */
final class Voice {
  /** Losses up to this are filled in. */
  private static final int CONCEAL_MILLIS = 100;

  /** Packets that follow each other are pulled apart only from here on. */
  private static final int APART_MILLIS = 120;

  private static final int STRETCH_FROM_MILLIS = 20;
  private static final double STRETCH = 0.005;

  /** How far sound may run ahead of its arrival; a peer that sends more is cut. */
  private static final int AHEAD_MILLIS = 1_000;

  private static final int CHUNK = 960;
  private static final int MAX_DECODERS = 4;

  // immutable
  private final Mix mix;
  private final Recorded.Side side;
  private final Notes notes;
  private final int perMilli;

  // owned by: the line
  private final short[] samples = new short[Decoder.MAX_SAMPLES];
  private final short[] ramp = new short[Decoder.MAX_SAMPLES / 100];
  private final Map<Format, Decoder> decoders = new LinkedHashMap<>();
  private Format format;
  private Decoder decoder;
  private Resampler resampler;
  private short[] resampled;
  private boolean speaking;
  private boolean stretching;
  private int fadeIn;
  private short last;
  private int lastSamples;
  private int expectedTimestamp;

  /** The frame that the next sample goes to. */
  private long cursor = Long.MIN_VALUE;

  Voice(Mix mix, Recorded.Side side, Notes notes) {
    this.mix = mix;
    this.side = side;
    this.notes = notes;
    this.perMilli = mix.rate() / 1_000;
  }

  /**
   * Plays a payload.
   *
   * @param atNanos where it belongs
   * @param lost packets that are missing before it
   */
  void play(Entry entry, Format as, long atNanos, long lost) {
    if (!as.equals(format)) {
      change(as);
    }
    long at = mix.frameAt(atNanos);
    if (speaking) {
      approach(entry, at, lost);
    }
    if (!speaking) {
      cursor = Math.max(cursor, at);
      fadeIn = decoder.sampleRate() / 400;
      speaking = true;
    }
    if (cursor - mix.frameAt(entry.arrivalNanos) > (long) AHEAD_MILLIS * perMilli) {
      notes.late++;
      return;
    }
    int count = decoder.decode(entry.payload, 0, entry.length, samples);
    if (count < 0) {
      notes.malformed++;
      return;
    }
    lastSamples = count;
    long ticks = (long) count * as.clockRate() / decoder.sampleRate();
    expectedTimestamp = entry.timestamp + (int) ticks;
    emit(samples, count);
  }

  /** Takes up the distance between where sound ends and where the payload belongs. */
  private void approach(Entry entry, long at, long lost) {
    long gap = at - cursor;
    if (lost > 0 && gap > 2 * perMilli) {
      conceal(entry, Math.min(gap, (long) CONCEAL_MILLIS * perMilli));
      gap = at - cursor;
    }
    boolean follows = lost == 0 && entry.timestamp == expectedTimestamp;
    if (gap > (long) (follows ? APART_MILLIS : 5) * perMilli) {
      hush();
      return;
    }
    stretching = Math.abs(gap) > (long) (stretching ? 2 : STRETCH_FROM_MILLIS) * perMilli;
    resampler.stretch(stretching ? Math.signum((double) gap) * STRETCH : 0);
  }

  private void conceal(Entry next, long frames) {
    int wanted = (int) (frames * decoder.sampleRate() / mix.rate());
    // the packet that comes next knows at most of the one before it
    int known = Math.min(wanted, lastSamples);
    int made = decoder.conceal(wanted - known, samples);
    emit(samples, made);
    int more = decoder.recover(next.payload, 0, next.length, known, samples);
    emit(samples, more);
    notes.concealedNanos += (made + more) * 1_000_000_000L / decoder.sampleRate();
  }

  /** Silence begins when nothing has come for a while. */
  void rest(long nowNanos) {
    if (speaking && mix.frameAt(nowNanos) - cursor > 1_500L * perMilli) {
      hush();
    }
  }

  /** Lets the sound fade within 2.5 ms instead of breaking off. */
  void hush() {
    if (speaking) {
      int count = decoder.sampleRate() / 400;
      for (int i = 0; i < count; i++) {
        ramp[i] = (short) (last * (count - 1 - i) / count);
      }
      resampler.stretch(0);
      emit(ramp, count);
      resampler.reset();
      speaking = false;
      stretching = false;
      last = 0;
    }
  }

  private void change(Format as) {
    hush();
    if (decoders.size() >= MAX_DECODERS && !decoders.containsKey(as)) {
      decoders.clear();
    }
    decoder = decoders.computeIfAbsent(as, f -> Decoder.of(f).orElseThrow());
    format = as;
    resampler = new Resampler(decoder.sampleRate(), mix.rate());
    resampled = new short[resampler.bound(CHUNK)];
    lastSamples = 0;
  }

  private void emit(short[] from, int count) {
    if (count <= 0) {
      return;
    }
    int whole = decoder.sampleRate() / 400;
    for (int i = 0; i < count && fadeIn > 0; i++, fadeIn--) {
      from[i] = (short) (from[i] * (whole - fadeIn) / whole);
    }
    last = from[count - 1];
    for (int done = 0; done < count; done += CHUNK) {
      int made = resampler.run(from, done, Math.min(CHUNK, count - done), resampled);
      mix.add(side, cursor, resampled, made);
      cursor += made;
    }
  }
}
