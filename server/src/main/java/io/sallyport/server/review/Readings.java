package io.sallyport.server.review;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.AccessSearch;
import io.sallyport.server.archive.ArchiveRecord.AccessView;
import io.sallyport.server.review.Outcome.Granted;
import io.sallyport.server.review.Review.Viewed;
import io.sallyport.server.search.Answer;
import io.sallyport.server.search.Hit;
import io.sallyport.server.search.RecordIndex;
import io.sallyport.server.search.Scope;
import io.sallyport.server.search.Search;
import io.sallyport.server.search.Survey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * More than one record at a time: what people said to each other read through, and what there is
 * counted. As with single records, all of it is on record before it is given. Blocks.
 */
public final class Readings {
  static final String SLOW =
      "counting that takes too long; name a person or a span of time, and try again";

  private static final Duration FRESH = Duration.ofSeconds(2);

  // immutable
  private final Review review;
  private final Desk desk;
  private final Resolver resolver;
  private final Recordings recordings;

  Readings(Review review, Desk desk, Resolver resolver, Recordings recordings) {
    this.review = review;
    this.desk = desk;
    this.resolver = resolver;
    this.recordings = recordings;
  }

  /**
   * A page of records with what they say.
   *
   * @param records those of the page, newest first
   */
  public record Read(List<Viewed> records, Answer.Page page) {}

  /**
   * Searches and reads all that a page shows. Each record that was read is on record as such, as if
   * it had been opened by itself, so that the trail of a record names everybody who read it.
   */
  public Outcome<Read> read(
      Officer officer, String reason, Request request, int limit, Optional<String> cursor)
      throws IOException {
    Optional<String> problem = Review.problem(reason).or(() -> resolver.problem(request));
    if (problem.isPresent()) {
      return review.denied(officer, reason, "view", request.words(), problem.get());
    }
    desk.index().catchUp(FRESH);
    Search search = resolver.search(request, officer, false, limit, cursor);
    Answer answer = desk.index().search(search);
    if (answer instanceof Answer.Rejected rejected) {
      return review.denied(officer, reason, "view", request.words(), rejected.why());
    }
    Answer.Page page = (Answer.Page) answer;
    List<Viewed> records = new ArrayList<>();
    List<ArchiveRecord> acts = new ArrayList<>();
    Instant now = desk.clock().instant();
    for (Hit hit : page.hits()) {
      records.add(new Viewed(hit, desk.entries(hit)));
      acts.add(new AccessView(now, officer.name(), reason, hit.id(), hit.sequence(), ""));
    }
    acts.add(review.searched(officer, reason, request.words(), page));
    desk.log().write(acts);
    return new Granted<>(new Read(records, page));
  }

  /**
   * Counts what the request finds, by day and by who talked to whom.
   *
   * @param zone of the days
   */
  public Outcome<Survey> survey(Officer officer, String reason, Request request, ZoneId zone)
      throws IOException {
    Optional<String> problem = Review.problem(reason).or(() -> resolver.problem(request));
    String words = request.words() + " counted";
    if (problem.isPresent()) {
      return review.denied(officer, reason, "search", words, problem.get());
    }
    desk.index().catchUp(FRESH);
    // a page of one: what cannot be asked is told in the same words as to who searches
    Search search = resolver.search(request, officer, false, 1, Optional.empty());
    try (RecordIndex.Look look = desk.index().look().orElse(null)) {
      if (look == null) {
        return review.denied(officer, reason, "search", words, RecordIndex.NOT_OPEN);
      }
      if (look.page(search) instanceof Answer.Rejected rejected) {
        return review.denied(officer, reason, "search", words, rejected.why());
      }
      Optional<Survey> survey = look.survey(search, zone);
      if (survey.isEmpty()) {
        return review.denied(officer, reason, "search", words, SLOW);
      }
      desk.log()
          .write(
              new AccessSearch(
                  desk.clock().instant(),
                  officer.name(),
                  reason,
                  words,
                  survey.get().total(),
                  List.of()));
      return new Granted<>(survey.get());
    }
  }

  /** Whether something of the call can be played. */
  public boolean recorded(String call) throws IOException {
    return !recordings.of(call).isEmpty();
  }

  /** Whether the officer may see every one of these calls or lines. Shows nothing of them. */
  public boolean mayRead(Officer officer, Set<String> ids) throws IOException {
    desk.index().catchUp(FRESH);
    Search search =
        resolver.search(
            Request.ids(List.copyOf(ids)), officer, false, Search.MOST_ON_A_PAGE, Optional.empty());
    Set<String> found = new HashSet<>();
    if (desk.index().search(search) instanceof Answer.Page page) {
      page.hits().forEach(hit -> found.add(hit.id()));
    }
    return found.containsAll(ids);
  }

  /** Whom the officer may look at now. */
  public Scope scope(Officer officer) {
    return resolver.scope(officer);
  }
}
