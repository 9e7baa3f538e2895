package io.sallyport.server.search;

import io.sallyport.server.archive.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far an index has come: the last record that it holds, and of which journal. Committed with
 * the documents, so that a killed server goes on exactly behind them.
 */
record Mark(String log, long sequence, Optional<Position> position) {
  private static final String VERSION = "version";
  private static final String LOG = "log";
  private static final String SEQUENCE = "sequence";
  private static final String SEGMENT = "segment";
  private static final String OFFSET = "offset";

  static Mark beginOf(String log) {
    return new Mark(log, 0, Optional.empty());
  }

  Mark at(long later, Position where) {
    return new Mark(log, later, Optional.of(where));
  }

  Map<String, String> data() {
    Map<String, String> data = new HashMap<>();
    data.put(VERSION, Fields.VERSION);
    data.put(LOG, log);
    data.put(SEQUENCE, String.valueOf(sequence));
    position.ifPresent(
        at -> {
          data.put(SEGMENT, String.valueOf(at.segment()));
          data.put(OFFSET, String.valueOf(at.offset()));
        });
    return data;
  }

  /** What a commit says; empty where it is of another version, or says nothing readable. */
  static Optional<Mark> of(Map<String, String> data) {
    if (!Fields.VERSION.equals(data.get(VERSION)) || !data.containsKey(LOG)) {
      return Optional.empty();
    }
    try {
      Optional<Position> position =
          data.containsKey(SEGMENT)
              ? Optional.of(
                  new Position(Long.parseLong(data.get(SEGMENT)), Long.parseLong(data.get(OFFSET))))
              : Optional.empty();
      return Optional.of(new Mark(data.get(LOG), Long.parseLong(data.get(SEQUENCE)), position));
    } catch (NumberFormatException unreadable) {
      return Optional.empty();
    }
  }
}
