package io.sallyport.server.playback;

import java.time.Duration;
import java.util.Set;

/**
 * Which part of a recording is wanted, and in which form.
 *
 * @param from since the beginning of the recording
 * @param length cut at the recording's end
 * @param sampleRate in Hz, one of {@link #SAMPLE_RATES}
 */
public record Selection(Duration from, Duration length, Layout layout, int sampleRate) {
  /** Those that Opus knows. */
  public static final Set<Integer> SAMPLE_RATES = Set.of(8_000, 12_000, 16_000, 24_000, 48_000);

  /** Wideband: all that speech needs, at a third of the bytes and the work of 48 kHz. */
  public static final int DEFAULT_SAMPLE_RATE = 16_000;

  private static final Duration MAX = Duration.ofDays(365);

  /** Who is heard where. */
  public enum Layout {
    /** Both sides in one channel. */
    MIXED(1),
    /** The caller left, the callee right. */
    STEREO(2);

    private final int channels;

    Layout(int channels) {
      this.channels = channels;
    }

    public int channels() {
      return channels;
    }

    /** Puts both sides into one row of samples; how many it has. */
    int interleave(short[] caller, short[] callee, int count, short[] out) {
      for (int i = 0; i < count; i++) {
        if (this == STEREO) {
          out[2 * i] = caller[i];
          out[2 * i + 1] = callee[i];
        } else {
          out[i] = (short) Math.max(-32_768, Math.min(32_767, caller[i] + callee[i]));
        }
      }
      return channels * count;
    }
  }

  /** Checks what an officer's browser may have asked for. */
  public Selection {
    if (!SAMPLE_RATES.contains(sampleRate)) {
      throw new IllegalArgumentException("sample rate " + sampleRate);
    }
    if (from.isNegative() || length.isNegative()) {
      throw new IllegalArgumentException("selection from " + from + " of " + length);
    }
    from = from.compareTo(MAX) > 0 ? MAX : from;
    length = length.compareTo(MAX) > 0 ? MAX : length;
  }

  /** The whole recording, at the default rate. */
  public static Selection all(Layout layout) {
    return new Selection(Duration.ZERO, MAX, layout, DEFAULT_SAMPLE_RATE);
  }
}
