package io.sallyport.server.review;

import io.sallyport.server.archive.AccessMark;
import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.base.Ids;
import io.sallyport.server.review.Outcome.About;
import io.sallyport.server.review.Outcome.Denied;
import io.sallyport.server.review.Outcome.Granted;
import io.sallyport.server.search.Hit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Officers' notes beside moments of a recording. They are records of the call, seen by everybody
 * who may see it, and taken back only by who wrote them; the record of a note stays. Blocks.
 */
public final class Marks {
  /** Characters of a note. */
  public static final int LONGEST = 1_000;

  /** Notes beside one recording. */
  static final int MOST = 100;

  private static final Duration LONGEST_CALL = Duration.ofDays(7);
  private static final int ID_LENGTH = 12;
  private static final Body NO_TEXT = new Body("", new byte[0]);

  // immutable
  private final Review review;
  private final Desk desk;

  Marks(Review review, Desk desk) {
    this.review = review;
    this.desk = desk;
  }

  /**
   * A note.
   *
   * @param atMillis since the recording began
   */
  public record Mark(String id, String officer, Instant written, long atMillis, String text) {}

  /** The notes among a call's records that were not taken back, in the order of the recording. */
  public static List<Mark> of(List<Entry> entries) {
    Map<String, Mark> marks = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry.entry().orElse(null) instanceof AccessMark mark) {
        if (mark.action().equals("added") && entry.body().isPresent()) {
          String text = new String(entry.body().get(), StandardCharsets.UTF_8);
          marks.put(
              mark.mark(), new Mark(mark.mark(), mark.officer(), mark.at(), mark.atMillis(), text));
        } else {
          marks.remove(mark.mark());
        }
      }
    }
    List<Mark> sorted = new ArrayList<>(marks.values());
    sorted.sort(Comparator.comparingLong(Mark::atMillis));
    return sorted;
  }

  /** Writes a note; it is there for others in a moment. */
  public Outcome<Mark> add(Officer officer, String reason, String call, Duration at, String given)
      throws IOException {
    String text = given.strip();
    if (text.isEmpty() || text.length() > LONGEST) {
      return new Denied<>("write a note of 1 to %d characters".formatted(LONGEST));
    }
    if (at.isNegative() || at.compareTo(LONGEST_CALL) > 0) {
      return new Denied<>("a note stands beside a moment of the recording");
    }
    Optional<String> problem = Review.problem(reason);
    Optional<Hit> hit = problem.isPresent() ? Optional.empty() : review.find(officer, call);
    if (hit.isEmpty()) {
      return review.denied(officer, reason, "mark", call, problem.orElse(Review.NOT_FOUND));
    }
    if (of(desk.entries(hit.get())).size() >= MOST) {
      return new Denied<>("there are %d notes beside this recording already".formatted(MOST));
    }
    Instant now = desk.clock().instant();
    Mark mark = new Mark(Ids.random(ID_LENGTH), officer.name(), now, at.toMillis(), text);
    Body body = new Body("text/plain", text.getBytes(StandardCharsets.UTF_8));
    write(officer, reason, hit.get().id(), mark, "added", body);
    return new Granted<>(mark);
  }

  /** Takes an own note back. */
  public Outcome<Mark> remove(Officer officer, String reason, String call, String id)
      throws IOException {
    Optional<String> problem = Review.problem(reason);
    Optional<Hit> hit = problem.isPresent() ? Optional.empty() : review.find(officer, call);
    if (hit.isEmpty()) {
      return review.denied(officer, reason, "mark", call, problem.orElse(Review.NOT_FOUND));
    }
    Optional<Mark> mark =
        of(desk.entries(hit.get())).stream()
            .filter(m -> m.id().equals(id) && m.officer().equals(officer.name()))
            .findFirst();
    if (mark.isEmpty()) {
      return new Denied<>("you have no such note beside this recording", About.NAME);
    }
    write(officer, reason, hit.get().id(), mark.get(), "removed", NO_TEXT);
    return new Granted<>(mark.get());
  }

  private void write(
      Officer officer, String reason, String call, Mark mark, String action, Body body)
      throws IOException {
    desk.log()
        .write(
            new AccessMark(
                desk.clock().instant(),
                officer.name(),
                reason,
                mark.id(),
                call,
                mark.atMillis(),
                action,
                body));
  }
}
