package io.sallyport.server.api.officer;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.archive.MessageRow;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Review;
import java.time.Instant;
import java.util.List;

/** Chat lines that content rules hold back until an officer has decided. */
public final class HeldResource implements Api.Resource {
  /** A line that waits; its text is read by {@code GET /records/{record}}. */
  record HeldLine(
      String id,
      long position,
      Instant time,
      String from,
      String to,
      List<String> marks,
      int bytes) {}

  /** Why a line goes or stays; of a line that stays, its sender reads it. */
  record HeldReason(String reason) {}

  // immutable
  private final Review review;

  public HeldResource(Review review) {
    this.review = review;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/held", "held lines", "Lines that wait, the oldest first.")
            .needs(Permission.READ_CONTENT)
            .required("reason", Judged.WHY)
            .givesPage(HeldLine.class)
            .by(this::list),
        Operation.of(
                Method.POST,
                "/held/{line}/release",
                "held lines",
                "Let a line go to its recipient.")
            .needs(Permission.DECIDE)
            .takes(HeldReason.class)
            .by(asked -> decide(asked, true)),
        Operation.of(
                Method.POST,
                "/held/{line}/reject",
                "held lines",
                "Keep a line back for good, and tell its sender why.")
            .needs(Permission.DECIDE)
            .takes(HeldReason.class)
            .by(asked -> decide(asked, false)));
  }

  private Object list(Asked asked) {
    List<HeldLine> lines =
        Judged.value("reason", () -> review.held(officer(asked), asked.query("reason"))).stream()
            .map(HeldResource::view)
            .toList();
    return Page.of(lines, HeldResource::key, asked.cursor(), asked.limit());
  }

  /** In the order of the journal. */
  private static String key(HeldLine line) {
    return "%019d".formatted(line.position());
  }

  private Object decide(Asked asked, boolean release) {
    String reason = Judged.reason(asked.body(HeldReason.class).reason());
    String line = asked.path("line");
    Judged.value("line", () -> review.decide(officer(asked), reason, line, release));
    return null;
  }

  private Officer officer(Asked asked) {
    return review.officer(asked.caller().user());
  }

  private static HeldLine view(MessageRow row) {
    return new HeldLine(
        row.message(),
        row.sequence(),
        row.at(),
        RecordView.bare(row.from()),
        RecordView.bare(row.to()),
        row.marks(),
        row.size());
  }
}
