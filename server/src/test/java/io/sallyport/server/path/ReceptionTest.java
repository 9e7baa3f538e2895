package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceptionTest {
  private static final int RATE = 8000;
  private static final long FRAME_NANOS = 20_000_000;

  private final Reception reception = new Reception();

  @Test
  void anUnbrokenStreamLosesNothingThroughSeveralWraps() {
    for (int i = 0; i < 200_000; i++) {
      arrives(65_000 + i);
    }
    assertThat(reception.expected()).isEqualTo(200_000);
    assertThat(reception.received()).isEqualTo(200_000);
    assertThat(reception.lost()).isZero();
    assertThat(reception.highestSequence()).isEqualTo(65_000 + 200_000 - 1);
    assertThat(reception.jitterMillis()).isCloseTo(0, within(1e-6));
  }

  @Test
  void everyTenthPacketIsMissedAcrossTheWrap() {
    for (int i = 0; i < 1_000; i++) {
      if (i % 10 != 5) {
        arrives(65_100 + i);
      }
    }
    assertThat(reception.expected()).isEqualTo(1_000);
    assertThat(reception.lost()).isEqualTo(100);
    assertThat(reception.takeInterval().lossPercent()).isCloseTo(10, within(1e-9));
    assertThat(reception.takeInterval()).isEqualTo(new Reception.Interval(0, 0));
  }

  @Test
  void aLatePacketIsNotLostAndADuplicateCountsOnce() {
    for (int sequence : new int[] {10, 11, 13, 12, 13, 12, 14, 9}) {
      arrives(sequence);
    }
    assertThat(reception.expected()).isEqualTo(6);
    assertThat(reception.received()).isEqualTo(6);
    assertThat(reception.duplicates()).isEqualTo(2);
    assertThat(reception.lost()).isZero();
  }

  @Test
  void whatComesLateCountsAgainstTheLossOfItsIntervalAndNeverBelowNothing() {
    arrives(1);
    arrives(3);
    assertThat(reception.takeInterval()).isEqualTo(new Reception.Interval(3, 1));
    arrives(2);
    arrives(4);
    assertThat(reception.takeInterval()).isEqualTo(new Reception.Interval(1, 0));
  }

  @Test
  void aSenderThatRestartsItsSequenceIsFollowedAfterTwoPackets() {
    for (int i = 0; i < 50; i++) {
      arrives(100 + i);
    }
    for (int i = 0; i < 50; i++) {
      arrives(40_000 + i);
    }
    // the first of the new ones only raised the suspicion
    assertThat(reception.received()).isEqualTo(99);
    assertThat(reception.expected()).isEqualTo(99);
    assertThat(reception.lost()).isZero();
  }

  @Test
  void oneStrayPacketChangesNothing() {
    for (int i = 0; i < 50; i++) {
      arrives(100 + i);
    }
    arrives(40_000);
    arrives(150);
    assertThat(reception.expected()).isEqualTo(51);
    assertThat(reception.lost()).isZero();
  }

  @Test
  void aNewSourceIsAddedToTheOld() {
    arrives(1);
    arrives(4);
    reception.received(8, 60_000, 0, 0, RATE);
    reception.received(8, 60_002, 320, 0, RATE);

    assertThat(reception.ssrc()).isEqualTo(8);
    assertThat(reception.expected()).isEqualTo(7);
    assertThat(reception.received()).isEqualTo(4);
    assertThat(reception.lost()).isEqualTo(3);
  }

  /** The estimator goes toward the mean of the differences (RFC 3550 section 6.4.1). */
  @Test
  void jitterIsTheMeanDifferenceOfArrivals() {
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      long early = random.nextInt(2) * 10_000_000L;
      reception.received(7, i & 0xffff, i * 160, i * FRAME_NANOS + early, RATE);
    }
    // |difference| is 0 or 10 ms, each half of the time
    assertThat(reception.jitterMillis()).isBetween(3.0, 7.0);
  }

  @Test
  void aPauseAClockSetAnewAndAnotherClockRateAreNoJitter() {
    arrives(1);
    arrives(2);
    reception.received(7, 3, 1_000_000, 3 * FRAME_NANOS, RATE);
    reception.received(7, 4, 5, 4 * FRAME_NANOS, 48_000);
    reception.received(7, 5, 5 + 960, 5 * FRAME_NANOS, 48_000);
    reception.received(7, 6, 0, 6 * FRAME_NANOS, 0);

    assertThat(reception.jitterMillis()).isCloseTo(0, within(1e-9));
  }

  @Test
  void noSequenceOfPacketsMakesTheFiguresAbsurd() {
    Random random = new Random(2);
    for (int i = 0; i < 200_000; i++) {
      reception.received(
          random.nextInt(50) == 0 ? random.nextInt(3) : 7,
          random.nextInt(3) == 0 ? random.nextInt(65_536) : i & 0xffff,
          random.nextInt(),
          random.nextLong() >> 2,
          random.nextInt(100_000) - 10);
      if (i % 100 == 0) {
        assertThat(reception.takeInterval().lossPercent()).isBetween(0.0, 100.0);
        assertThat(reception.jitterMillis()).isBetween(0.0, 1000.0);
      }
    }
  }

  private void arrives(int sequence) {
    reception.received(7, sequence & 0xffff, sequence * 160, sequence * FRAME_NANOS, RATE);
  }
}
