package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BandwidthCapTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void whatIsWithinTheRatePasses() {
    BandwidthCap cap = new BandwidthCap(80_000);
    for (int i = 0; i < 10_000; i++) {
      assertThat(cap.admits(200, i * SECOND / 50)).isTrue();
    }
  }

  @Test
  void whatIsTwiceAsFastPassesByHalfOnceTheBurstIsSpent() {
    BandwidthCap cap = new BandwidthCap(800_000);
    int passed = 0;
    for (int i = 0; i < 20_000; i++) {
      passed += cap.admits(1000, i * SECOND / 200) ? 1 : 0;
    }
    // 100 s at 100 kB/s and one second's burst
    assertThat(passed).isBetween(10_000, 10_110);
  }

  @Test
  void aPictureMayComeAtOnce() {
    BandwidthCap cap = new BandwidthCap(2_000_000);
    for (int i = 0; i < 200; i++) {
      assertThat(cap.admits(1200, 5)).isTrue();
    }
    assertThat(cap.admits(30_000, 5)).isFalse();
    assertThat(cap.admits(30_000, 5 + SECOND)).isTrue();
  }

  @Test
  void withoutARateEverythingPassesAndTheClockMayJump() {
    assertThat(new BandwidthCap(0).admits(1 << 20, 0)).isTrue();
    BandwidthCap cap = new BandwidthCap(64_000);
    assertThat(cap.admits(16_000, Long.MAX_VALUE / 2)).isTrue();
    assertThat(cap.admits(100, 0)).as("backwards").isFalse();
    assertThat(cap.admits(100, Long.MAX_VALUE / 2)).isTrue();
    BandwidthCap absurd = new BandwidthCap(Long.MAX_VALUE);
    assertThat(absurd.admits(1500, 0)).isTrue();
    assertThat(absurd.admits(1500, Long.MAX_VALUE)).isTrue();
  }

  @Test
  void aLowerRateTakesSavingsAway() {
    BandwidthCap cap = new BandwidthCap(8_000_000);
    assertThat(cap.admits(1, 0)).isTrue();
    cap.limit(8_000);
    assertThat(cap.admits(16_001, 0)).isFalse();
    assertThat(cap.admits(16_000, 0)).isTrue();
  }
}
