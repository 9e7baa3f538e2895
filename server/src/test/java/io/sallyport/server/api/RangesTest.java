package io.sallyport.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RangesTest {
  @Test
  void oneRangeIsTakenFromEitherEnd() {
    assertThat(Ranges.of("bytes=0-9", 100)).contains(new Ranges(0, 10));
    assertThat(Ranges.of("bytes=90-", 100)).contains(new Ranges(90, 100));
    assertThat(Ranges.of("bytes=-5", 100)).contains(new Ranges(95, 100));
    assertThat(Ranges.of("bytes=-500", 100)).contains(new Ranges(0, 100));
    assertThat(Ranges.of("bytes=50-500", 100)).contains(new Ranges(50, 100));
  }

  @Test
  void whatLiesOutsideCannotBeGiven() {
    for (String header : List.of("bytes=100-", "bytes=9-3", "bytes=-0")) {
      assertThat(Ranges.of(header, 100).orElseThrow().satisfiable()).as(header).isFalse();
    }
    assertThat(Ranges.of("bytes=0-", 0).orElseThrow().satisfiable()).isFalse();
  }

  @Test
  void whatIsNoRangeOrSeveralGivesTheWhole() {
    for (String header :
        List.of(
            "",
            "bytes=-",
            "bytes=0-1,3-4",
            "lines=1-2",
            "bytes=a-b",
            "bytes=1-" + "9".repeat(30))) {
      assertThat(Ranges.of(header, 100)).as(header).isEmpty();
    }
    assertThat(Ranges.of(null, 100)).isEmpty();
  }
}
