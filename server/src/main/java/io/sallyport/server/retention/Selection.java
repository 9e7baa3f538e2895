package io.sallyport.server.retention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sallyport.server.archive.Keeping;
import io.sallyport.server.archive.Keeping.Kept;
import io.sallyport.server.archive.Remains;
import io.sallyport.server.archive.Sequences;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One walk over the journal that gathers records into units and finds those whose time has run out.
 * What is younger is stepped over unread; how many units are held in memory is bounded.
 */
final class Selection {
  private static final int MOST_RECORDS = 200_000;
  private static final int RECENT_CALLS = 20_000;

  // immutable
  private final RetentionSettings settings;
  private final Persons persons;
  private final Instant now;
  private final int most;
  private final Map<RetentionClass, Instant> newest = new EnumMap<>(RetentionClass.class);

  // owned by: the thread that selects
  private final Map<String, Unit> units = new LinkedHashMap<>();
  private final Set<String> held = new HashSet<>();
  private final Map<String, Set<String>> recentCalls = new RecentCalls();
  private int records;
  private boolean full;

  /**
   * A selection of what is due.
   *
   * @param most units at most
   */
  Selection(RetentionSettings settings, Persons persons, Instant now, int most) {
    this.settings = settings;
    this.persons = persons;
    this.now = now;
    this.most = most;
    for (RetentionClass kind : RetentionClass.values()) {
      KeepSettings keep = settings.of(kind);
      if (!keep.unlimited()) {
        newest.put(kind, now.minus(keep.keep()));
      }
    }
  }

  /**
   * Units whose time has run out and of which there is something to destroy, in the order of the
   * journal. Units that are held are stepped over, so that they do not fill the selection; the
   * purge asks again right before it destroys one.
   */
  List<Unit> due(Keeping journal, Standing standing, Groups groups) throws IOException {
    if (newest.isEmpty()) {
      return List.of();
    }
    journal.read(record -> visit(record, standing, groups));
    List<Unit> due = new ArrayList<>();
    for (Unit unit : units.values()) {
      if (unit.due(settings.of(unit.kind()), now)) {
        due.add(unit);
      }
    }
    learnCalls(journal, persons, due);
    due.removeIf(unit -> standing.held(unit, groups));
    return due;
  }

  /** How many units a hold has kept. */
  int held() {
    return held.size();
  }

  /** Whether more is due than was taken. */
  boolean full() {
    return full;
  }

  /** Units of the records that are still there of those named: what an interrupted purge left. */
  static List<Unit> left(Keeping journal, Persons persons, Sequences named) throws IOException {
    Map<String, Unit> units = new LinkedHashMap<>();
    journal.read(
        record -> {
          if (named.contains(record.sequence()) && record.remains() != Remains.LEAF) {
            take(record, persons, units);
          }
        });
    List<Unit> left = List.copyOf(units.values());
    learnCalls(journal, persons, left);
    return left;
  }

  private void visit(Kept record, Standing standing, Groups groups) {
    RetentionClass kind = RetentionClass.of(record.type()).orElse(null);
    if (kind == null || record.remains() == Remains.LEAF) {
      return;
    }
    if (kind == RetentionClass.CALLS && newest.containsKey(RetentionClass.RECORDINGS)) {
      record.fields().ifPresent(this::remember);
    }
    Instant limit = newest.get(kind);
    if (limit == null || record.time().isAfter(limit) || !destroys(kind, record, standing)) {
      return;
    }
    String key = record.fields().map(fields -> key(kind, id(kind, record, fields))).orElse("");
    boolean known = units.containsKey(key);
    if (key.isEmpty() || held.contains(key) || full && !known) {
      return;
    }
    take(record, persons, units).ifPresent(unit -> taken(key, unit, standing, groups));
    full |= units.size() >= most || records >= MOST_RECORDS;
  }

  private void taken(String key, Unit unit, Standing standing, Groups groups) {
    records++;
    unit.persons().addAll(recentCalls.getOrDefault(unit.call(), Set.of()));
    if (standing.held(unit, groups)) {
      // it only grows from here, and nothing that comes later uncovers it
      held.add(key);
      units.remove(key);
      records -= unit.sequences().size();
    }
  }

