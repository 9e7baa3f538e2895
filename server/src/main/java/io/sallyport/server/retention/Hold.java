package io.sallyport.server.retention;

import io.sallyport.server.archive.ArchiveRecord.HoldPlaced;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A legal hold: what no purge may take. It covers what meets every criterion that it has.
 *
 * @param matter the case that it belongs to; several holds may
 * @param persons canonical addresses; the group's members at the time when it was placed among them
 * @param group whose members, as they are at any time, are covered too; empty for none
 * @param calls ids of calls
 * @param from what ended before is not covered
 * @param until what began then or later is not covered
 * @param release the approval that was asked for to end it; empty while nobody has asked
 */
public record Hold(
    String id,
    Instant placedAt,
    String placedBy,
    String matter,
    String reason,
    Set<String> persons,
    String group,
    Set<String> calls,
    Optional<Instant> from,
    Optional<Instant> until,
    String release) {

  /** What a hold is to cover, before it is one. */
  public record Scope(
      String matter,
      String reason,
      List<String> persons,
      String group,
      List<String> calls,
      Optional<Instant> from,
      Optional<Instant> until) {}

  static Hold of(HoldPlaced placed) {
    return new Hold(
        placed.hold(),
        placed.at(),
        placed.by(),
        placed.matter(),
        placed.reason(),
        Set.copyOf(placed.persons()),
        placed.group(),
        Set.copyOf(placed.calls()),
        time(placed.from()),
        time(placed.until()),
        "");
  }

  Hold releaseRequested(String approval) {
    return new Hold(
        id, placedAt, placedBy, matter, reason, persons, group, calls, from, until, approval);
  }

  /** Whether the unit must stay; in doubt it must. */
  boolean covers(Unit unit, Groups groups) {
    if (from.isPresent() && unit.end().isBefore(from.get())
        || until.isPresent() && !unit.begin().isBefore(until.get())) {
      return false;
    }
    if (!calls.isEmpty() && !calls.contains(unit.call())) {
      return false;
    }
    if (persons.isEmpty() && group.isEmpty() || unit.fragment()) {
      return true;
    }
    return unit.persons().stream().anyMatch(persons::contains)
        || !group.isEmpty() && unit.persons().stream().anyMatch(groups.members(group)::contains);
  }

  private static Optional<Instant> time(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
