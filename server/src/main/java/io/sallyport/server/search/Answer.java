package io.sallyport.server.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the index says to a {@link Search}. */
public sealed interface Answer {

  /**
   * Hits, newest first.
   *
   * @param total how many there are in all
   * @param counted whether the total is exact; otherwise there are at least so many
   * @param next where the next page begins; empty on the last one
   * @param facets by name, such as {@code person}: values with their counts, the most frequent
   *     first
   * @param reached the record up to which the index has come
   * @param behind records that the journal has beyond that
   */
  record Page(
      List<Hit> hits,
      long total,
      boolean counted,
      Optional<String> next,
      Map<String, Map<String, Long>> facets,
      long reached,
      long behind)
      implements Answer {}

  /** The question is not one that can be answered; a sentence for who asked. */
  record Rejected(String why) implements Answer {}
}
