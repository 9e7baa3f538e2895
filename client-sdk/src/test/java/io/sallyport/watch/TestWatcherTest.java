package io.sallyport.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class TestWatcherTest {
  private static final Logger LOG = LoggerFactory.getLogger(TestWatcherTest.class);

  @Test
  @ExpectsErrors("the sky is falling")
  void anAnnouncedErrorIsLetPass() {
    LOG.error("announced: the sky is falling");
  }

  @Test
  void anErrorThatNobodyAnnouncedIsSeen() {
    LoggedErrors errors = new LoggedErrors();
    errors.setName("a second watcher");
    LOG.warn("only a warning");
    assertThat(errors.take()).isEmpty();
    seenBy(errors);
    assertThat(errors.take())
        .singleElement()
        .asString()
        .contains("unannounced")
        .contains("IllegalStateException");
  }

  /** Hands the event to the appender alone, so that the watcher of this very test stays quiet. */
  private static void seenBy(LoggedErrors errors) {
    ch.qos.logback.classic.Logger logger =
        (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("aside");
    logger.setAdditive(false);
    errors.setContext(logger.getLoggerContext());
    errors.start();
    logger.addAppender(errors);
    logger.error("unannounced", new IllegalStateException("for the test"));
    logger.detachAppender(errors);
  }

  @Test
  @ExpectsErrors("LEAK: ByteBuf")
  void aBufferThatIsNeverReleasedIsSeen() {
    ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    LoggedErrors errors = new LoggedErrors();
    ch.qos.logback.classic.Logger netty =
        (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    errors.setContext(netty.getLoggerContext());
    errors.start();
    netty.addAppender(errors);
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                ByteBufAllocator.DEFAULT.buffer(16).writeByte(1);
                System.gc();
                ByteBufAllocator.DEFAULT.buffer(16).release();
                return errors.take().stream().anyMatch(line -> line.contains("LEAK"));
              });
    } finally {
      netty.detachAppender(errors);
      ResourceLeakDetector.setLevel(before);
    }
  }

  @Test
  void aThreadThatOutlivesItsClassIsSeen() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Thread stray = new Thread(() -> awaitQuietly(end), "stray");
    stray.start();
    try {
      assertThat(TestWatcher.left(Set.of())).extracting(Thread::getName).contains("stray");
      assertThat(TestWatcher.left(Set.of(stray)))
          .extracting(Thread::getName)
          .doesNotContain("stray");
    } finally {
      end.countDown();
      stray.join();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
