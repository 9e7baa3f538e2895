package io.sallyport.server.sip;

import io.sallyport.protocol.transaction.TimerName;
import io.sallyport.server.base.Loop;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** The running timers of one transaction, by name. Confined to its shard. */
final class Timers {
  // immutable
  private final Loop loop;
  private final Consumer<TimerName> target;

  // owned by: shard
  private final Map<TimerName, Loop.Timer> running = new EnumMap<>(TimerName.class);

  Timers(Loop loop, Consumer<TimerName> target) {
    this.loop = loop;
    this.target = target;
  }

  void start(TimerName name, Duration after) {
    stop(name);
    running.put(name, loop.schedule(after, () -> fire(name)));
  }

  void stop(TimerName name) {
    Loop.Timer timer = running.remove(name);
    if (timer != null) {
      timer.cancel();
    }
  }

  void stopAll() {
    running.values().forEach(Loop.Timer::cancel);
    running.clear();
  }

  private void fire(TimerName name) {
    running.remove(name);
    target.accept(name);
  }
}
