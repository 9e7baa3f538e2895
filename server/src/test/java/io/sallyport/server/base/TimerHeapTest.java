package io.sallyport.server.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerHeapTest {
  @Test
  void timersComeOutByDeadlineAndEqualOnesInOrder() {
    Random random = new Random(7);
    TimerHeap heap = new TimerHeap();
    record Expected(long deadline, int number) {}
    List<Expected> expected = new ArrayList<>();
    List<Integer> fired = new ArrayList<>();
    List<TimerHeap.Entry> entries = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int number = i;
      long deadline = random.nextInt(300);
      entries.add(heap.add(deadline, () -> fired.add(number)));
      expected.add(new Expected(deadline, number));
    }
    for (int i = 1_999; i >= 0; i -= 3) {
      heap.remove(entries.get(i));
      heap.remove(entries.get(i));
      expected.remove(i);
    }
    assertThat(heap.size()).isEqualTo(expected.size());
    for (Runnable task = heap.poll(1_000); task != null; task = heap.poll(1_000)) {
      task.run();
    }
    expected.sort(Comparator.comparingLong(Expected::deadline).thenComparing(Expected::number));
    assertThat(fired).isEqualTo(expected.stream().map(Expected::number).toList());
    assertThat(heap.size()).isZero();
  }

  @Test
  void nothingIsDueBeforeItsTimeAndTheClockMayWrap() {
    TimerHeap heap = new TimerHeap();
    assertThat(heap.untilNext(0)).isEqualTo(Long.MAX_VALUE);
    heap.add(Long.MIN_VALUE + 5, () -> {});
    long before = Long.MAX_VALUE - 4;
    assertThat(heap.poll(before)).isNull();
    assertThat(heap.untilNext(before)).isEqualTo(10);
    assertThat(heap.poll(Long.MIN_VALUE + 5)).isNotNull();
  }
}
