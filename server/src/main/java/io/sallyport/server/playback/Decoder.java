package io.sallyport.server.playback;

import java.util.Locale;
import java.util.Optional;

/**
 * A decoder of one payload format: the payloads of one source in order, made into samples of one
 * channel. Not thread-safe.
 */
interface Decoder {
  /** Bytes of payload that a decoder takes; a longer one is refused before it gets here. */
  int MAX_PAYLOAD = 8_192;

  /** Samples that a decoder gives for a payload or for a gap. */
  int MAX_SAMPLES = 2 * MAX_PAYLOAD;

  /** Samples in a second of what it gives. */
  int sampleRate();

  /** Decodes a payload; how many samples it made, or -1 where the payload is none of its format. */
  int decode(byte[] bytes, int offset, int length, short[] out);

  /** Makes up sound for lost packets; how many samples it made, at most those asked for. */
  int conceal(int samples, short[] out);

  /**
   * Makes up sound for what was lost just before a payload, which may tell something about it.
   *
   * @return samples made, at most those asked for
   */
  default int recover(byte[] next, int offset, int length, int samples, short[] out) {
    return conceal(samples, out);
  }

  /** Whether there is a decoder for a format. */
  static boolean knows(Recorded.Format format) {
    int rate = format.clockRate();
    return switch (name(format)) {
      case "PCMU", "PCMA", "L16" ->
          rate >= 8_000 && rate <= 48_000 && format.channels() >= 1 && format.channels() <= 2;
      case "G722" -> rate == 8_000 && format.channels() == 1;
      case "OPUS" -> rate == 48_000;
      default -> false;
    };
  }

  /** A new decoder, where there is one. */
  static Optional<Decoder> of(Recorded.Format format) {
    if (!knows(format)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (name(format)) {
          case "PCMU" -> Linear.muLaw(format.clockRate(), format.channels());
          case "PCMA" -> Linear.aLaw(format.clockRate(), format.channels());
          case "L16" -> Linear.l16(format.clockRate(), format.channels());
          case "G722" -> new G722();
          default -> new OpusSound();
        });
  }

  private static String name(Recorded.Format format) {
    return format.encoding().toUpperCase(Locale.ROOT);
  }
}
