package io.sallyport.server.api.officer;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.review.Request;
import io.sallyport.server.review.Review;
import io.sallyport.server.search.Survey;
import java.time.ZoneId;
import java.util.List;

/**
 * When something was said, day by day, of a person, of a matter, or of whatever can be asked for;
 * what it was is found by {@code GET /records} with the day's span.
 */
public final class TimelineResource implements Api.Resource {
  /**
   * A day with something.
   *
   * @param day as in 2026-11-26, in the zone that was asked for
   */
  record TimelineDay(String day, long calls, long lines) {}

  /** Days with something, the oldest first. */
  record Timeline(long total, List<TimelineDay> days) {}

  // immutable
  private final Review review;

  public TimelineResource(Review review) {
    this.review = review;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        RecordQuery.taken(
                Operation.of(
                    Method.GET, "/timeline", "timeline", "Count calls and chat lines by day."))
            .needs(Permission.READ_CONTENT)
            .query("zone", "Of the days, such as Europe/Berlin; UTC if absent.")
            .gives(Timeline.class)
            .by(this::days));
  }

  private Object days(Asked asked) {
    Request request = RecordQuery.of(asked);
    ZoneId zone = Zones.of(asked);
    Survey survey =
        Judged.value(
            "words",
            () ->
                review
                    .readings()
                    .survey(
                        review.officer(asked.caller().user()),
                        asked.query("reason"),
                        request,
                        zone));
    return new Timeline(
        survey.total(),
        survey.days().stream()
            .map(
                day ->
                    new TimelineDay(
                        day.day().toString(),
                        day.counts().getOrDefault("call", 0L),
                        day.counts().getOrDefault("chat", 0L)))
            .toList());
  }
}
