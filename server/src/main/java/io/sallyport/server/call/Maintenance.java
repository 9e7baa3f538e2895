package io.sallyport.server.call;

import java.time.Instant;

/** Whether new calls are taken, or the server is being emptied for maintenance. */
final class Maintenance {
  /** A drain that was begun. */
  record Begun(Instant since, Instant deadline, String by) {}

  // any thread: volatile snapshot; null while calls are taken
  private volatile Begun begun;

  Begun begin(Instant now, Instant deadline, String by) {
    Begun drain = new Begun(now, deadline, by);
    begun = drain;
    return drain;
  }

  void end() {
    begun = null;
  }

  boolean on() {
    return begun != null;
  }

  /** Whether that drain is the one under way. */
  boolean isStill(Begun drain) {
    return begun == drain;
  }

  LiveCalls.Drain state(int running) {
    Begun now = begun;
    return now == null
        ? new LiveCalls.Drain(false, Instant.EPOCH, Instant.EPOCH, "", running)
        : new LiveCalls.Drain(true, now.since(), now.deadline(), now.by(), running);
  }
}
