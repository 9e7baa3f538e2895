package io.sallyport.server.retention;

import io.sallyport.server.archive.ArchiveRecord.Purge;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.Keeping;
import io.sallyport.server.archive.Sequences;
import io.sallyport.server.archive.Sequences.Range;
import io.sallyport.server.base.Ids;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/**
 * One purge, from the record that names what goes to the record that says that it is gone. The
 * first is durable before anything is destroyed, each step can be done twice, and a purge without
 * the second is taken up again at the next start. Before each step the holds are asked, under the
 * lock under which they are placed: what a hold covers from its placing on stays.
 */
final class PurgeJob {
  // immutable
  private final Keeping journal;
  private final RetentionSettings settings;
  private final Neighbours neighbours;
  private final Standing standing;
  private final Lock lock;
  private final Approvals.Recorder recorder;
  private final InstantSource clock;

  // owned by: the thread that purges
  private final Set<Unit> spared = new HashSet<>();
  private final Set<String> destroyed = new LinkedHashSet<>();
  private final List<Range> left = new ArrayList<>();

  /**
   * A job.
   *
   * @param recorder puts a record on the journal and takes it into account
   * @param lock held by who changes what stands
   */
  PurgeJob(
      Keeping journal,
      RetentionSettings settings,
      Neighbours neighbours,
      Standing standing,
      Lock lock,
      Approvals.Recorder recorder,
      InstantSource clock) {
    this.journal = journal;
    this.settings = settings;
    this.neighbours = neighbours;
    this.standing = standing;
    this.lock = lock;
    this.recorder = recorder;
    this.clock = clock;
  }

  /** Names on the journal what goes; from here on it is decided. Empty where nothing goes. */
  Optional<Purge> begin(List<Unit> due, String by, String approvedBy) throws IOException {
    lock.lock();
    try {
      List<Long> bodies = new ArrayList<>();
      List<Long> fields = new ArrayList<>();
      List<String> objects = new ArrayList<>();
      for (Unit unit : due) {
        if (standing.held(unit, neighbours.groups())) {
          continue;
        }
        boolean all = settings.of(unit.kind()).takes() == KeepSettings.Takes.EVERYTHING;
        bodies.addAll(all ? List.of() : unit.bodies());
        fields.addAll(all ? unit.sequences() : List.of());
        unit.objects().stream().filter(o -> !standing.gone(o)).forEach(objects::add);
      }
      if (bodies.isEmpty() && fields.isEmpty() && objects.isEmpty()) {
        return Optional.empty();
      }
      Purge purge =
          new Purge(
              Ids.random(8),
              clock.instant(),
              by,
              approvedBy,
              Sequences.ofEach(bodies).ranges(),
              Sequences.ofEach(fields).ranges(),
              List.copyOf(objects));
      recorder.write(purge);
      return Optional.of(purge);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Destroys what the record names and no hold has come to cover.
   *
   * @param units those of which there is something left
   */
  PurgeCompleted finish(Purge purge, List<Unit> units) throws IOException {
    Sequences bodies = Sequences.of(purge.bodies());
    Sequences fields = Sequences.of(purge.fields());
    Set<String> objects = new LinkedHashSet<>(purge.objects());
    for (Unit unit : units) {
      destroyObjects(unit, objects);
    }
    for (String object : objects) {
      // the record that names it is gone already: a step before a crash was here
      neighbours.recordings().destroy(object);
      destroyed.add(object);
    }
    for (Range segment : journal.segments(bodies.with(fields))) {
      // waits for a running backup before it takes the lock that who places a hold waits for
      journal.whileNobodyCopies(() -> erase(segment, units, bodies, fields));
    }
    Sequences named = bodies.with(fields);
    Sequences stays = named.minus(named.minus(Sequences.of(left)));
    PurgeCompleted completed =
        new PurgeCompleted(
            purge.purge(),
            clock.instant(),
            bodies.minus(stays).ranges(),
            fields.minus(stays).ranges(),
            stays.ranges(),
            List.copyOf(destroyed));
    recorder.write(completed);
    return completed;
  }

  private void destroyObjects(Unit unit, Set<String> named) throws IOException {
    lock.lock();
    try {
      if (!stays(unit)) {
        for (String object : unit.objects()) {
          if (named.remove(object)) {
            neighbours.recordings().destroy(object);
            destroyed.add(object);
          }
        }
      } else {
        named.removeAll(unit.objects());
      }
    } finally {
      lock.unlock();
    }
  }

  private void erase(Range segment, List<Unit> units, Sequences bodies, Sequences fields)
      throws IOException {
    lock.lock();
    try {
      for (Unit unit : units) {
        if (stays(unit)) {
          within(unit, segment).forEach(sequence -> left.add(new Range(sequence, sequence)));
        }
      }
      Sequences stays = Sequences.of(left);
      journal.erase(segment.first(), bodies.minus(stays), fields.minus(stays));
    } finally {
      lock.unlock();
    }
  }

  private static List<Long> within(Unit unit, Range segment) {
    return unit.sequences().stream()
        .filter(sequence -> sequence >= segment.first() && sequence <= segment.last())
        .toList();
  }

  /** Whether a hold has come over the unit; it is not asked a second time. */
  private boolean stays(Unit unit) {
    if (spared.contains(unit)) {
      return true;
    }
    boolean held = standing.held(unit, neighbours.groups());
    if (held) {
      spared.add(unit);
    }
    return held;
  }
}
