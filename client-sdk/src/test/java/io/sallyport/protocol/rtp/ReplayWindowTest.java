package io.sallyport.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {

  @Test
  void everyPacketCountsOnceWhateverTheOrder() {
    Random random = new Random(3711);
    ReplayWindow window = new ReplayWindow();
    Set<Long> taken = new HashSet<>();
    long highest = -1;
    for (int i = 0; i < 200_000; i++) {
      long index = Math.max(0, highest + random.nextInt(140) - 100);
      boolean known = taken.contains(index) || index <= highest - 64;

      assertThat(window.has(index)).as("%d after %d", index, highest).isEqualTo(known);
      if (!known) {
        window.add(index);
        taken.add(index);
        highest = Math.max(highest, index);
      }
      assertThat(window.highest()).isEqualTo(highest);
    }
  }

  @Test
  void theRolloverCounterFollowsTheSequenceInBothDirections() {
    ReplayWindow window = new ReplayWindow();
    long sent = 65_000;
    for (int i = 0; i < 100_000; i++) {
      long index = sent - i % 30;
      assertThat(window.rolloverOf((int) index & 0xffff)).isEqualTo((int) (index >> 16));
      window.add(index);
      sent += 37;
    }
  }

  @Test
  void whatLiesBeforeTheFirstCountIsNeverNew() {
    ReplayWindow window = new ReplayWindow();
    window.add(3);

    assertThat(window.rolloverOf(65_533)).isEqualTo(-1);
    assertThat(window.has(-65_536 + 65_533)).isTrue();
  }
}
