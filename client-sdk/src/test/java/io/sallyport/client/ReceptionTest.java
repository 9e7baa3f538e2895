package io.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReceptionTest {
  private static final int SOURCE = 0x1234;
  private static final long FRAME_NANOS = 20_000_000;

  private final Reception reception = new Reception(8_000);
  private long now = 1_000_000_000L;

  @Test
  void gapsAreLossAndLatePacketsAreKnown() {
    assertThat(packet(65_534)).isZero();
    assertThat(packet(65_535)).isZero();
    assertThat(packet(2)).isEqualTo(2);
    assertThat(packet(1)).isEqualTo(-1);
    assertThat(packet(2)).isEqualTo(-1);
    ByteBuffer block = block();
    assertThat(block.getInt()).isEqualTo(SOURCE);
    // two of five, in 1/256
    assertThat(block.getInt()).isEqualTo(102 << 24 | 2);
    assertThat(block.getInt()).isEqualTo(65_536 + 2);
    packet(3);
    assertThat(block().getInt(4)).as("nothing lost since the last report").isEqualTo(2);
  }

  @Test
  void aSteadyStreamHasNoJitterAndAnUnsteadyOneHas() {
    for (int i = 0; i < 50; i++) {
      packet(i);
    }
    assertThat(reception.jitter()).isLessThan(Duration.ofMillis(1));
    for (int i = 50; i < 150; i++) {
      now += i % 2 == 0 ? 10_000_000 : -10_000_000;
      packet(i);
    }
    assertThat(reception.jitter()).isBetween(Duration.ofMillis(8), Duration.ofMillis(12));
  }

  @Test
  void aNewSourceBeginsAnew() {
    packet(10);
    assertThat(reception.packet(0x9999, 4_000, 0, now)).isZero();
    assertThat(reception.hears(0x9999)).isTrue();
    assertThat(reception.hears(SOURCE)).isFalse();
  }

  @Test
  void theRoundTripIsTheTimeOnTheWayWithoutThePeersDelay() {
    Reception peer = new Reception(8_000);
    peer.packet(SOURCE, 1, 0, 0);
    byte[] report = RtcpReports.compose(SOURCE, "a", new RtcpReports.Sent(0, 1, 160), null, now);
    // half a second there, two with the peer, a quarter back
    Trips trips = new Trips(peer, now + 500_000_000L);
    RtcpReports.read(report, trips);
    byte[] answer = RtcpReports.compose(7, "b", null, peer, now + 2_500_000_000L);
    trips.at = now + 2_750_000_000L;
    RtcpReports.read(answer, trips);
    assertThat(trips.trip).isBetween(Duration.ofMillis(749), Duration.ofMillis(751));
  }

  private int packet(int sequence) {
    now += FRAME_NANOS;
    return reception.packet(SOURCE, sequence & 0xFFFF, sequence * 160, now);
  }

  private ByteBuffer block() {
    ByteBuffer out = ByteBuffer.allocate(Reception.BLOCK_BYTES);
    reception.write(out, now);
    return out.flip();
  }

  /** One peer's reception, and what its block says when it comes back. */
  private static final class Trips implements RtcpReports.Reader {
    private final Reception peer;
    private long at;
    private Duration trip;

    Trips(Reception peer, long at) {
      this.peer = peer;
      this.at = at;
    }

    @Override
    public void senderReport(int source, long ntp) {
      peer.senderReport(source, ntp, at);
    }

    @Override
    public void about(int ourSsrc, int lastReport, int delay) {
      trip = RtcpReports.roundTrip(lastReport, delay, at);
    }
  }
}