  /** Who spoke in a recording is said by the records of its call, which come before. */
  private void remember(JsonNode fields) {
    String call = fields.path("call").asText("");
    persons.collect(fields, recentCalls.computeIfAbsent(call, id -> new LinkedHashSet<>()));
  }

  private static Optional<Unit> take(Kept record, Persons persons, Map<String, Unit> units) {
    RetentionClass kind = RetentionClass.of(record.type()).orElse(null);
    Optional<JsonNode> fields = record.fields();
    if (kind == null || fields.isEmpty()) {
      return Optional.empty();
    }
    String id = id(kind, record, fields.get());
    Unit unit =
        units.computeIfAbsent(
            key(kind, id), key -> new Unit(kind, id, !first(kind, record.type())));
    unit.add(record, fields.get(), at(record, fields.get()), persons);
    return Optional.of(unit);
  }

  /** Whether records of the type begin a unit, so that all is known of it. */
  private static boolean first(RetentionClass kind, String type) {
    return switch (kind) {
      case CALLS -> type.equals("call.started");
      case CHAT -> type.equals("chat.message") || type.equals("content.matched");
      default -> true;
    };
  }

  private static String id(RetentionClass kind, Kept record, JsonNode fields) {
    List<String> names =
        switch (kind) {
          case CALLS -> List.of("call");
          case RECORDINGS -> List.of("recording", "object", "call");
          case CHAT -> List.of("message");
          case FILES -> List.of("file", "object");
          case ACCESS -> List.of();
        };
    for (String name : names) {
      String id = fields.path(name).asText("");
      if (!id.isEmpty()) {
        return id;
      }
    }
    return "#" + record.sequence();
  }

  private static String key(RetentionClass kind, String id) {
    return kind.name() + ' ' + id;
  }

  /** When it happened, by whichever of the two clocks is later. */
  private static Instant at(Kept record, JsonNode fields) {
    try {
      Instant said = Instant.parse(fields.path("at").asText(""));
      return said.isAfter(record.time()) ? said : record.time();
    } catch (DateTimeException e) {
      return record.time();
    }
  }

  private boolean destroys(RetentionClass kind, Kept record, Standing standing) {
    if (settings.of(kind).takes() == KeepSettings.Takes.EVERYTHING || record.hasBody()) {
      return true;
    }
    return record.fields().map(fields -> Unit.objects(kind, fields)).orElse(List.of()).stream()
        .anyMatch(object -> !standing.gone(object));
  }

  /**
   * The same for those that were selected, whatever lies between a recording and its call; one
   * whose call is gone from the journal has persons that nobody knows any more.
   */
  private static void learnCalls(Keeping journal, Persons persons, List<Unit> due)
      throws IOException {
    Map<String, List<Unit>> recordings = new HashMap<>();
    for (Unit unit : due) {
      if (unit.kind() == RetentionClass.RECORDINGS && !unit.call().isEmpty()) {
        recordings.computeIfAbsent(unit.call(), call -> new ArrayList<>()).add(unit);
      }
    }
    if (recordings.isEmpty()) {
      return;
    }
    Set<String> known = new HashSet<>();
    journal.read(
        record -> {
          if (record.type().startsWith("call.")) {
            JsonNode call = record.fields().orElse(MissingNode.getInstance());
            String id = call.path("call").asText("");
            recordings.getOrDefault(id, List.of()).forEach(u -> persons.collect(call, u.persons()));
            if (record.type().equals("call.started")) {
              known.add(id);
            }
          }
        });
    due.stream()
        .filter(unit -> unit.kind() == RetentionClass.RECORDINGS && !unit.call().isEmpty())
        .filter(unit -> !known.contains(unit.call()))
        .forEach(Unit::forgetWhose);
  }

  /** Persons of the calls that were read last. */
  private static final class RecentCalls extends LinkedHashMap<String, Set<String>> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
      return size() > RECENT_CALLS;
    }
  }
}
