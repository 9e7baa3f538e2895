package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.transaction.Actions;
import io.sallyport.protocol.transaction.TimerName;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The timers that a state machine of {@code protocol.transaction} asks for, on the phone's loop.
 * Owned by that loop.
 */
abstract class TimedActions implements Actions {
  // immutable
  private final EventLoop timerLoop;

  // owned by: the phone's loop
  private final Map<TimerName, ScheduledFuture<?>> timers = new EnumMap<>(TimerName.class);

  TimedActions(EventLoop timerLoop) {
    this.timerLoop = timerLoop;
  }

  /** A timer has run out: feed it to the machine. */
  abstract void timer(TimerName name);

  @Override
  public void start(TimerName timer, Duration after) {
    stop(timer);
    timers.put(
        timer, timerLoop.schedule(() -> timer(timer), after.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public void stop(TimerName timer) {
    ScheduledFuture<?> running = timers.remove(timer);
    if (running != null) {
      running.cancel(false);
    }
  }

  @Override
  public void deliver(SipMessage message) {
    // only transactions have something to deliver
  }

  @Override
  public void terminated() {
    timers.values().forEach(timer -> timer.cancel(false));
    timers.clear();
  }
}
