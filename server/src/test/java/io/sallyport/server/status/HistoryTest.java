package io.sallyport.server.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private final Map<Figure, Double> gauges = new EnumMap<>(Figure.class);
  private long nanos;
  private final History history =
      new History(() -> gauges, () -> START.plusNanos(nanos), () -> nanos);

  private void sampleAfter(Duration time) {
    nanos += time.toNanos();
    history.sample();
  }

  @Test
  void aLevelIsShownAsItIsAndARateAsItsGrowthASecond() {
    gauges.put(Figure.CALLS, 7.0);
    gauges.put(Figure.MEDIA_PACKETS, 1_000_000.0);
    sampleAfter(Duration.ZERO);
    gauges.put(Figure.MEDIA_PACKETS, 1_000_500.0);
    sampleAfter(Duration.ofSeconds(5));

    assertThat(history.newest()).containsEntry(Figure.CALLS, 7.0);
    assertThat(history.newest()).containsEntry(Figure.MEDIA_PACKETS, 100.0);
    // a counter's first reading says nothing about a rate
    assertThat(history.series(History.Span.HOUR, Set.of(Figure.MEDIA_PACKETS)).figures())
        .containsEntry(Figure.MEDIA_PACKETS, List.of(0.0, 100.0));
  }

  @Test
  void aMinuteIsTheMeanOfItsSamples() {
    for (int i = 1; i <= 12; i++) {
      gauges.put(Figure.DEVICES, (double) i);
      sampleAfter(History.STEP);
    }

    Series day = history.series(History.Span.DAY, Set.of(Figure.DEVICES));

    assertThat(day.step()).isEqualTo(Duration.ofMinutes(1));
    assertThat(day.at()).containsExactly(START.plusSeconds(60).getEpochSecond());
    assertThat(day.figures()).containsEntry(Figure.DEVICES, List.of(6.5));
  }

  @Test
  void theOldestSamplesGiveWay() {
    for (int i = 0; i < 20_000; i++) {
      gauges.put(Figure.CALLS, (double) i);
      sampleAfter(History.STEP);
    }

    Series hour = history.series(History.Span.HOUR, EnumSet.allOf(Figure.class));
    Series day = history.series(History.Span.DAY, EnumSet.allOf(Figure.class));

    assertThat(hour.at()).hasSize(720).isSorted();
    assertThat(hour.figures().get(Figure.CALLS).get(719)).isEqualTo(19_999);
    assertThat(day.at()).hasSize(1_440).isSorted();
  }

  @Test
  void aFigureThatIsNotKnownIsZero() {
    sampleAfter(Duration.ZERO);

    assertThat(history.newest().values()).containsOnly(0.0);
  }

  @Test
  void figuresHaveWordsThatLeadBackToThem() {
    for (Figure figure : Figure.values()) {
      assertThat(Figure.of(figure.word())).contains(figure);
      assertThat(figure.sentence()).isNotBlank();
    }
    assertThat(Figure.of("nothing")).isEmpty();
  }

  @Test
  void itsThreadTellsListenersOfASample() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    history.addListener(told::countDown);
    history.start();
    try {
      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      history.close();
    }
  }
}
