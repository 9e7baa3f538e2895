package io.sallyport.server.playback;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * 16-bit PCM in RIFF/WAVE, or in RF64 (EBU Tech 3306) where 32 bits do not hold its size. The
 * number of frames is known beforehand, so that the header is right from the first byte. Not
 * thread-safe.
 */
final class WavWriter implements Mix.Sink {
  private static final int HEADER = 44;
  private static final int LARGE_HEADER = HEADER + 36;

  // immutable
  private final OutputStream out;
  private final Selection.Layout layout;
  private final int rate;
  private final long frames;

  // owned by: the renderer
  private boolean begun;
  private short[] samples = new short[0];
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  WavWriter(OutputStream out, Selection selection, long frames) {
    this.out = out;
    this.layout = selection.layout();
    this.rate = selection.sampleRate();
    this.frames = frames;
  }

  /** Bytes of the whole file. */
  static long size(Selection.Layout layout, long frames) {
    long data = 2L * layout.channels() * frames;
    return data + (large(data) ? LARGE_HEADER : HEADER);
  }

  private static boolean large(long data) {
    return data + HEADER - 8 > 0xffff_ffffL;
  }

  @Override
  public void frames(short[] caller, short[] callee, int count) throws IOException {
    begin();
    if (samples.length < layout.channels() * count) {
      samples = new short[layout.channels() * count];
      bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    }
    int values = layout.interleave(caller, callee, count, samples);
    bytes.clear();
    for (int i = 0; i < values; i++) {
      bytes.putShort(samples[i]);
    }
    out.write(bytes.array(), 0, bytes.position());
  }

  @Override
  public void end() throws IOException {
    begin();
    out.flush();
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      out.write(header(layout.channels(), rate, frames));
    }
  }

  static byte[] header(int channels, int rate, long frames) {
    long data = 2L * channels * frames;
    boolean large = large(data);
    ByteBuffer header =
        ByteBuffer.allocate(large ? LARGE_HEADER : HEADER).order(ByteOrder.LITTLE_ENDIAN);
    long riff = data + header.capacity() - 8;
    header.put(ascii(large ? "RF64" : "RIFF")).putInt(large ? -1 : (int) riff).put(ascii("WAVE"));
    if (large) {
      header.put(ascii("ds64")).putInt(28).putLong(riff).putLong(data).putLong(frames).putInt(0);
    }
    header.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) channels);
    header.putInt(rate).putInt(2 * channels * rate).putShort((short) (2 * channels));
    header.putShort((short) 16).put(ascii("data")).putInt(large ? -1 : (int) data);
    return header.array();
  }

  private static byte[] ascii(String four) {
    return four.getBytes(StandardCharsets.US_ASCII);
  }
}
