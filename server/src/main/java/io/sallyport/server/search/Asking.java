package io.sallyport.server.search;

import io.sallyport.server.search.Answer.Page;
import io.sallyport.server.search.Answer.Rejected;
import io.sallyport.server.search.TextQuery.Unreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.index.ExitableDirectoryReader.ExitingReaderException;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LRUQueryCache;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryCache;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.util.BytesRef;

/**
 * Answers questions from one look at the index, each within its budget of time. Any thread that may
 * block.
 */
final class Asking {
  /** Up to so many hits are counted exactly. */
  static final int COUNTED = 10_000;

  private static final int CACHED_FILTERS = 256;
  private static final long CACHED_BYTES = 64L << 20;

  // immutable
  private final Filters filters;
  private final Duration budget;
  private final Facets facets = new Facets();
  private final QueryCache cache = new LRUQueryCache(CACHED_FILTERS, CACHED_BYTES);

  Asking(TextAnalysis analysis, Duration budget) {
    this.filters = new Filters(analysis);
    this.budget = budget;
  }

  /**
   * Answers from a look at the index.
   *
   * @param reached the record up to which that look has come
   * @param behind records that the journal has beyond it
   */
  Answer answer(Search search, DirectoryReader look, long reached, long behind) throws IOException {
    Deadline deadline = new Deadline(System.nanoTime() + budget.toNanos());
    try {
      Query query = filters.of(search);
      int question = question(search);
      Optional<Cursor> cursor = search.cursor().flatMap(Cursor::parse);
      boolean strange =
          search.cursor().isPresent() && cursor.filter(c -> c.question() == question).isEmpty();
      if (strange) {
        return new Rejected("the cursor is not one of this question");
      }
      long upTo = cursor.map(Cursor::reached).orElse(reached);
      TopFieldDocs found = find(search, query, cursor, upTo, look, deadline);
      Map<String, Map<String, Long>> counts =
          search.facets() ? facets.count(look, query, deadline) : Map.of();
      if (deadline.shouldExit()) {
        return tooLong();
      }
      return page(search, found, look, upTo, question, counts, reached, behind);
    } catch (Unreadable e) {
      return new Rejected(e.getMessage());
    } catch (ExitingReaderException | IndexSearcher.TooManyClauses e) {
      return tooLong();
    }
  }

  /** Counts what a question finds by day and by who talked to whom; empty where that takes long. */
  Optional<Survey> survey(Search search, ZoneId zone, DirectoryReader look) throws IOException {
    Deadline deadline = new Deadline(System.nanoTime() + budget.toNanos());
    try {
      IndexSearcher searcher = searcher(ExitableDirectoryReader.wrap(look, deadline), deadline);
      FacetsCollector found = searcher.search(filters.of(search), new FacetsCollectorManager());
      Surveying surveying = new Surveying(zone, deadline);
      return !deadline.shouldExit() && surveying.count(found)
          ? Optional.of(surveying.survey())
          : Optional.empty();
    } catch (Unreadable e) {
      throw new IOException(e.getMessage(), e);
    } catch (ExitingReaderException | IndexSearcher.TooManyClauses e) {
      return Optional.empty();
    }
  }

  /** Counts all that a question finds, for as long as that takes: for exports, not for pages. */
  long count(Search search, DirectoryReader look) throws IOException {
    try {
      return new IndexSearcher(look).count(filters.of(search));
    } catch (Unreadable e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Rejected tooLong() {
    return new Rejected(
        "the search takes longer than "
            + budget.toMillis()
            + " ms; name a person or a span of time, or longer beginnings of words");
  }

  private TopFieldDocs find(
      Search search,
      Query query,
      Optional<Cursor> cursor,
      long upTo,
      DirectoryReader look,
      Deadline deadline)
      throws IOException {
    Query wanted = query;
    FieldDoc after = null;
    if (cursor.isPresent()) {
      Cursor c = cursor.get();
      after = new FieldDoc(Integer.MAX_VALUE, Float.NaN, new Object[] {c.time(), c.sequence()});
      wanted =
          new BooleanQuery.Builder()
              .add(query, Occur.FILTER)
              .add(Filters.upTo(c.time()), Occur.FILTER)
              .add(
                  LongPoint.newRangeQuery(Fields.SEQUENCE, upTo + 1, Long.MAX_VALUE),
                  Occur.MUST_NOT)
              .build();
    }
    IndexSearcher searcher = searcher(ExitableDirectoryReader.wrap(look, deadline), deadline);
    return searcher.search(
        wanted,
        new TopFieldCollectorManager(Fields.NEWEST_FIRST, search.limit() + 1, after, COUNTED));
  }

  private IndexSearcher searcher(DirectoryReader reader, Deadline deadline) {
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(cache);
    searcher.setTimeout(deadline);
    return searcher;
  }

  private Page page(
      Search search,
      TopFieldDocs found,
      DirectoryReader look,
      long upTo,
      int question,
      Map<String, Map<String, Long>> counts,
      long reached,
      long behind)
      throws IOException, Unreadable {
    boolean more = found.scoreDocs.length > search.limit();
    List<Hit> hits = new ArrayList<>();
    StoredFields stored = look.storedFields();
    for (ScoreDoc each : found.scoreDocs) {
      if (hits.size() < search.limit()) {
        hits.add(Shelf.draft(stored, each.doc).hit());
      }
    }
    Optional<String> next = Optional.empty();
    if (more) {
      Hit last = hits.get(hits.size() - 1);
      next =
          Optional.of(
              new Cursor(last.time().toEpochMilli(), last.sequence(), upTo, question).toString());
    }
    boolean counted = found.totalHits.relation == TotalHits.Relation.EQUAL_TO;
    return new Page(
        held(hits, search.holds(), look),
        found.totalHits.value,
        counted,
        next,
        counts,
        reached,
        behind);
  }

  /** Asks the holds of the hits of one page. */
  private List<Hit> held(List<Hit> hits, List<Criteria> holds, DirectoryReader look)
      throws IOException, Unreadable {
    if (holds.isEmpty() || hits.isEmpty()) {
      return hits;
    }
    List<BytesRef> keys =
        hits.stream().map(hit -> new BytesRef(Fields.key(hit.kind(), hit.id()).text())).toList();
    Query query =
        new BooleanQuery.Builder()
            .add(new TermInSetQuery(Fields.KEY, keys), Occur.FILTER)
            .add(filters.holds(holds), Occur.FILTER)
            .build();
    IndexSearcher searcher = new IndexSearcher(look);
    StoredFields stored = look.storedFields();
    Set<Long> held =
        Arrays.stream(searcher.search(query, hits.size()).scoreDocs)
            .map(each -> sequence(stored, each.doc))
            .collect(Collectors.toSet());
    return hits.stream().map(hit -> hit.withHeld(held.contains(hit.sequence()))).toList();
  }

  private static long sequence(StoredFields stored, int document) {
    try {
      return Shelf.draft(stored, document).sequence;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same for the same question in every process: queries print their terms in order. */
  private int question(Search search) throws Unreadable {
    Search bare =
        new Search(
            search.criteria(),
            Scope.EVERYTHING,
            search.holds(),
            search.held(),
            false,
            1,
            Optional.empty());
    return filters.of(bare).toString().hashCode();
  }

  /** When a question has had its time. */
  record Deadline(long nanos) implements QueryTimeout {
    @Override
    public boolean shouldExit() {
      return System.nanoTime() - nanos > 0;
    }
  }
}
