package io.sallyport.server.prompt;

import io.sallyport.server.path.PayloadFormat;
import java.util.Locale;
import java.util.Optional;

/** An encoder of one payload format: 20 ms of one channel at a time. Not thread-safe. */
interface Encoder {
  /** Bytes that a payload may have. */
  int MAX_PAYLOAD = 1_300;

  /** Samples in a second of what it takes. */
  int sampleRate();

  /** Encodes 20 ms; bytes written. */
  int encode(short[] samples, int offset, byte[] into, int at);

  /** Whether there is an encoder for a format. */
  static boolean knows(PayloadFormat format) {
    int rate = format.clockRate();
    return switch (name(format)) {
      case "PCMU", "PCMA" -> rate == 8_000 && format.channels() == 1;
      case "L16" ->
          rate >= 8_000
              && rate <= 48_000
              && rate % 50 == 0
              && format.channels() == 1
              && rate / 50 * 2 <= MAX_PAYLOAD;
      case "G722" -> rate == 8_000;
      case "OPUS" -> rate == 48_000;
      default -> false;
    };
  }

  /** A new encoder, where there is one. */
  static Optional<Encoder> of(PayloadFormat format) {
    if (!knows(format)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (name(format)) {
          case "PCMU" -> new G711(true);
          case "PCMA" -> new G711(false);
          case "L16" -> new Plain(format.clockRate());
          case "G722" -> new G722Encoder();
          default -> new OpusVoice();
        });
  }

  /** The codec's name in capitals; of the two static numbers that need none, by RFC 3551. */
  static String name(PayloadFormat format) {
    if (!format.encoding().isEmpty()) {
      return format.encoding().toUpperCase(Locale.ROOT);
    }
    return switch (format.payloadType()) {
      case 0 -> "PCMU";
      case 8 -> "PCMA";
      case 9 -> "G722";
      default -> "";
    };
  }

  /** L16: samples as they are, in network order (RFC 3551 section 4.5.11). */
  record Plain(int sampleRate) implements Encoder {
    @Override
    public int encode(short[] samples, int offset, byte[] into, int at) {
      int count = sampleRate / 50;
      for (int i = 0; i < count; i++) {
        into[at + 2 * i] = (byte) (samples[offset + i] >> 8);
        into[at + 2 * i + 1] = (byte) samples[offset + i];
      }
      return 2 * count;
    }
  }
}
