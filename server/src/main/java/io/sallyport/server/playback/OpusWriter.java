package io.sallyport.server.playback;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Opus in Ogg (RFC 7845): packets of 20 ms, a page a second, and granule positions that let a
 * player cut what the encoder adds at both ends. Not thread-safe.
 */
final class OpusWriter implements Mix.Sink {
  private static final int BITS_PER_SECOND = 32_000;
  private static final int PACKETS_PER_PAGE = 50;
  private static final int COMPLEXITY = 2;
  private static final int MAX_PACKET = 1_275;

  // immutable
  private final OggStream ogg;
  private final Selection.Layout layout;
  private final int rate;
  private final OpusEncoder encoder;
  private final int skip;
  private final short[] frame;
  private final byte[] packet = new byte[MAX_PACKET];

  // owned by: the renderer
  private short[] samples = new short[0];
  private boolean begun;
  private int held = -1;
  private int filled;
  private int packets;
  private long encoded;
  private long frames;

  OpusWriter(OutputStream out, Selection selection) {
    this.ogg = new OggStream(out, 1);
    this.layout = selection.layout();
    this.rate = selection.sampleRate();
    this.frame = new short[layout.channels() * rate / 50];
    try {
      // as music: at this rate no worse for speech, and three times quicker
      encoder = new OpusEncoder(rate, layout.channels(), OpusApplication.OPUS_APPLICATION_AUDIO);
    } catch (OpusException e) {
      throw new IllegalArgumentException("no Opus at " + rate, e);
    }
    encoder.setBitrate(BITS_PER_SECOND * layout.channels());
    encoder.setComplexity(COMPLEXITY);
    this.skip = encoder.getLookahead();
  }

  @Override
  public void frames(short[] caller, short[] callee, int count) throws IOException {
    begin();
    if (samples.length < layout.channels() * count) {
      samples = new short[layout.channels() * count];
    }
    int values = layout.interleave(caller, callee, count, samples);
    frames += count;
    for (int done = 0; done < values; ) {
      int part = Math.min(values - done, frame.length - filled);
      System.arraycopy(samples, done, frame, filled, part);
      done += part;
      filled += part;
      if (filled == frame.length) {
        encode();
      }
    }
  }

  @Override
  public void end() throws IOException {
    begin();
    // silence, until all that was heard has left the encoder
    while (encoded < frames + skip || packets == 0) {
      Arrays.fill(frame, filled, frame.length, (short) 0);
      encode();
    }
    ogg.packet(packet, held, at48(frames + skip));
    ogg.page(true);
  }

  /** Encodes a frame. The packet before it is added first: the last one gets another position. */
  private void encode() throws IOException {
    if (held >= 0) {
      ogg.packet(packet, held, at48(encoded));
      if (packets % PACKETS_PER_PAGE == 0) {
        ogg.page(false);
      }
    }
    try {
      held = encoder.encode(frame, 0, rate / 50, packet, 0, packet.length);
    } catch (OpusException e) {
      throw new IOException("Opus encoder: " + e.getMessage(), e);
    }
    filled = 0;
    packets++;
    encoded += rate / 50;
  }

  /** Granule positions count samples at 48 kHz, whatever went in. */
  private long at48(long samples) {
    return samples * (48_000 / rate);
  }

  private void begin() throws IOException {
    if (begun) {
      return;
    }
    begun = true;
    ByteBuffer head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
    head.put("OpusHead".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
    head.put((byte) layout.channels()).putShort((short) at48(skip)).putInt(rate);
    ogg.packet(head.array(), 19, 0);
    ogg.page(false);
    byte[] vendor = "Sallyport".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer tags = ByteBuffer.allocate(16 + vendor.length).order(ByteOrder.LITTLE_ENDIAN);
    tags.put("OpusTags".getBytes(StandardCharsets.US_ASCII));
    tags.putInt(vendor.length).put(vendor).putInt(0);
    ogg.packet(tags.array(), tags.capacity(), 0);
    ogg.page(false);
  }
}
