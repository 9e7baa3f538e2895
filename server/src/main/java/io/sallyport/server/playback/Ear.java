package io.sallyport.server.playback;

import io.sallyport.protocol.rtp.RtpHeader;
import java.util.Map;

/**
 * Makes one side's RTP packets audible as they come, for somebody who listens now: samples of one
 * channel at 16 kHz, taken 20 ms at a time. What is missing is silence, what comes too fast is left
 * out. Not thread-safe.
 */
public final class Ear {
  /** Samples in a second of what it gives. */
  public static final int SAMPLE_RATE = 16_000;

  /** Samples that are taken at a time. */
  public static final int FRAME = SAMPLE_RATE / 50;

  // what may wait to be heard, and what must before anything is: phones do not send evenly
  private static final int MOST = SAMPLE_RATE / 2;
  private static final int ENOUGH = 2 * FRAME;
  private static final int MOST_CONCEALED = 5;

  // immutable
  private final Formats formats;

  private final short[] decoded = new short[Decoder.MAX_SAMPLES];
  private final short[] waiting = new short[MOST];
  private short[] resampled = new short[0];
  private int from;
  private int count;
  private boolean flowing;

  private Recorded.Format format;
  private Decoder decoder;
  private Resampler resampler;
  private int ssrc;
  private int sequence;
  private int samplesOfPacket;

  /**
   * An ear for what payload types mean on a stream.
   *
   * @param meanings by payload type; what is missing means what RFC 3551 says
   */
  public Ear(Map<Integer, Recorded.Format> meanings) {
    this.formats = new Formats(meanings);
  }

  /** Takes in a clear RTP packet; one that cannot be decoded is as if it had not come. */
  public void hear(byte[] bytes, int offset, int length) {
    int type = RtpHeader.payloadType(bytes, offset);
    if (formats.kind(type) != Formats.Kind.SOUND) {
      return;
    }
    int payload = RtpHeader.payloadLength(bytes, offset, length);
    int came = RtpHeader.sequence(bytes, offset);
    int source = RtpHeader.ssrc(bytes, offset);
    boolean fresh = !formats.format(type).equals(format) || source != ssrc || decoder == null;
    if (fresh) {
      begin(formats.format(type));
    }
    int missing = (short) (came - sequence) - 1;
    if (!fresh && missing < 0 && missing > -100 || payload > Decoder.MAX_PAYLOAD) {
      return;
    }
    ssrc = source;
    sequence = came;
    if (!fresh && missing > 0 && missing <= MOST_CONCEALED) {
      add(decoder.conceal(Math.min(decoded.length, missing * samplesOfPacket), decoded));
    }
    int at = offset + RtpHeader.headerLength(bytes, offset);
    int made = decoder.decode(bytes, at, payload, decoded);
    if (made > 0) {
      samplesOfPacket = made;
      add(made);
    }
  }

  /** Takes the next 20 ms, silence where there are none, and adds them to what is there. */
  public void mixInto(short[] sound) {
    if (!flowing && count < ENOUGH) {
      return;
    }
    flowing = count >= FRAME;
    int taken = Math.min(FRAME, count);
    for (int i = 0; i < taken; i++) {
      int sum = sound[i] + waiting[(from + i) % MOST];
      sound[i] = (short) Math.max(-32_768, Math.min(32_767, sum));
    }
    from = (from + taken) % MOST;
    count -= taken;
  }

  private void begin(Recorded.Format next) {
    format = next;
    decoder = Decoder.of(next).orElseThrow();
    resampler = new Resampler(decoder.sampleRate(), SAMPLE_RATE);
    resampled = new short[resampler.bound(decoded.length)];
    samplesOfPacket = 0;
  }

  private void add(int samples) {
    int made = resampler.run(decoded, 0, samples, resampled);
    for (int i = 0; i < made; i++) {
      if (count == MOST) {
        // what has waited longest is left out, so that the rest is heard soon
        from = (from + MOST / 2) % MOST;
        count -= MOST / 2;
      }
      waiting[(from + count) % MOST] = resampled[i];
      count++;
    }
  }
}
