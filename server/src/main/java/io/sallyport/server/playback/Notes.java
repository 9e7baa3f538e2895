package io.sallyport.server.playback;

import io.sallyport.server.playback.TrackNotes.Digit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what is found in one track. Not thread-safe. */
final class Notes {
  private static final int MAX_EVENTS = 1_000;
  private static final int MAX_ENCODINGS = 32;
  private static final String DIGITS = "0123456789*#ABCD";

  // immutable
  private final String label;

  // owned by: the renderer
  private final SortedMap<String, Long> packets = new TreeMap<>();
  private final SortedMap<String, Long> undecoded = new TreeMap<>();
  private final List<Digit> events = new ArrayList<>();
  long lost;
  long late;
  long malformed;
  long jumps;
  long concealedNanos;

  Notes(String label) {
    this.label = label;
  }

  void packet(String encoding) {
    count(packets, encoding);
  }

  void undecoded(String encoding) {
    count(undecoded, encoding);
  }

  /** There are 128 payload types and so no more encodings, but nobody needs to read them all. */
  private static void count(SortedMap<String, Long> counts, String encoding) {
    String key =
        counts.size() < MAX_ENCODINGS || counts.containsKey(encoding) ? encoding : "others";
    counts.merge(key, 1L, Long::sum);
  }

  void event(long nanos, int code) {
    if (events.size() < MAX_EVENTS) {
      String digit = code < DIGITS.length() ? DIGITS.substring(code, code + 1) : "event " + code;
      events.add(new Digit(nanos, digit));
    }
  }

  SortedMap<String, Long> undecoded() {
    return undecoded;
  }

  /** The end of counting. */
  TrackNotes toValue() {
    return new TrackNotes(
        label,
        Collections.unmodifiableSortedMap(packets),
        lost,
        late,
        malformed,
        Collections.unmodifiableSortedMap(undecoded),
        jumps,
        concealedNanos / 1_000_000,
        List.copyOf(events));
  }
}
