package io.sallyport.server.playback;

import static io.sallyport.server.playback.Recorded.Side.CALLEE;
import static io.sallyport.server.playback.Recorded.Side.CALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sallyport.server.playback.Recorded.Format;
import io.sallyport.server.playback.TrackNotes.Digit;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaybackTest {
  private static final int LOUD = 8_000;

  private static final Map<Integer, Format> FORMATS =
      Map.of(0, Tape.PCMU, 8, Tape.PCMA, 111, Tape.OPUS, 100, Tape.L16, 101, Tape.EVENTS);

  private Tape tape = new Tape(4);

  private Speaker speaker(Recorded.Side side) {
    return new Speaker(tape, tape.track(side, FORMATS));
  }

  @ParameterizedTest
  @CsvSource({"0", "8", "100", "111"})
  void everyCodecIsHeardAtItsPlaceInItsPitchAndAsLoud(int type) throws IOException {
    Format format = FORMATS.get(type);
    speaker(CALLER);
    speaker(CALLEE).quietUntil(1, format.clockRate()).say(2, 440, LOUD, type, format);
    Heard heard = Heard.of(tape);

    assertThat(heard.seconds()).isEqualTo(4);
    assertThat(heard.onset(CALLEE, 0)).isCloseTo(1, within(0.015));
    assertThat(heard.level(CALLEE, 1.1, 2.9, 440)).isCloseTo(LOUD, within(0.08 * LOUD));
    assertThat(heard.loudest(CALLEE, 1.1, 2.9)).isLessThan((int) (1.15 * LOUD));
    assertThat(heard.loudest(CALLEE, 3.1, 4)).isLessThan(20);
    assertThat(heard.loudest(CALLER, 0, 4)).isZero();
    assertThat(heard.notes(1).packets()).containsExactly(Map.entry(format.toString(), 100L));
    assertThat(heard.notes(1).lost()).isZero();
    assertThat(heard.notes(1).jumps()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 0.6", "100, 0.6", "111, 0.5"})
  void aLostPacketIsFilledIn(int type, double least) throws IOException {
    Speaker speaker = speaker(CALLER);
    speaker.network = packet -> packet % 20 == 19 ? Speaker.LOST : 0;
    speaker.say(3, 440, LOUD, type, FORMATS.get(type));
    Heard heard = Heard.of(tape);

    assertThat(heard.level(CALLER, 0.1, 2.9, 440)).isGreaterThan(least * LOUD);
    // the last one is missed by nobody
    assertThat(heard.notes(0).lost()).isEqualTo(7);
    assertThat(heard.notes(0).concealedMillis()).isBetween(120L, 160L);
    assertThat(heard.steepest(CALLER, 0.1, 2.9)).isLessThan(2_500);
  }

  @Test
  void aLongLossIsSilenceAndEndsWhereItShould() throws IOException {
    Speaker speaker = speaker(CALLER);
    speaker.network = packet -> packet >= 50 && packet < 100 ? Speaker.LOST : 0;
    speaker.say(3, 440, LOUD, 0, Tape.PCMU);
    Heard heard = Heard.of(tape);

    assertThat(heard.loudest(CALLER, 1.12, 1.99)).isLessThan(20);
    assertThat(heard.onset(CALLER, 1.2)).isCloseTo(2, within(0.005));
    assertThat(heard.level(CALLER, 2.05, 2.95, 440)).isCloseTo(LOUD, within(0.08 * LOUD));
    assertThat(heard.notes(0).lost()).isEqualTo(50);
    assertThat(heard.steepest(CALLER, 0, 4)).isLessThan(2_500);
  }

  @Test
  void reorderedAndRepeatedPacketsAreHeardOnceAndInOrder() throws IOException {
    Speaker speaker = speaker(CALLER);
    speaker.network = packet -> packet % 5 == 1 ? 0.05 : 0;
    speaker.say(3, 440, LOUD, 0, Tape.PCMU);
    speaker.sequence -= 10;
    speaker.timestamp -= 1_600;
    speaker.say(0.1, 900, LOUD, 0, Tape.PCMU);
    Heard heard = Heard.of(tape);

    assertThat(heard.level(CALLER, 0.05, 2.95, 440)).isCloseTo(LOUD, within(0.08 * LOUD));
    assertThat(heard.notes(0).late()).isEqualTo(5);
    assertThat(heard.notes(0).lost()).isZero();
  }

  @Test
  void jitterIsNotHeard() throws IOException {
    Random random = new Random(4);
    Speaker speaker = speaker(CALLER);
    speaker.network = packet -> 0.06 * random.nextDouble();
    speaker.say(3.5, 440, LOUD, 0, Tape.PCMU);
    Heard heard = Heard.of(tape);

    assertThat(heard.level(CALLER, 0.1, 3.4, 440)).isCloseTo(LOUD, within(0.1 * LOUD));
    assertThat(heard.onset(CALLER, 0)).isLessThan(0.03);
  }

  @Test
  void aNetworkThatStallsAndCatchesUpLeavesNoHole() throws IOException {
    Speaker speaker = speaker(CALLER);
    // for 700 ms nothing comes, and then all of it
    speaker.network = packet -> packet >= 50 && packet < 85 ? 0.02 * (85 - packet) : 0;
    speaker.say(3, 440, LOUD, 0, Tape.PCMU);
    Heard heard = Heard.of(tape);

    assertThat(heard.level(CALLER, 0.05, 2.95, 440)).isCloseTo(LOUD, within(0.08 * LOUD));
    assertThat(heard.loudest(CALLER, 3.02, 4)).isLessThan(20);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aHoldKeepsItsLengthWhateverTimestampsDo(boolean timestampsGoOn) throws IOException {
    tape = new Tape(64);
    Speaker speaker = speaker(CALLER).say(1, 440, LOUD, 0, Tape.PCMU);
    if (timestampsGoOn) {
      speaker.quietUntil(61, 8_000);
    } else {
      speaker.frozenUntil(61);
    }
    speaker.say(1, 440, LOUD, 0, Tape.PCMU);
    Heard heard = Heard.of(tape);

    assertThat(heard.loudest(CALLER, 1.02, 60.99)).isLessThan(20);
    assertThat(heard.onset(CALLER, 1.1)).isCloseTo(61, within(0.005));
    assertThat(heard.level(CALLER, 61.05, 61.95, 440)).isCloseTo(LOUD, within(0.08 * LOUD));
    assertThat(heard.notes(0).lost()).isZero();
    assertThat(heard.steepest(CALLER, 0, 64)).isLessThan(2_500);
  }

  @ParameterizedTest
  @CsvSource({"80000000", "-80000000", "2000000000", "-4000"})
  void timestampsThatJumpMoveNothing(int jump) throws IOException {
    Speaker speaker = speaker(CALLER).say(1, 440, LOUD, 0, Tape.PCMU);
    speaker.timestamp += jump;
    speaker.say(2, 440, LOUD, 0, Tape.PCMU);
    Heard heard = Heard.of(tape);

    assertThat(heard.level(CALLER, 0.05, 2.95, 440)).isGreaterThan(0.8 * LOUD);
    assertThat(heard.loudest(CALLER, 3.05, 4)).isLessThan(20);
    assertThat(heard.notes(0).jumps()).isEqualTo(1);
  }

  @Test
  void anotherSourceAndAnotherCodecGoOnWhereTheFirstEnded() throws IOException {
    Speaker speaker = speaker(CALLER).say(1, 440, LOUD, 0, Tape.PCMU);
    speaker.ssrc++;
    speaker.sequence = 7;
    speaker.timestamp = 99;
    speaker.say(1, 440, LOUD, 8, Tape.PCMA).say(1, 440, LOUD, 111, Tape.OPUS);
    Heard heard = Heard.of(tape);

    assertThat(heard.level(CALLER, 0.05, 0.95, 440)).isCloseTo(LOUD, within(0.08 * LOUD));
    assertThat(heard.level(CALLER, 1.05, 1.95, 440)).isCloseTo(LOUD, within(0.08 * LOUD));
    assertThat(heard.level(CALLER, 2.05, 2.95, 440)).isCloseTo(LOUD, within(0.08 * LOUD));
    assertThat(heard.loudest(CALLER, 3.05, 4)).isLessThan(20);
    assertThat(heard.notes(0).packets())
        .containsEntry("PCMU/8000", 50L)
        .containsEntry("pcma/8000", 50L)
        .containsEntry("opus/48000/2", 50L);
    assertThat(heard.steepest(CALLER, 0, 4)).isLessThan(3_000);
  }

  @Test
  void digitsAreListedAndNotHeard() throws IOException {
    speaker(CALLER)
        .say(1, 440, LOUD, 0, Tape.PCMU)
        .press(11, 0.2, 101, 8_000)
        .press(5, 0.2, 101, 8_000)
        .say(1, 440, LOUD, 0, Tape.PCMU);
    Heard heard = Heard.of(tape);

    assertThat(heard.notes(0).events())
        .containsExactly(new Digit(1_000_000_000L, "#"), new Digit(1_200_000_000L, "5"));
    assertThat(heard.loudest(CALLER, 1.02, 1.38)).isLessThan(20);
    assertThat(heard.onset(CALLER, 1.1)).isCloseTo(1.4, within(0.005));
    assertThat(heard.steepest(CALLER, 0, 4)).as("no click").isLessThan(2_500);
    assertThat(heard.notes(0).jumps()).isZero();
    assertThat(heard.notes(0).lost()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1.0003", "0.9997"})
  void aClockThatDriftsIsFollowed(double clock) throws IOException {
    tape = new Tape(610);
    Speaker steady = speaker(CALLER);
    Speaker drifting = speaker(CALLEE);
    drifting.clock = clock;
    // in ten minutes 300 ppm are 180 ms
    steady.say(600, 440, LOUD, 0, Tape.PCMU).say(1, 1_000, LOUD, 0, Tape.PCMU);
    drifting.say(600, 440, LOUD, 0, Tape.PCMU);
    Heard heard = Heard.of(tape);

    assertThat(heard.level(CALLEE, 1, 599, 440)).isGreaterThan(0.8 * LOUD);
    double end = 600 / clock;
    assertThat(heard.loudest(CALLEE, end - 0.06, end - 0.04)).isGreaterThan(6_000);
    assertThat(heard.loudest(CALLEE, end + 0.04, 610)).isLessThan(20);
    assertThat(heard.level(CALLER, 600.05, 600.95, 1_000)).isGreaterThan(0.9 * LOUD);
  }

  @Test
  void seekingReadsAndDecodesOnlyWhatItNeeds() throws IOException {
    tape = new Tape(600);
    Speaker speaker = speaker(CALLER);
    speaker.say(300, 440, LOUD, 0, Tape.PCMU).say(300, 1_000, LOUD, 0, Tape.PCMU);
    Heard heard = Heard.of(tape, 299, 2);

    assertThat(heard.seconds()).isEqualTo(2);
    assertThat(heard.level(CALLER, 0, 0.95, 440)).isCloseTo(LOUD, within(0.08 * LOUD));
    assertThat(heard.level(CALLER, 1.05, 2, 1_000)).isCloseTo(LOUD, within(0.08 * LOUD));
    assertThat(tape.read).as("packets").isLessThan(600);

    assertThat(Heard.of(tape, 599.5, 100).seconds()).isEqualTo(0.5);
    assertThat(Heard.of(tape, 700, 100).seconds()).isZero();
  }
}
