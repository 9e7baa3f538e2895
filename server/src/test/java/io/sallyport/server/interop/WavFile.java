package io.sallyport.server.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Samples of a 16-bit PCM WAV file, its channels mixed. Reads a file that is still being written:
 * what is there counts, not its header.
 */
record WavFile(int rate, short[] samples) {
  private static final int HEADER = 44;

  /** The rate of a file without a header: linphonec writes it when the call is over. */
  static final int UNKNOWN_RATE = 0;

  static final WavFile EMPTY = new WavFile(8000, new short[0]);

  /** What has been written so far; empty where that is nothing. */
  static WavFile soFar(Path file) {
    try {
      return read(file);
    } catch (IOException e) {
      return EMPTY;
    }
  }

  static WavFile read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < HEADER) {
      return new WavFile(UNKNOWN_RATE, new short[0]);
    }
    if (!name(bytes, 0).equals("RIFF")) {
      return new WavFile(UNKNOWN_RATE, mix(bytes.position(HEADER), 1));
    }
    int channels = 1;
    int rate = 8000;
    int at = 12;
    while (at + 8 <= bytes.limit()) {
      int size = bytes.getInt(at + 4);
      if (name(bytes, at).equals("fmt ")) {
        channels = bytes.getShort(at + 10);
        rate = bytes.getInt(at + 12);
      } else if (name(bytes, at).equals("data")) {
        return new WavFile(rate, mix(bytes.position(at + 8), channels));
      }
      at += 8 + size + (size & 1);
    }
    return new WavFile(rate, new short[0]);
  }

  /** Writes one channel. */
  void write(Path file) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .put(ascii("RIFF"))
        .putInt(HEADER - 8 + 2 * samples.length)
        .put(ascii("WAVEfmt "))
        .putInt(16);
    bytes
        .putShort((short) 1)
        .putShort((short) 1)
        .putInt(rate)
        .putInt(2 * rate)
        .putShort((short) 2)
        .putShort((short) 16);
    bytes.put(ascii("data")).putInt(2 * samples.length);
    for (short sample : samples) {
      bytes.putShort(sample);
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, bytes.array());
  }

  double seconds() {
    return (double) samples.length / rate;
  }

  private static short[] mix(ByteBuffer bytes, int channels) {
    short[] mixed = new short[bytes.remaining() / 2 / channels];
    for (int i = 0; i < mixed.length; i++) {
      int sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += bytes.getShort();
      }
      mixed[i] = (short) (sum / channels);
    }
    return mixed;
  }

  private static String name(ByteBuffer bytes, int at) {
    byte[] name = new byte[4];
    bytes.get(at, name);
    return new String(name, StandardCharsets.US_ASCII);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
