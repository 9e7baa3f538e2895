package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a loop lets packets come together before it reads again. */
class RestTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Rest rest = new Rest();
  private long now = 77 * SECOND;

  @Test
  void fewPacketsAreNeverKeptWaiting() {
    assertThat(longest(1, Rest.PACKETS_PER_SECOND / 2)).isZero();
  }

  @Test
  void manyThatComeOneByOneAreLetComeTogether() {
    assertThat(longest(1, 5 * Rest.PACKETS_PER_SECOND)).isEqualTo(Rest.NANOS);
  }

  @Test
  void aReadThatBringsEnoughIsFollowedByTheNext() {
    assertThat(longest(Rest.ENOUGH, 5 * Rest.PACKETS_PER_SECOND)).isZero();
  }

  @Test
  void itEndsWithTheRush() {
    longest(1, 5 * Rest.PACKETS_PER_SECOND);
    now += SECOND;

    // what came in the rush is told once more, with the silence that followed
    rest.nanosAfter(1, now);
    assertThat(longest(1, Rest.PACKETS_PER_SECOND / 10)).isZero();
  }

  /** The longest rest of two seconds in which so many packets come in each read. */
  private long longest(int packets, int perSecond) {
    long longest = 0;
    for (long end = now + 2 * SECOND; now < end; now += SECOND * packets / perSecond) {
      longest = Math.max(longest, rest.nanosAfter(packets, now));
    }
    return longest;
  }
}
