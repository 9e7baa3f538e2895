package io.sallyport.server.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Components that start beside each other because none needs another: most of a start is loading
 * classes, and every core may help.
 */
final class ParallelStart {
  // owned by: the thread that starts the server
  private final List<FutureTask<?>> tasks = new ArrayList<>();

  /** Begins a task on a thread of its own; its result is there once {@link #run} has returned. */
  <T> Future<T> begin(String name, Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    tasks.add(future);
    Thread thread = new Thread(future, "start-" + name);
    thread.setDaemon(true);
    thread.start();
    return future;
  }

  /**
   * Runs the last part on this thread and waits for all of them, also when one fails, so that what
   * they started can be closed; then throws the first failure.
   */
  void run(Callable<?> lastPart) throws Exception {
    Exception failure = outcome(lastPart);
    for (FutureTask<?> task : tasks) {
      Exception another = outcome(task::get);
      if (failure == null) {
        failure = another;
      } else if (another != null) {
        failure.addSuppressed(another);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static Exception outcome(Callable<?> part) {
    try {
      part.call();
      return null;
    } catch (ExecutionException e) {
      return e.getCause() instanceof Exception cause ? cause : e;
    } catch (Exception e) {
      return e;
    }
  }
}
