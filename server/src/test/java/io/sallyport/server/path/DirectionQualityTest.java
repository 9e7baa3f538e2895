package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sallyport.protocol.rtp.RtcpReader;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectionQualityTest {
  private static final long MILLI = 1_000_000;
  private static final int ALICE = 0xa11ce;
  private static final int BOB = 0xb0b;

  private long now;
  private final DirectionQuality alice = direction("PCMA/8000");
  private final DirectionQuality bob = direction("PCMA/8000");
  private int sequence;

  private DirectionQuality direction(String codec) {
    return new DirectionQuality(
        codec == null ? null : CodecImpairment.of(codec),
        () -> Instant.ofEpochSecond(1_000_000).plusNanos(now));
  }

  @Test
  void aGoodCallIsSampledEveryFiveSeconds() {
    talk(12_000, 0);

    List<PathReport.Sample> samples = alice.samples();
    assertThat(samples).hasSize(2);
    PathReport.Sample sample = samples.get(0);
    assertThat(sample.lossPercent()).isZero();
    assertThat(sample.jitterMillis()).isCloseTo(0, within(0.01));
    assertThat(sample.roundTripMillis()).isEqualTo(-1);
    assertThat(sample.mos()).isBetween(4.3, 4.41);
    assertThat(samples.get(1).at()).isEqualTo(sample.at().plusSeconds(5));
    assertThat(bob.samples()).isEmpty();
  }

  @Test
  void lossOnTheWayHereLowersTheScore() {
    talk(6_000, 10);

    PathReport.Sample sample = alice.samples().get(0);
    assertThat(sample.lossPercent()).isCloseTo(10, within(0.5));
    assertThat(sample.mos()).isBetween(2.8, 3.6);
  }

  @Test
  void lossThatOnlyTheListenerSeesLowersTheScoreButIsNotOurs() {
    talk(1_000, 0);
    // 26/256 is 10 %
    bob.reported(report(BOB, ALICE, 26, 0, 0), now, alice);
    bob.reported(report(BOB, 12345, 255, 0, 0), now, alice);
    talk(6_000, 0);

    PathReport.Sample sample = alice.samples().get(0);
    assertThat(sample.lossPercent()).isZero();
    assertThat(sample.mos()).isBetween(2.8, 3.6);
  }

  /** Alice's report passes, Bob answers it 300 ms after he got it, 40 ms away there and back. */
  @Test
  void theRoundTripIsThatBetweenHereAndTheSideThatAnswers() {
    alice.reported(senderReport(ALICE, 0x1234, 0x56780000), now, bob);
    now += 340 * MILLI;
    bob.reported(report(BOB, ALICE, 0, 0x12345678, 300 * 65_536 / 1000), now, alice);
    sequence = 0;
    for (long end = now + 6_000 * MILLI; now < end; now += 20 * MILLI) {
      bob.received(BOB, sequence & 0xffff, sequence++ * 160, now, 8000);
      bob.tick(now, alice);
    }
    assertThat(bob.samples().get(0).roundTripMillis()).isCloseTo(40, within(0.1));
  }

  @Test
  void anAnswerToAReportThatNeverPassedTellsNothing() {
    ReportSightings sightings = new ReportSightings();
    for (int i = 1; i <= 20; i++) {
      sightings.passed(i, i * MILLI);
    }
    assertThat(sightings.roundTrip(20, 0, 30 * MILLI)).isEqualTo(10 * MILLI);
    assertThat(sightings.roundTrip(3, 0, 30 * MILLI)).as("forgotten").isEqualTo(-1);
    assertThat(sightings.roundTrip(99, 0, 30 * MILLI)).isEqualTo(-1);
    assertThat(sightings.roundTrip(0, 0, 30 * MILLI)).isEqualTo(-1);
    assertThat(sightings.roundTrip(20, -1, 30 * MILLI)).as("a lie").isZero();
    assertThat(sightings.roundTrip(20, 0, 100_000 * MILLI)).as("too late").isEqualTo(-1);
  }

  @Test
  void aHeldDirectionIsNotSampledAndVideoHasNoScore() {
    talk(5_200, 0);
    // what was heard before the hold is sampled once more
    for (long end = now + 30_000 * MILLI; now < end; now += 1_000 * MILLI) {
      alice.tick(now, bob);
    }
    assertThat(alice.samples()).hasSize(2);

    DirectionQuality video = direction(null);
    for (int i = 0; i < 300; i++) {
      video.received(1, i, i * 1800, now + i * 20 * MILLI, 90_000);
      video.tick(now + i * 20 * MILLI, bob);
    }
    assertThat(video.samples()).hasSize(1);
    assertThat(video.samples().get(0).mos()).isZero();
  }

  @Test
  void aCallOfADayStaysWithinItsBoundAndIsCoveredWhole() {
    for (long second = 0; second < 86_400; second++) {
      now = second * 1_000 * MILLI;
      alice.received(ALICE, sequence & 0xffff, sequence++ * 8000, now, 8000);
      alice.tick(now, bob);
    }
    List<PathReport.Sample> samples = alice.samples();
    assertThat(samples).hasSizeBetween(100, 240);
    assertThat(samples.get(0).at()).isBefore(Instant.ofEpochSecond(1_000_010));
    assertThat(samples.get(samples.size() - 1).at())
        .isAfter(Instant.ofEpochSecond(1_000_000 + 86_400 - 1_300));
    assertThat(samples).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
  }

  @Test
  void joinedSamplesAreMeansAndUnknownStaysUnknown() {
    SampleHistory history = new SampleHistory(4);
    Instant at = Instant.ofEpochSecond(100);
    assertThat(history.add(new PathReport.Sample(at, 1, 2, -1, 4))).isFalse();
    history.add(new PathReport.Sample(at.plusSeconds(5), 3, 4, 10, 3));
    history.add(new PathReport.Sample(at.plusSeconds(10), 0, 0, -1, 4));
    assertThat(history.add(new PathReport.Sample(at.plusSeconds(15), 0, 0, -1, 4))).isTrue();

    assertThat(history.list())
        .containsExactly(
            new PathReport.Sample(at, 2, 3, 10, 3.5),
            new PathReport.Sample(at.plusSeconds(10), 0, 0, -1, 4));
  }

  /** Alice sends for so long; every so many in a hundred is lost. */
  private void talk(long millis, int lossPercent) {
    for (long end = now + millis * MILLI; now < end; now += 20 * MILLI) {
      if (sequence * lossPercent % 100 >= lossPercent) {
        alice.received(ALICE, sequence & 0xffff, sequence * 160, now, 8000);
      }
      sequence++;
      alice.tick(now, bob);
    }
  }

  private static RtcpReader senderReport(int ssrc, int ntpSeconds, int ntpFraction) {
    ByteBuffer bytes = ByteBuffer.allocate(28);
    bytes.putInt(0x80c80006).putInt(ssrc).putInt(ntpSeconds).putInt(ntpFraction);
    return new RtcpReader().open(bytes.array(), 0, 28);
  }

  private static RtcpReader report(int ssrc, int about, int fractionLost, int lsr, int dlsr) {
    ByteBuffer bytes = ByteBuffer.allocate(32);
    bytes.putInt(0x81c90007).putInt(ssrc).putInt(about).putInt(fractionLost << 24);
    bytes.putInt(0).putInt(0).putInt(lsr).putInt(dlsr);
    return new RtcpReader().open(bytes.array(), 0, 32);
  }
}
