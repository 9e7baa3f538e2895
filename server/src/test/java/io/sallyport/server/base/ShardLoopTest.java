package io.sallyport.server.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.watch.ExpectsErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardLoopTest {
  private final Counters counters = new Counters();
  private final ShardLoop loop = new ShardLoop("shard-test", 3, counters);

  @AfterEach
  void close() {
    loop.close();
  }

  private static void reached(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tasksRunInOrderOnOneThread() throws InterruptedException {
    loop.start();
    List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch done = new CountDownLatch(1);
    AtomicBoolean inside = new AtomicBoolean(true);
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      loop.post(
          () -> {
            ran.add(number);
            inside.compareAndSet(true, loop.inLoop());
          });
    }
    loop.post(done::countDown);
    reached(done);
    assertThat(ran).hasSize(1_000).isSorted();
    assertThat(inside).isTrue();
    assertThat(loop.inLoop()).isFalse();
  }

  @Test
  void aFullQueueRefusesOffersAndNeverContinuations() throws InterruptedException {
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      assertThat(loop.offer(ran::incrementAndGet)).isTrue();
    }
    assertThat(loop.offer(ran::incrementAndGet)).isFalse();
    CountDownLatch done = new CountDownLatch(1);
    loop.post(done::countDown);
    loop.start();
    reached(done);
    assertThat(ran).hasValue(3);
    assertThat(loop.offer(() -> {})).isTrue();
  }

  @Test
  void timersFireInOrderAndCancelledOnesDoNot() throws InterruptedException {
    loop.start();
    List<String> fired = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch done = new CountDownLatch(1);
    loop.post(
        () -> {
          loop.schedule(Duration.ofMillis(30), () -> fired.add("third"));
          Loop.Timer never = loop.schedule(Duration.ofMillis(20), () -> fired.add("never"));
          loop.schedule(Duration.ofMillis(10), () -> fired.add("second"));
          loop.schedule(Duration.ZERO, () -> fired.add("first"));
          loop.schedule(Duration.ofMillis(40), done::countDown);
          never.cancel();
          never.cancel();
        });
    reached(done);
    assertThat(fired).containsExactly("first", "second", "third");
  }

  @Test
  void aTimerMayBeSetAndCancelledFromOutside() throws InterruptedException {
    loop.start();
    AtomicBoolean fired = new AtomicBoolean();
    Loop.Timer timer = loop.schedule(Duration.ofMillis(20), () -> fired.set(true));
    timer.cancel();
    CountDownLatch later = new CountDownLatch(1);
    loop.schedule(Duration.ofMillis(40), later::countDown);
    reached(later);
    assertThat(fired).isFalse();
  }

  @Test
  @ExpectsErrors("failed")
  void anErrorIsCountedAndTheLoopGoesOn() throws InterruptedException {
    loop.start();
    CountDownLatch done = new CountDownLatch(1);
    loop.post(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    loop.post(
        () -> {
          throw new StackOverflowError("on purpose");
        });
    loop.post(done::countDown);
    reached(done);
    assertThat(counters.get(Counter.LOOP_TASKS_FAILED)).isEqualTo(2);
    assertThat(loop.check().ok()).isTrue();
  }

  @Test
  void aTaskThatHoldsTheLoopIsCounted() {
    loop.start();
    loop.post(
        () -> {
          long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(60);
          while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
          }
        });
    await().until(() -> counters.get(Counter.LOOP_TASKS_SLOW) == 1);
  }

  @Test
  void anIdleLoopWakesForATaskFromAnyThread() throws InterruptedException {
    loop.start();
    for (int i = 0; i < 200; i++) {
      CountDownLatch done = new CountDownLatch(1);
      loop.post(done::countDown);
      reached(done);
    }
  }

  @Test
  void closingRunsWhatIsQueuedAndRefusesMore() {
    AtomicInteger ran = new AtomicInteger();
    loop.offer(ran::incrementAndGet);
    loop.offer(ran::incrementAndGet);
    loop.start();
    loop.close();
    assertThat(ran).hasValue(2);
    assertThat(loop.offer(ran::incrementAndGet)).isFalse();
    assertThat(loop.check().ok()).isFalse();
  }

  @Test
  void aLoopThatNeverStartedClosesQuietly() {
    loop.close();
    assertThat(loop.check().ok()).isFalse();
  }
}
