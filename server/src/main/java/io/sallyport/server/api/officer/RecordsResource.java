package io.sallyport.server.api.officer;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.review.Bodies;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Request;
import io.sallyport.server.review.Review;
import io.sallyport.server.search.Answer;
import io.sallyport.server.search.Hit;
import io.sallyport.server.search.Scope;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls and chat lines: found, counted and read, within the officer's assignments. */
public final class RecordsResource implements Api.Resource {
  private static final int MOST_NAMES = 1_000;

  /** A value with how often it was found. */
  record FacetValue(String value, long count) {}

  /** What was found by one of person, month, kind and result. */
  record FacetView(String name, List<FacetValue> values) {}

  /**
   * A page of what was found, newest first.
   *
   * @param next what to give as {@code cursor} for those behind; empty where there are none
   * @param counted whether the total is exact; otherwise there are at least so many
   * @param behind records that could not be found yet
   */
  record FoundRecords(
      List<RecordView> items,
      String next,
      long total,
      boolean counted,
      List<FacetView> facets,
      long behind) {}

  /**
   * One of its records in the journal.
   *
   * @param fields as JSON
   */
  record RecordEntry(long position, String type, Instant recorded, String fields) {}

  /**
   * A call or line with what was said.
   *
   * @param delivered what its recipient got in place of the text; empty where it is the same
   */
  record RecordRead(RecordView record, String text, String delivered, List<RecordEntry> entries) {}

  /**
   * Whom the officer may look at.
   *
   * @param people addresses; some of them where there are very many
   */
  record ReachView(boolean everybody, List<String> people) {}

  // immutable
  private final Review review;

  public RecordsResource(Review review) {
    this.review = review;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        RecordQuery.taken(
                Operation.of(Method.GET, "/records", "records", "Search for calls and chat lines."))
            .needs(Permission.READ_CONTENT)
            .query("facets", "true: count by person, month, kind and result too.")
            .query("limit", "How many items at most, 1 to 500; 50 if absent.")
            .query("cursor", "Where to go on: `next` of the page before.")
            .gives(FoundRecords.class)
            .by(this::search),
        Operation.of(
                Method.GET, "/records/{record}", "records", "Read one call or line, by its id.")
            .needs(Permission.READ_CONTENT)
            .required("reason", Judged.WHY)
            .gives(RecordRead.class)
            .by(this::read),
        Operation.of(Method.GET, "/reach", "records", "Whom you may look at.")
            .needs(Permission.READ_CONTENT)
            .gives(ReachView.class)
            .by(this::reach));
  }

  private Object search(Asked asked) throws IOException {
    Officer officer = review.officer(asked.caller().user());
    Request request = RecordQuery.of(asked);
    String cursor = asked.cursor();
    int limit = asked.limit();
    boolean facets = asked.query("facets").equals("true");
    Answer.Page page =
        Judged.value(
            cursor.isEmpty() ? "words" : "cursor",
            () ->
                review.search(
                    officer,
                    asked.query("reason"),
                    request,
                    facets,
                    limit,
                    Optional.of(cursor).filter(c -> !c.isEmpty())));
    List<RecordView> items = new ArrayList<>();
    for (Hit hit : page.hits()) {
      items.add(RecordView.of(hit, review.readings()));
    }
    return new FoundRecords(
        items,
        page.next().orElse(""),
        page.total(),
        page.counted(),
        page.facets().entrySet().stream().map(RecordsResource::facet).toList(),
        page.behind());
  }

  private static FacetView facet(Map.Entry<String, Map<String, Long>> facet) {
    return new FacetView(
        facet.getKey(),
        facet.getValue().entrySet().stream()
            .map(value -> new FacetValue(value.getKey(), value.getValue()))
            .toList());
  }

  private Object read(Asked asked) throws IOException {
    Officer officer = review.officer(asked.caller().user());
    Review.Viewed viewed =
        Judged.value(
            "record", () -> review.view(officer, asked.query("reason"), asked.path("record")));
    return new RecordRead(
        RecordView.of(viewed.hit(), review.readings()),
        Bodies.text(viewed.entries()),
        Bodies.delivered(viewed.entries()).orElse(""),
        viewed.entries().stream().map(RecordsResource::entry).toList());
  }

  private static RecordEntry entry(Entry entry) {
    return new RecordEntry(entry.sequence(), entry.type(), entry.time(), entry.fields());
  }

  private Object reach(Asked asked) {
    Scope scope = review.readings().scope(review.officer(asked.caller().user()));
    return new ReachView(
        scope.everything(),
        scope.addresses().stream().map(RecordView::bare).sorted().limit(MOST_NAMES).toList());
  }
}
