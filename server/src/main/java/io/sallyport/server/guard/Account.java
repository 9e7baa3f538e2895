package io.sallyport.server.guard;

import io.sallyport.server.guard.LimitRules.Limit;
import java.time.LocalDate;

/**
 * What one user, group, network, or one user's calls of one class have used. Calls a minute are
 * counted over the last sixty seconds: the minute before this one counts by what of it is still
 * within them. Guarded by the meter.
 */
final class Account {
  private static final long MINUTE = 60_000_000_000L;

  // immutable
  final LimitRules.Scope scope;
  final String name;
  final Limit limit;

  // guarded by the meter
  int running;
  private long minuteBegan;
  private int before;
  private int now;
  private LocalDate day = LocalDate.MIN;
  private long nanos;
  private long millionths;

  Account(LimitRules.Scope scope, String name, Limit limit, long nanoTime) {
    this.scope = scope;
    this.name = name;
    this.limit = limit;
    this.minuteBegan = nanoTime;
  }

  /** Counts one more attempt; whether it is within the rate. */
  boolean attempt(long nanoTime) {
    long passed = nanoTime - minuteBegan;
    if (passed >= MINUTE) {
      before = passed < 2 * MINUTE ? now : 0;
      now = 0;
      minuteBegan += passed / MINUTE * MINUTE;
      passed = nanoTime - minuteBegan;
    }
    // whoever goes on trying stays out, and that takes no more than an int holds
    now = Math.min(now + 1, Integer.MAX_VALUE - 1);
    double still = before * (1 - (double) passed / MINUTE);
    return limit.callsPerMinute() == Limit.NONE || now + still <= limit.callsPerMinute();
  }

  boolean hasRoom() {
    return limit.concurrent() == Limit.NONE || running < limit.concurrent();
  }

  void charge(LocalDate today, long talked, long cost) {
    turn(today);
    nanos += talked;
    millionths += cost;
  }

  boolean isSpent(LocalDate today) {
    turn(today);
    return (limit.nanosPerDay() != Limit.NONE && nanos >= limit.nanosPerDay())
        || (limit.millionthsPerDay() != Limit.NONE && millionths >= limit.millionthsPerDay());
  }

  long nanos(LocalDate today) {
    turn(today);
    return nanos;
  }

  long millionths(LocalDate today) {
    turn(today);
    return millionths;
  }

  private void turn(LocalDate today) {
    if (!today.equals(day)) {
      day = today;
      nanos = 0;
      millionths = 0;
    }
  }
}
