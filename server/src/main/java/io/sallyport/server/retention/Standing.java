package io.sallyport.server.retention;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.HoldPlaced;
import io.sallyport.server.archive.ArchiveRecord.HoldReleaseRequested;
import io.sallyport.server.archive.ArchiveRecord.HoldReleased;
import io.sallyport.server.archive.ArchiveRecord.Purge;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.ArchiveRecord.RetentionFloor;
import io.sallyport.server.retention.FloorViolation.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands by the records of the journal: floors, holds, purges. */
final class Standing {
  // any thread: guarded by this
  private final Map<RetentionClass, Duration> floors = new EnumMap<>(RetentionClass.class);
  private final Map<String, Hold> holds = new LinkedHashMap<>();
  private final Map<String, Purge> begun = new LinkedHashMap<>();
  private final Set<String> completed = new LinkedHashSet<>();
  private final Set<String> destroyed = new HashSet<>();

  /** Takes a record into account; those in order give what stands. */
  synchronized void apply(ArchiveRecord entry) {
    if (entry instanceof RetentionFloor floor) {
      // a record can only raise it, whatever it says
      RetentionClass.named(floor.kind())
          .ifPresent(
              kind -> floors.merge(kind, Duration.ofSeconds(floor.seconds()), Standing::longer));
    } else if (entry instanceof HoldPlaced placed) {
      holds.put(placed.hold(), Hold.of(placed));
    } else if (entry instanceof HoldReleaseRequested asked) {
      holds.computeIfPresent(asked.hold(), (id, hold) -> hold.releaseRequested(asked.approval()));
    } else if (entry instanceof HoldReleased released) {
      holds.remove(released.hold());
    } else if (entry instanceof Purge purge) {
      begun.put(purge.purge(), purge);
    } else if (entry instanceof PurgeCompleted purge) {
      // what it took was long and is on the journal
      begun.remove(purge.purge());
      completed.add(purge.purge());
      destroyed.addAll(purge.objects());
    }
  }

  /** Whether records of the type change what stands. */
  static boolean concerns(String type) {
    return type.startsWith("hold.") || type.startsWith("purge") || type.equals("retention.floor");
  }

  /** Takes over what was read from the journal. */
  synchronized void replace(Standing read) {
    floors.clear();
    floors.putAll(read.floors);
    holds.clear();
    holds.putAll(read.holds);
    begun.clear();
    begun.putAll(read.begun);
    completed.clear();
    completed.addAll(read.completed);
    destroyed.clear();
    destroyed.addAll(read.destroyed);
  }

  synchronized Optional<Duration> floor(RetentionClass kind) {
    return Optional.ofNullable(floors.get(kind));
  }

  /** What the settings keep too short. */
  synchronized List<Violation> violations(RetentionSettings settings) {
    List<Violation> violations = new ArrayList<>();
    floors.forEach(
        (kind, floor) -> {
          KeepSettings keep = settings.of(kind);
          if (!keep.satisfies(floor)) {
            violations.add(
                new Violation(
                    "retention." + kind.text() + ".keep",
                    "keeps %s %s, and the floor on the journal is %s; no setting can lower it"
                        .formatted(kind.text(), text(keep.keep()), text(floor))));
          }
        });
    return violations;
  }

  /** The holds that have not been released, oldest first. */
  synchronized List<Hold> holds() {
    return List.copyOf(holds.values());
  }

  synchronized Optional<Hold> hold(String id) {
    return Optional.ofNullable(holds.get(id));
  }

  /** Whether any hold keeps the unit. */
  boolean held(Unit unit, Groups groups) {
    return holds().stream().anyMatch(hold -> hold.covers(unit, groups));
  }

  /** Purges that a crash or a failure has interrupted, oldest first. */
  synchronized List<Purge> unfinished() {
    return List.copyOf(begun.values());
  }

  /** Ids of the purges that have come to their end. */
  synchronized List<String> finished() {
    return List.copyOf(completed);
  }

  /** Whether a purge has destroyed the object. */
  synchronized boolean gone(String object) {
    return destroyed.contains(object);
  }

  static String text(Duration duration) {
    return duration.toSeconds() % 86_400 == 0
        ? duration.toDays() + "d"
        : duration.toSeconds() + "s";
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
