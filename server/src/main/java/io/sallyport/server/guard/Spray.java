package io.sallyport.server.guard;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * Wrong logins of all sources together: a few guesses at each of many names, from many places, show
 * only here. Any thread.
 */
final class Spray {
  // immutable
  private final GuardSettings.Blocks settings;
  private final LongSupplier nanoTime;

  // guarded by this
  private Names names = new Names(ThreadLocalRandom.current().nextInt());
  private long began;

  Spray(GuardSettings.Blocks settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
  }

  /** Counts a wrong login; whether that makes too many names. */
  synchronized boolean failed(String name) {
    long now = nanoTime.getAsLong();
    if (now - began > settings.window().toNanos()) {
      names = new Names(ThreadLocalRandom.current().nextInt());
      began = now;
    }
    names.add(name);
    return names.count() >= settings.sprayedNames();
  }

  synchronized int names() {
    return names.count();
  }
}
