package io.sallyport.server.prompt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads RIFF/WAVE with 16-bit PCM of one channel, which every sound editor writes. */
final class WavReader {
  private static final int PCM = 1;

  private WavReader() {}

  /** The sound without a name. */
  record Wav(int sampleRate, short[] samples) {}

  /**
   * The sound of a file.
   *
   * @throws IOException in words for the admin where it is none of that kind
   */
  static Wav read(byte[] file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < 12 || !tag(in).equals("RIFF") || in.getInt() < 0 || !tag(in).equals("WAVE")) {
      throw new IOException("it is no WAV file");
    }
    int rate = 0;
    while (in.remaining() >= 8) {
      String tag = tag(in);
      int length = in.getInt();
      if (tag.equals("data") && rate > 0) {
        // a length that was never filled in means: to the end
        int bytes = length < 0 || length > in.remaining() ? in.remaining() : length;
        short[] samples = new short[bytes / 2];
        in.asShortBuffer().get(samples);
        return new Wav(rate, samples);
      }
      if (length < 0 || length > in.remaining()) {
        break;
      }
      if (tag.equals("fmt ") && length >= 16) {
        rate = rate(in);
      }
      in.position(Math.min(in.limit(), in.position() + length + (length & 1)));
    }
    throw new IOException("it holds no sound");
  }

  private static int rate(ByteBuffer in) throws IOException {
    int at = in.position();
    int format = in.getShort(at);
    int channels = in.getShort(at + 2);
    int rate = in.getInt(at + 4);
    int bits = in.getShort(at + 14);
    if (format != PCM || channels != 1 || bits != 16 || rate < 8_000 || rate > 48_000) {
      throw new IOException("write it as 16-bit PCM with one channel, at 8 to 48 kHz");
    }
    return rate;
  }

  private static String tag(ByteBuffer in) {
    byte[] tag = new byte[4];
    in.get(tag);
    return new String(tag, StandardCharsets.US_ASCII);
  }
}
