package io.sallyport.server.review;

import io.sallyport.server.search.Answer;
import io.sallyport.server.search.Criteria;
import io.sallyport.server.search.Hit;
import io.sallyport.server.search.Kind;
import io.sallyport.server.search.RecordIndex;
import io.sallyport.server.search.Scope;
import io.sallyport.server.search.Search;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The part of the access trail that belongs to a selection. */
final class Trails {
  private static final int AT_ONCE = 500;
  private static final Set<String> UNBOUND =
      Set.of("access.search", "access.export", "access.exported", "access.refused");

  // immutable
  private final Selection selection;
  private final RecordIndex.Look look;
  private final String officer;

  /**
   * The trail of what a selection holds.
   *
   * @param look newer than the selection: the export itself is in it
   */
  Trails(Selection selection, RecordIndex.Look look, String officer) {
    this.selection = selection;
    this.look = look;
    this.officer = officer;
  }

  /**
   * Acts on what was selected, by anybody; then what the officer did that has no single subject.
   */
  void forEach(Selection.Each each) throws IOException {
    Set<String> ids = new HashSet<>();
    selection.forEach(
        hit -> {
          ids.add(hit.id());
          if (ids.size() == AT_ONCE) {
            acts(Criteria.where().kind(Kind.ACCESS).ids(ids).build(), each);
            ids.clear();
          }
        });
    if (!ids.isEmpty()) {
      acts(Criteria.where().kind(Kind.ACCESS).ids(ids).build(), each);
    }
    acts(
        Criteria.where()
            .kind(Kind.ACCESS)
            .parties(List.of(Set.of(officer)))
            .direction(Criteria.Direction.OUT)
            .results(UNBOUND)
            .build(),
        each);
  }

  private void acts(Criteria criteria, Selection.Each each) throws IOException {
    Search first = Search.newest(criteria, Scope.EVERYTHING, Search.MOST_ON_A_PAGE);
    Search page = first;
    while (true) {
      Answer answer = look.page(page);
      if (!(answer instanceof Answer.Page found)) {
        throw new IOException(((Answer.Rejected) answer).why());
      }
      for (Hit hit : found.hits()) {
        each.hit(hit);
      }
      if (found.next().isEmpty()) {
        return;
      }
      page = first.after(found.next().get());
    }
  }
}
