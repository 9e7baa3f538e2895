package io.sallyport.client;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * RIFF WAVE files of PCM samples: read with any rate and mixed down to 8 kHz, written as 8 kHz
 * mono.
 */
final class WavFile {
  private static final int HEADER_BYTES = 44;
  private static final int PCM = 1;
  private static final int EXTENSIBLE = 0xFFFE;

  private WavFile() {}

  /** The samples of a file at 8 kHz, one channel. */
  static short[] read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 12
        || !tag(in).equals("RIFF")
        || in.getInt() == 0
        || !tag(in).equals("WAVE")) {
      throw new IOException(file + " is not a WAV file");
    }
    Format format = null;
    while (in.remaining() >= 8) {
      String chunk = tag(in);
      long announced = Integer.toUnsignedLong(in.getInt());
      int size = (int) Math.min(announced, in.remaining());
      int next = in.position() + size + (size & 1);
      if (chunk.equals("fmt ") && size >= 16) {
        format = Format.read(in);
      } else if (chunk.equals("data") && format != null) {
        return format.mono(in.slice(in.position(), size).order(ByteOrder.LITTLE_ENDIAN), file);
      }
      in.position(Math.min(next, in.limit()));
    }
    throw new IOException(file + " has no PCM data");
  }

  private static String tag(ByteBuffer in) {
    byte[] tag = new byte[4];
    in.get(tag);
    return new String(tag, StandardCharsets.US_ASCII);
  }

  /** What a {@code fmt} chunk says. */
  private record Format(int code, int channels, int rate, int bits) {
    static Format read(ByteBuffer in) {
      int code = Short.toUnsignedInt(in.getShort());
      int channels = Short.toUnsignedInt(in.getShort());
      int rate = in.getInt();
      in.getInt();
      in.getShort();
      return new Format(code, channels, rate, Short.toUnsignedInt(in.getShort()));
    }

    short[] mono(ByteBuffer data, Path file) throws IOException {
      boolean known =
          (code == PCM || code == EXTENSIBLE)
              && (bits == 8 || bits == 16)
              && channels > 0
              && rate > 0;
      if (!known) {
        throw new IOException(file + " is not 8 or 16 bit PCM");
      }
      int frames = data.remaining() / (channels * bits / 8);
      short[] mixed = new short[frames];
      for (int i = 0; i < frames; i++) {
        int sum = 0;
        for (int c = 0; c < channels; c++) {
          sum += bits == 16 ? data.getShort() : ((data.get() & 0xFF) - 128) << 8;
        }
        mixed[i] = (short) (sum / channels);
      }
      return resample(mixed, rate);
    }
  }

  /** Linear interpolation: good enough for tones and speech at telephone quality. */
  private static short[] resample(short[] in, int rate) {
    if (rate == AudioSource.SAMPLE_RATE || in.length == 0) {
      return in;
    }
    short[] out = new short[(int) ((long) in.length * AudioSource.SAMPLE_RATE / rate)];
    for (int i = 0; i < out.length; i++) {
      double at = (double) i * rate / AudioSource.SAMPLE_RATE;
      int left = (int) at;
      int right = Math.min(left + 1, in.length - 1);
      out[i] = (short) Math.round(in[left] + (in[right] - in[left]) * (at - left));
    }
    return out;
  }

  /** A sink that writes the file as audio comes and its sizes when closed. */
  static AudioSink recorder(Path file) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024);
    out.write(header(0));
    return new Recorder(file, out);
  }

  private static byte[] header(int dataBytes) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(dataBytes + HEADER_BYTES - 8);
    header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    header
        .putShort((short) PCM)
        .putShort((short) 1)
        .putInt(AudioSource.SAMPLE_RATE)
        .putInt(AudioSource.SAMPLE_RATE * 2);
    header.putShort((short) 2).putShort((short) 16);
    header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(dataBytes);
    return header.array();
  }

  /** Owned by the phone's loop; the writes are buffered, 64 kB at a time. */
  private static final class Recorder implements AudioSink {
    private final Path file;
    private final OutputStream out;
    private int dataBytes;
    private boolean closed;

    Recorder(Path file, OutputStream out) {
      this.file = file;
      this.out = out;
    }

    @Override
    public void write(short[] samples) {
      if (closed) {
        return;
      }
      ByteBuffer bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
      for (short sample : samples) {
        bytes.putShort(sample);
      }
      try {
        out.write(bytes.array());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      dataBytes += bytes.capacity();
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      try {
        out.close();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.write(ByteBuffer.wrap(header(dataBytes)), 0);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
