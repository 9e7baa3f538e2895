package io.sallyport.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.observe.LogRing.Line;
import io.sallyport.server.observe.LogRing.Weight;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last lines of the log, in memory. */
class LogRingTest {
  private static final Logger LOG = LoggerFactory.getLogger(LogRingTest.class);
  private static final int MOST_BYTES = 20_000;

  private final LogRing ring = new LogRing(MOST_BYTES);

  @BeforeEach
  void start() {
    ring.start();
  }

  @AfterEach
  void close() {
    ring.close();
  }

  private List<Line> lines(String text) {
    return ring.lines(0, Weight.TRACE, text, 1_000);
  }

  @Test
  void theNewestStandsFirstAndOlderOnesFollowBehindAnother() {
    LOG.info("ring one");
    LOG.warn("ring two");
    LOG.info("ring three");
    List<Line> all = lines("ring t");
    assertThat(all).extracting(Line::message).containsExactly("ring three", "ring two");
    assertThat(ring.lines(all.get(1).sequence(), Weight.TRACE, "ring", 10))
        .extracting(Line::message)
        .containsExactly("ring one");
    assertThat(ring.lines(0, Weight.WARN, "RING", 10))
        .extracting(Line::message)
        .containsExactly("ring two");
    assertThat(all.get(0).logger()).isEqualTo("LogRingTest");
  }

  @Test
  void itHoldsNoMoreBytesThanItMay() {
    for (int i = 0; i < 1_000; i++) {
      LOG.info("ring {} {}", i, "x".repeat(100));
    }
    List<Line> kept = lines("ring");
    assertThat(kept.size()).isBetween(20, 100);
    assertThat(kept.get(0).message()).startsWith("ring 999");
    LOG.info("ring {}", "y".repeat(100_000));
    assertThat(lines("ring").get(0).message().length()).isLessThan(2_100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=hunter2", "token: hunter2", "{\"secret\":\"hunter2\"}",
        "Authorization: Bearer hunter2", "api-key=\"hunter2 x\"", "PASSWD=hunter2,"
      })
  void whatLooksLikeASecretIsCutOut(String line) {
    assertThat(LogRing.redacted(line)).doesNotContain("hunter2").contains("[redacted]");
  }

  @Test
  void whatAPeerSentIsOneLineOfPlainText() {
    LOG.info("ring {}", "a\nforged\u001b[2J\u202e");
    assertThat(lines("ring").get(0).message()).isEqualTo("ring a\\nforged\\u001b[2J\\u202e");
  }

  @Test
  void anExceptionComesWithItsTraceAndWithoutSecrets() {
    LOG.warn("ring", new IllegalStateException("outer", new RuntimeException("password=hunter2")));
    String trace = lines("ring").get(0).trace();
    assertThat(trace)
        .contains("java.lang.IllegalStateException: outer", "caused by java.lang.RuntimeException")
        .contains("LogRingTest")
        .doesNotContain("hunter2");
  }

  @Test
  void whoeverListensIsToldAndAfterTheEndNobodyIs() {
    List<String> told = new ArrayList<>();
    ring.addListener(line -> told.add(line.message()));
    LOG.info("ring told");
    ring.close();
    LOG.info("ring untold");
    assertThat(told).contains("ring told").doesNotContain("ring untold");
  }
}
