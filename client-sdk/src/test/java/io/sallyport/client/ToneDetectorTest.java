package io.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToneDetectorTest {
  private final ToneDetector detector = new ToneDetector();

  @ParameterizedTest
  @ValueSource(doubles = {100, 440, 660, 880, 1000, 3000})
  void aToneIsMeasuredWithinTwoHertz(double hertz) {
    play(AudioSource.tone(hertz), 10);
    assertThat(detector.latest().orElseThrow()).isCloseTo(hertz, within(2.0));
  }

  @ParameterizedTest
  @EnumSource(G711.class)
  void aToneIsHeardThroughTheCodec(G711 codec) {
    AudioSource tone = AudioSource.tone(440);
    short[] frame = new short[160];
    for (int i = 0; i < 50; i++) {
      tone.read(frame);
      byte[] coded = codec.encode(frame);
      detector.write(codec.decode(coded, 0, coded.length));
    }
    assertThat(detector.share(440)).isEqualTo(1.0);
  }

  @Test
  void threeWindowsInARowMakeAToneHeard() {
    var heard = detector.heard(880);
    play(AudioSource.tone(440), 20);
    play(AudioSource.tone(880), 10);
    assertThat(heard).isNotDone();
    play(AudioSource.tone(880), 5);
    assertThat(heard).isCompleted();
  }

  @Test
  void silenceIsHeardAsSilence() {
    var silence = detector.heard(0);
    play(AudioSource.silence(), 15);
    assertThat(silence).isCompleted();
    assertThat(detector.share(0)).isEqualTo(1.0);
  }

  private void play(AudioSource source, int frames) {
    short[] frame = new short[160];
    for (int i = 0; i < frames; i++) {
      source.read(frame);
      detector.write(frame);
    }
  }
}
