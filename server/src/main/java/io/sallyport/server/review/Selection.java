package io.sallyport.server.review;

import io.sallyport.server.search.Answer;
import io.sallyport.server.search.Hit;
import io.sallyport.server.search.RecordIndex;
import io.sallyport.server.search.Search;
import java.io.IOException;
import java.util.Optional;

/**
 * What an export takes, held still: one look at the index, read as often as members of the package
 * need it, a page at a time.
 */
final class Selection implements AutoCloseable {
  // immutable
  private final Optional<RecordIndex.Look> look;
  private final Search search;
  private final Optional<String> problem;
  private final long count;

  /** Takes the hits in order. */
  interface Each {
    void hit(Hit hit) throws IOException;
  }

  private Selection(
      Optional<RecordIndex.Look> look, Search search, Optional<String> problem, long count) {
    this.look = look;
    this.search = search;
    this.problem = problem;
    this.count = count;
  }

  static Selection open(Desk desk, Search search, int most) throws IOException {
    Optional<RecordIndex.Look> look = desk.index().look();
    if (look.isEmpty()) {
      return new Selection(look, search, Optional.of(RecordIndex.NOT_OPEN), 0);
    }
    try {
      return counted(look.get(), search, most);
    } catch (IOException | RuntimeException e) {
      look.get().close();
      throw e;
    }
  }

  private static Selection counted(RecordIndex.Look look, Search search, int most)
      throws IOException {
    Optional<String> problem = Optional.empty();
    long count = 0;
    Answer answer = look.page(search);
    if (answer instanceof Answer.Rejected rejected) {
      problem = Optional.of(rejected.why());
    } else {
      count = look.count(search);
    }
    if (count > most) {
      problem = Optional.of("%d records are found, and an export takes %d".formatted(count, most));
    }
    return new Selection(Optional.of(look), search, problem, count);
  }

  /** Why there can be no export; empty where there can. */
  Optional<String> problem() {
    return problem;
  }

  /** How many hits there are. */
  long count() {
    return count;
  }

  /** Goes over the hits, newest first. */
  void forEach(Each each) throws IOException {
    Search page = search;
    while (true) {
      Answer answer = look.orElseThrow().page(page);
      if (!(answer instanceof Answer.Page found)) {
        throw new IOException(((Answer.Rejected) answer).why());
      }
      for (Hit hit : found.hits()) {
        each.hit(hit);
      }
      if (found.next().isEmpty()) {
        return;
      }
      page = search.after(found.next().get());
    }
  }

  @Override
  public void close() {
    look.ifPresent(RecordIndex.Look::close);
  }
}
