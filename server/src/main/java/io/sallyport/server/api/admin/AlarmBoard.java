package io.sallyport.server.api.admin;

import io.sallyport.server.base.Component.Health;
import io.sallyport.server.guard.Alarm;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All that somebody should look at: alarms of the guard, and components that are not well. */
public final class AlarmBoard {
  private static final String HEALTH = "health";

  /**
   * Something to look at.
   *
   * @param kind scan, spray, fraud, calls or flood of the guard; health of a component
   * @param subject whom or what it is about
   */
  record AlarmView(String kind, String subject, String what, Instant since) {}

  // immutable
  private final Supplier<List<Alarm>> alarms;
  private final Supplier<Map<String, Health>> health;
  private final InstantSource clock;

  // any thread: under this object's lock
  private final Map<String, Instant> failingSince = new HashMap<>();

  public AlarmBoard(
      Supplier<List<Alarm>> alarms, Supplier<Map<String, Health>> health, InstantSource clock) {
    this.alarms = alarms;
    this.health = health;
    this.clock = clock;
  }

  Map<String, Health> health() {
    return health.get();
  }

  /** What is wrong with that health, components first. */
  synchronized List<AlarmView> of(Map<String, Health> health) {
    List<AlarmView> list = new ArrayList<>();
    for (Map.Entry<String, Health> each : health.entrySet()) {
      if (each.getValue().ok()) {
        failingSince.remove(each.getKey());
      } else {
        Instant since = failingSince.computeIfAbsent(each.getKey(), name -> clock.instant());
        list.add(new AlarmView(HEALTH, each.getKey(), each.getValue().detail(), since));
      }
    }
    alarms
        .get()
        .forEach(
            alarm ->
                list.add(
                    new AlarmView(alarm.kind(), alarm.subject(), alarm.what(), alarm.since())));
    return list;
  }
}
