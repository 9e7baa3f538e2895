package io.sallyport.server.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a purge would do now, without doing it.
 *
 * @param units how many calls, lines and the like are due, by class
 * @param records records of the journal that would lose something
 * @param objects recordings and files that would be destroyed
 * @param held units that are due and stay because of a hold
 * @param more whether more is due than one purge takes
 * @param examples the oldest of each class
 */
public record PurgePreview(
    Map<RetentionClass, Long> units,
    long records,
    long objects,
    long held,
    boolean more,
    List<Example> examples) {

  private static final int EXAMPLES = 3;

  /** One thing that would go. */
  public record Example(RetentionClass kind, String id, Instant begin, int records) {}

  static PurgePreview of(List<Unit> due, Selection selection, Standing standing) {
    Map<RetentionClass, Long> units = new EnumMap<>(RetentionClass.class);
    List<Example> examples = new ArrayList<>();
    Set<String> objects = new HashSet<>();
    long records = 0;
    for (Unit unit : due) {
      long so = units.merge(unit.kind(), 1L, Long::sum);
      records += unit.sequences().size();
      unit.objects().stream().filter(object -> !standing.gone(object)).forEach(objects::add);
      if (so <= EXAMPLES) {
        examples.add(new Example(unit.kind(), unit.id(), unit.begin(), unit.sequences().size()));
      }
    }
    return new PurgePreview(
        units, records, objects.size(), selection.held(), selection.full(), examples);
  }

  /** What is due in a few words. */
  String summary() {
    return units.entrySet().stream()
        .map(entry -> entry.getKey().text() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  /** Whether nothing is due. */
  public boolean nothing() {
    return units.isEmpty();
  }
}
