package io.sallyport.server.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.server.path.MediaTap;
import io.sallyport.server.path.PayloadFormat;
import io.sallyport.server.path.Sound;
import io.sallyport.server.playback.Ear;
import io.sallyport.server.playback.Recorded;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveMixTest {
  private static final PayloadFormat PCMA = new PayloadFormat(8, "PCMA", 8_000, 1, "");
  private static final PayloadFormat OPUS = new PayloadFormat(111, "opus", 48_000, 2, "");

  @ParameterizedTest
  @CsvSource({"8, PCMA, 8000, 1", "111, opus, 48000, 2", "9, G722, 8000, 1"})
  void bothSidesAreHeardWhateverTheirCodecs(int type, String name, int rate, int channels) {
    PayloadFormat format = new PayloadFormat(type, name, rate, channels, "");
    List<PayloadFormat> meant = List.of(PCMA, OPUS);
    AtomicReference<String> ending = new AtomicReference<>();
    LiveMix mix =
        new LiveMix(
            List.of(
                new LiveMix.Source(new Voice(440, PCMA), meant),
                new LiveMix.Source(new Voice(700, OPUS), meant)),
            format,
            (whole, millis) -> ending.set(whole + " " + millis));
    Ear ear = new Ear(Map.of(type, new Recorded.Format(name, rate, channels)));
    short[] heard = new short[Ear.SAMPLE_RATE * 2];
    byte[] packet = new byte[2_000];
    for (int i = 0; i < 100; i++) {
      mix.tick();
      int length = mix.next(packet, RtpHeader.MIN_LENGTH);
      if (length > 0) {
        RtpHeader.write(packet, 0, false, type, i, i, 3);
        ear.hear(packet, 0, RtpHeader.MIN_LENGTH + length);
      }
      short[] frame = new short[Ear.FRAME];
      ear.mixInto(frame);
      System.arraycopy(frame, 0, heard, i * Ear.FRAME, Ear.FRAME);
    }
    short[] middle = Arrays.copyOfRange(heard, Ear.SAMPLE_RATE / 2, heard.length);

    assertThat(EncoderTest.amplitude(middle, 440)).isBetween(4_000.0, 7_000.0);
    assertThat(EncoderTest.amplitude(middle, 700)).isBetween(4_000.0, 7_000.0);

    mix.done(false, 40);
    assertThat(mix.next(packet, 12)).isEqualTo(Sound.OVER);
    assertThat(ending.get()).isEqualTo("false 40");
  }

  /** A phone that says a tone, a packet each time it is asked. */
  private static final class Voice implements MediaTap {
    private final Sound sound;
    private int sequence;

    Voice(int hertz, PayloadFormat format) {
      sound = Phrase.of(EncoderTest.tone(hertz, 6_000, 3), format).sound((whole, millis) -> {});
    }

    @Override
    public int drain(Reader reader, int max) {
      byte[] packet = new byte[2_000];
      int length = sound.next(packet, RtpHeader.MIN_LENGTH);
      RtpHeader.write(packet, 0, false, sound.payloadType(), sequence++, sequence, 9);
      reader.packet(false, 0, packet, 0, RtpHeader.MIN_LENGTH + length);
      return 1;
    }

    @Override
    public long lost() {
      return 0;
    }

    @Override
    public boolean ended() {
      return false;
    }
  }
}
