package io.sallyport.server.playback;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.server.playback.Recorded.Format;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/** A phone that says tones onto a tape, in packets of 20 ms, through a network that may be bad. */
final class Speaker {
  /** What the network says of a packet that it loses. */
  static final double LOST = -1;

  private final Tape tape;
  private final int track;
  int ssrc = 0x1234_5678;
  int sequence = 65_500;
  int timestamp = 0xffff_ff00;

  /** Seconds of delay of a packet, counted from 0. */
  IntToDoubleFunction network = packet -> 0;

  /** How fast the phone's clock runs. */
  double clock = 1;

  private double second;
  private int sent;
  private double phase;
  private OpusEncoder opus;

  Speaker(Tape tape, int track) {
    this.tape = tape;
    this.track = track;
  }

  /** Is quiet until a moment, and its timestamps go on. */
  Speaker quietUntil(double until, int clockRate) {
    timestamp += (int) Math.round((until - second) * clock * clockRate);
    second = until;
    return this;
  }

  /** Is quiet until a moment, and its timestamps stand still. */
  Speaker frozenUntil(double until) {
    second = until;
    return this;
  }

  /** Says a tone. */
  Speaker say(double seconds, double hertz, int amplitude, int payloadType, Format format) {
    int rate = rate(format);
    int samples = rate / 50;
    long packets = Math.round(seconds * 50);
    for (long i = 0; i < packets; i++) {
      short[] tone = new short[samples];
      for (int at = 0; at < samples; at++) {
        tone[at] = (short) Math.round(amplitude * Math.sin(phase));
        phase += 2 * Math.PI * hertz / rate;
      }
      send(payloadType, encode(tone, format), false);
      timestamp += format.clockRate() / 50;
      second += 0.02 / clock;
    }
    return this;
  }

  /** Presses a digit for so long, in packets of RFC 4733. */
  Speaker press(int digit, double seconds, int payloadType, int clockRate) {
    long packets = Math.round(seconds * 50);
    for (long i = 0; i < packets; i++) {
      int duration = (int) (i + 1) * clockRate / 50;
      byte[] event = {(byte) digit, 10, (byte) (duration >> 8), (byte) duration};
      send(payloadType, event, false);
      second += 0.02;
    }
    timestamp += (int) packets * clockRate / 50;
    return this;
  }

  void send(int payloadType, byte[] payload, boolean control) {
    byte[] bytes =
        Arrays.copyOf(new byte[RtpHeader.MIN_LENGTH], RtpHeader.MIN_LENGTH + payload.length);
    RtpHeader.write(bytes, 0, false, payloadType, sequence, timestamp, ssrc);
    System.arraycopy(payload, 0, bytes, RtpHeader.MIN_LENGTH, payload.length);
    sequence = sequence + 1 & 0xffff;
    double delay = network.applyAsDouble(sent++);
    if (delay != LOST) {
      tape.add(track, second + delay, control, bytes);
    }
  }

  private static int rate(Format format) {
    return format.clockRate();
  }

  private byte[] encode(short[] tone, Format format) {
    return switch (format.encoding().toUpperCase(Locale.ROOT)) {
      case "PCMU" -> companded(tone, true);
      case "PCMA" -> companded(tone, false);
      case "L16" -> l16(tone, format.channels());
      case "OPUS" -> opus(tone);
      default -> new byte[20];
    };
  }

  private static byte[] l16(short[] tone, int channels) {
    byte[] bytes = new byte[2 * channels * tone.length];
    for (int i = 0; i < channels * tone.length; i++) {
      bytes[2 * i] = (byte) (tone[i / channels] >> 8);
      bytes[2 * i + 1] = (byte) tone[i / channels];
    }
    return bytes;
  }

  private byte[] opus(short[] tone) {
    try {
      if (opus == null) {
        opus = new OpusEncoder(48_000, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        opus.setBitrate(32_000);
        opus.setUseInbandFEC(true);
        opus.setPacketLossPercent(10);
      }
      byte[] bytes = new byte[1_275];
      return Arrays.copyOf(bytes, opus.encode(tone, 0, tone.length, bytes, 0, bytes.length));
    } catch (OpusException e) {
      throw new AssertionError(e);
    }
  }

  /** The nearest of the 256 values, found by trying all (G.711 tables 1 and 2). */
  private static byte[] companded(short[] tone, boolean mu) {
    byte[] bytes = new byte[tone.length];
    for (int i = 0; i < tone.length; i++) {
      bytes[i] = mu ? mu(tone[i]) : a(tone[i]);
    }
    return bytes;
  }

  private static byte mu(short sample) {
    int magnitude = Math.min(Math.abs(sample), 32_635) + 132;
    int segment = 24 - Integer.numberOfLeadingZeros(magnitude);
    int code = segment << 4 | magnitude >> segment + 3 & 0x0f | (sample < 0 ? 0x80 : 0);
    return (byte) ~code;
  }

  private static byte a(short sample) {
    int magnitude = Math.min(Math.abs(sample), 32_767) >> 4;
    int segment = Math.max(0, 28 - Integer.numberOfLeadingZeros(magnitude));
    int step = segment == 0 ? magnitude : magnitude >> segment - 1;
    int code = segment << 4 | step & 0x0f | (sample < 0 ? 0 : 0x80);
    return (byte) (code ^ 0x55);
  }
}
