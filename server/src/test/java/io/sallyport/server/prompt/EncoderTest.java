package io.sallyport.server.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.server.path.PayloadFormat;
import io.sallyport.server.path.Sound;
import io.sallyport.server.playback.Ear;
import io.sallyport.server.playback.Recorded;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderTest {
  @ParameterizedTest
  @CsvSource({
    "0, PCMU, 8000, 1",
    "8, PCMA, 8000, 1",
    "9, G722, 8000, 1",
    "111, opus, 48000, 2",
    "96, L16, 16000, 1",
    "0, '', 8000, 1"
  })
  void whatIsEncodedIsTheToneThatItWas(int type, String encoding, int rate, int channels) {
    PayloadFormat format = new PayloadFormat(type, encoding, rate, channels, "");
    Phrase phrase = Phrase.of(tone(1_000, 8_000, 2), format);
    Sound sound = phrase.sound((whole, millis) -> {});

    assertThat(sound.payloadType()).isEqualTo(type);
    assertThat(sound.clockRate()).isEqualTo(rate);
    assertThat(phrase.millis()).isBetween(1_980L, 2_020L);
    short[] heard = heard(sound, format);
    double level = amplitude(heard, 1_000);
    assertThat(level).isBetween(7_000.0, 9_000.0);
    assertThat(noise(heard, 1_000)).isLessThan(0.1 * level);
  }

  /** A second from the middle, as a phone would decode it. */
  private static short[] heard(Sound sound, PayloadFormat format) {
    String encoding = format.encoding().isEmpty() ? "PCMU" : format.encoding();
    Recorded.Format meant = new Recorded.Format(encoding, format.clockRate(), format.channels());
    Ear ear = new Ear(Map.of(format.payloadType(), meant));
    byte[] packet = new byte[2_000];
    short[] all = new short[2 * Ear.SAMPLE_RATE];
    short[] frame = new short[Ear.FRAME];
    for (int i = 0; i < 100; i++) {
      int length = sound.next(packet, RtpHeader.MIN_LENGTH);
      if (length > 0) {
        RtpHeader.write(packet, 0, false, sound.payloadType(), i, i, 7);
        ear.hear(packet, 0, RtpHeader.MIN_LENGTH + length);
      }
      Arrays.fill(frame, (short) 0);
      ear.mixInto(frame);
      System.arraycopy(frame, 0, all, i * Ear.FRAME, Ear.FRAME);
    }
    return Arrays.copyOfRange(all, Ear.SAMPLE_RATE / 2, 3 * Ear.SAMPLE_RATE / 2);
  }

  static double amplitude(short[] samples, double hertz) {
    double sine = 0;
    double cosine = 0;
    for (int i = 0; i < samples.length; i++) {
      double angle = 2 * Math.PI * hertz * i / Ear.SAMPLE_RATE;
      sine += samples[i] * Math.sin(angle);
      cosine += samples[i] * Math.cos(angle);
    }
    return 2 * Math.hypot(sine, cosine) / samples.length;
  }

  /** What is left when the tone is taken away, as the amplitude of a tone as strong. */
  private static double noise(short[] samples, double hertz) {
    double power = 0;
    for (short sample : samples) {
      power += (double) sample * sample;
    }
    double tone = amplitude(samples, hertz);
    return Math.sqrt(Math.max(0, 2 * power / samples.length - tone * tone));
  }

  /** A sine of that amplitude. */
  static Prompt tone(double hertz, int amplitude, int seconds) {
    int rate = 16_000;
    short[] samples = new short[seconds * rate];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hertz * i / rate));
    }
    return new Prompt("tone", "", Prompts.sha256(samples), rate, samples);
  }
}
