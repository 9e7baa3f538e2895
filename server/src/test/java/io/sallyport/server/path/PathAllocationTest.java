package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sallyport.protocol.rtp.RtcpReader;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** The figures and taps of a packet leave nothing for the collector, by the JVM's own count. */
class PathAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int PACKETS = 20_000;

  private final DirectionQuality quality =
      new DirectionQuality(CodecImpairment.of("PCMU"), () -> Instant.EPOCH);
  private final DirectionQuality far =
      new DirectionQuality(CodecImpairment.of("PCMU"), () -> Instant.EPOCH);

  @Test
  void aPacketIsCountedCappedAndTappedWithoutAllocation() {
    BandwidthCap cap = new BandwidthCap(64_000);
    TapRing ring = new TapRing(1 << 16);
    byte[] bytes = new byte[200];
    MediaTap.Reader reader =
        new MediaTap.Reader() {
          @Override
          public void packet(boolean control, long time, byte[] from, int offset, int length) {
            assertThat(length).isEqualTo(172);
          }

          @Override
          public void gap(long packets) {
            throw new AssertionError("a gap of " + packets);
          }
        };
    // the reader's assertions allocate: it has its turn between the measured stretches
    for (int stretch = 0; stretch < 20; stretch++) {
      ring.drain(reader, Integer.MAX_VALUE);
      int from = stretch * 200;
      assertThat(
              bytes(
                  i -> {
                    quality.received(7, i & 0xffff, i * 160, i * 20_000_000L, 8000);
                    cap.admits(200, i * 20_000_000L);
                    ring.write(false, i, bytes, 3, 172);
                  },
                  from,
                  from + 200))
          .isLessThan(200);
    }
    assertThat(ring.lost()).isZero();
  }

  @Test
  void aReportIsTakenInWithoutAllocation() {
    byte[] report = new byte[52];
    report[0] = (byte) 0x81;
    report[1] = (byte) 200;
    report[3] = 12;
    RtcpReader reader = new RtcpReader();
    IntConsumer work =
        i -> quality.reported(reader.open(report, 0, report.length), i * 1_000_000L, far);
    bytes(work, 0, PACKETS);

    assertThat(bytes(work, PACKETS, 2 * PACKETS)).isLessThan(PACKETS);
  }

  private static long bytes(IntConsumer work, int from, int to) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = from; i < to; i++) {
      work.accept(i);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
