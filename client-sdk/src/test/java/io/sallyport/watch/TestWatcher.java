package io.sallyport.watch;

import io.netty.buffer.ByteBufAllocator;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test on a logged error that it did not announce with {@link ExpectsErrors}, on a leaked
 * Netty buffer, and on a thread that would keep the process alive after its class. Registered for
 * every test by {@code META-INF/services}.
 */
public final class TestWatcher
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(TestWatcher.class);
  private static final LoggedErrors ERRORS = new LoggedErrors();
  private static final long THREAD_GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Threads of test engines and of the JVM, and Netty's own that ends itself when idle. */
  private static final Pattern FOREIGN =
      Pattern.compile(
          "(main|surefire.*|globalEventExecutor.*|junit.*|process"
              + " reaper.*|awaitility.*|.*[Tt]imeout.*)");

  @Override
  public void beforeAll(ExtensionContext context) {
    ERRORS.attach();
    context.getStore(NAMESPACE).put("threads", liveThreads());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    ERRORS.attach();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    refuseErrors(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    reportLeaks();
    refuseErrors(context);
    Set<?> before = context.getStore(NAMESPACE).get("threads", Set.class);
    refuseThreads(before == null ? Set.of() : before);
  }

  private static void refuseErrors(ExtensionContext context) {
    List<Pattern> announced = announced(context);
    List<String> unexpected =
        ERRORS.take().stream()
            .filter(line -> announced.stream().noneMatch(pattern -> pattern.matcher(line).find()))
            .toList();
    if (!unexpected.isEmpty()) {
      throw new AssertionError(
          "logged errors that were not announced:\n" + String.join("\n", unexpected));
    }
  }

  private static List<Pattern> announced(ExtensionContext context) {
    List<Pattern> patterns = new ArrayList<>();
    Optional<ExtensionContext> level = Optional.of(context);
    while (level.isPresent()) {
      level.get().getElement().ifPresent(element -> patterns.addAll(announced(element)));
      level = level.get().getParent();
    }
    return patterns;
  }

  private static List<Pattern> announced(AnnotatedElement element) {
    ExpectsErrors expects = element.getAnnotation(ExpectsErrors.class);
    return expects == null
        ? List.of()
        : List.of(expects.value()).stream().map(Pattern::compile).toList();
  }

  /**
   * Netty reports a buffer that was never released when the next one is made after a collection.
   */
  private static void reportLeaks() {
    System.gc();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    ByteBufAllocator.DEFAULT.buffer(16).release();
  }

  private static void refuseThreads(Set<?> before) {
    long deadline = System.nanoTime() + THREAD_GRACE_NANOS;
    List<Thread> left = left(before);
    while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      left = left(before);
    }
    if (!left.isEmpty()) {
      throw new AssertionError(
          "threads left running: "
              + left.stream().map(TestWatcher::describe).collect(Collectors.joining("\n")));
    }
  }

  private static String describe(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return thread.getName() + (stack.length == 0 ? "" : " at " + stack[0]);
  }

  static List<Thread> left(Set<?> before) {
    return liveThreads().stream()
        .filter(
            thread ->
                !thread.isDaemon()
                    && !before.contains(thread)
                    && !FOREIGN.matcher(thread.getName()).matches())
        .toList();
  }

  private static Set<Thread> liveThreads() {
    return Set.copyOf(Thread.getAllStackTraces().keySet());
  }
}
