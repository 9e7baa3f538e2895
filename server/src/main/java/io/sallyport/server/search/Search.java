package io.sallyport.server.search;

import java.util.List;
import java.util.Optional;

/**
 * A question to the index.
 *
 * @param holds what legal holds are on, each hold one criterion
 * @param held only what is held, or only what is not; empty for both
 * @param facets whether persons, months, kinds and results are to be counted too
 * @param limit hits on a page
 * @param cursor where an earlier page of the same question ended
 */
public record Search(
    Criteria criteria,
    Scope scope,
    List<Criteria> holds,
    Optional<Boolean> held,
    boolean facets,
    int limit,
    Optional<String> cursor) {
  public static final int MOST_ON_A_PAGE = 1_000;

  public Search {
    holds = List.copyOf(holds);
    if (limit < 1 || limit > MOST_ON_A_PAGE) {
      throw new IllegalArgumentException("a page has 1 to " + MOST_ON_A_PAGE + " hits");
    }
  }

  /** The newest of what the criteria name. */
  public static Search newest(Criteria criteria, Scope scope, int limit) {
    return new Search(criteria, scope, List.of(), Optional.empty(), false, limit, Optional.empty());
  }

  /** The same question, further on. */
  public Search after(String place) {
    return new Search(criteria, scope, holds, held, facets, limit, Optional.of(place));
  }
}
