package io.sallyport.server.retention;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.server.archive.Keeping.Kept;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Records that are kept or go together: all of one call, of one chat line, of one recording; for
 * the rest each record by itself.
 */
final class Unit {
  // immutable
  private final RetentionClass kind;
  private final String id;

  // owned by: the thread that selects
  private final List<Long> sequences = new ArrayList<>();
  private final List<Long> bodies = new ArrayList<>();
  private final Set<String> persons = new LinkedHashSet<>();
  private final Set<String> objects = new LinkedHashSet<>();
  private String call = "";
  private Instant begin;
  private Instant end;
  private boolean over;

  /** Its first record is gone already, so that not all is known of whom it concerns. */
  private boolean fragment;

  Unit(RetentionClass kind, String id, boolean fragment) {
    this.kind = kind;
    this.id = id;
    this.fragment = fragment;
  }

  /** Takes one more record of the unit in. */
  void add(Kept record, JsonNode fields, Instant at, Persons who) {
    sequences.add(record.sequence());
    who.collect(fields, persons);
    begin = begin == null || at.isBefore(begin) ? at : begin;
    end = end == null || at.isAfter(end) ? at : end;
    call = call.isEmpty() ? fields.path("call").asText("") : call;
    objects.addAll(objects(kind, fields));
    over |= ends(record.type());
    if (record.hasBody()) {
      bodies.add(record.sequence());
    }
  }

  /** A call that runs is not due, however long it has; a moment is over at once. */
  private boolean ends(String type) {
    return switch (kind) {
      case CALLS -> type.equals("call.ended");
      case RECORDINGS -> !type.equals("recording.started");
      default -> true;
    };
  }

  /** The large objects that a record owns; what only speaks of one owns none. */
  static List<String> objects(RetentionClass kind, JsonNode fields) {
    List<String> objects = new ArrayList<>();
    if (kind == RetentionClass.RECORDINGS || kind == RetentionClass.FILES) {
      for (String name : List.of("recording", "object")) {
        String id = fields.path(name).asText("");
        objects.addAll(id.isEmpty() ? List.of() : List.of(id));
      }
    }
    return objects;
  }

  /** Whom it concerns is not known any more. */
  void forgetWhose() {
    fragment = true;
  }

  /** Whether its time has run out. */
  boolean due(KeepSettings keep, Instant now) {
    if (keep.unlimited() || !over && !fragment) {
      return false;
    }
    Instant from = keep.from() == KeepSettings.From.BEGIN ? begin : end;
    return !from.plus(keep.keep()).isAfter(now);
  }

  RetentionClass kind() {
    return kind;
  }

  String id() {
    return id;
  }

  boolean fragment() {
    return fragment;
  }

  List<Long> sequences() {
    return sequences;
  }

  /** Those of its records that have a body now. */
  List<Long> bodies() {
    return bodies;
  }

  /** Canonical addresses of those whom it concerns, as far as that is known. */
  Set<String> persons() {
    return persons;
  }

  Set<String> objects() {
    return objects;
  }

  /** Id of the call that it is or belongs to; empty where there is none. */
  String call() {
    return call;
  }

  Instant begin() {
    return begin;
  }

  Instant end() {
    return end;
  }
}
