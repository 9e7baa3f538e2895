package io.sallyport.server.api.officer;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Maybe;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.Reply;
import io.sallyport.server.directory.Assignments;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.retention.Approval;
import io.sallyport.server.retention.PurgePreview;
import io.sallyport.server.retention.Retention;
import io.sallyport.server.retention.RetentionClass;
import io.sallyport.server.review.Review;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Purges: what is due, run by two people, and the paper about each. They are about everybody's
 * records, and so for officers who are assigned everybody.
 */
public final class PurgesResource implements Api.Resource {
  /** How much of a class is due. */
  record DueClass(String name, long due) {}

  /** One thing that would go. */
  record DueExample(String name, String id, Instant began, int records) {}

  /**
   * What a purge would destroy now.
   *
   * @param held due and kept by a hold
   * @param more whether more is due than one purge takes
   */
  record PurgePlan(
      List<DueClass> classes,
      long records,
      long objects,
      long held,
      boolean more,
      List<DueExample> examples) {}

  /** Why a purge is wanted. */
  record PurgeReason(String reason) {}

  /**
   * What became of asking for a purge.
   *
   * @param approval the request that waits for a second person; empty where it runs at once
   */
  record PurgeAsked(String approval) {}

  /**
   * A purge.
   *
   * @param state running, done or failed
   * @param purge its name, for the certificate; empty until it is done
   * @param began absent where it was before the server started
   * @param why it failed; else empty
   */
  record PurgeView(
      String state,
      String purge,
      String by,
      @Maybe Instant began,
      long records,
      long objects,
      long spared,
      boolean more,
      String why) {}

  // immutable
  private final Retention retention;
  private final Review review;
  private final Assignments assignments;
  private final PurgeRuns runs;

  public PurgesResource(
      Retention retention, Review review, Assignments assignments, InstantSource clock) {
    this.retention = retention;
    this.review = review;
    this.assignments = assignments;
    this.runs = new PurgeRuns(clock);
  }

  /** Runs what a second person has approved. */
  public void approved(Approval approval, String by) {
    runs.begin(approval.requestedBy(), () -> retention.approvePurge(approval.id(), by));
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(
                Method.GET,
                "/purges/plan",
                "purges",
                "What a purge would destroy now. Reads the whole journal.")
            .needs(Permission.READ_CONTENT)
            .gives(PurgePlan.class)
            .by(this::plan),
        Operation.of(Method.GET, "/purges", "purges", "Purges, the newest first.")
            .needs(Permission.READ_CONTENT)
            .givesPage(PurgeView.class)
            .by(this::list),
        Operation.of(
                Method.POST,
                "/purges",
                "purges",
                "Destroy what is due; waits for a second person where the settings want one.")
            .needs(Permission.DECIDE)
            .takes(PurgeReason.class)
            .gives(PurgeAsked.class)
            .by(this::ask),
        Operation.of(
                Method.GET, "/purges/{purge}/certificate", "purges", "The paper about a purge.")
            .needs(Permission.READ_CONTENT)
            .givesBytes("text/plain; charset=utf-8")
            .by(this::certificate));
  }

  private Object plan(Asked asked) throws IOException {
    everybody(asked);
    PurgePreview preview = retention.preview();
    List<DueClass> classes = new ArrayList<>();
    for (Map.Entry<RetentionClass, Long> due : preview.units().entrySet()) {
      classes.add(new DueClass(due.getKey().text(), due.getValue()));
    }
    return new PurgePlan(
        classes,
        preview.records(),
        preview.objects(),
        preview.held(),
        preview.more(),
        preview.examples().stream()
            .map(e -> new DueExample(e.kind().text(), e.id(), e.begin(), e.records()))
            .toList());
  }

  private Object list(Asked asked) {
    everybody(asked);
    List<PurgeView> views = new ArrayList<>();
    List<PurgeRuns.Run> since = runs.list();
    since.forEach(run -> views.add(view(run)));
    List<String> names = new ArrayList<>(retention.purges());
    Collections.reverse(names);
    for (String name : names) {
      if (since.stream().noneMatch(run -> run.purge().equals(name))) {
        views.add(new PurgeView("done", name, "", null, 0, 0, 0, false, ""));
      }
    }
    return new Page<>(views.stream().limit(asked.limit()).toList(), "");
  }

  private static PurgeView view(PurgeRuns.Run run) {
    return new PurgeView(
        run.state(),
        run.purge(),
        run.by(),
        run.began(),
        run.records(),
        run.objects(),
        run.spared(),
        run.more(),
        run.why());
  }

  private Object ask(Asked asked) {
    everybody(asked);
    String by = asked.caller().user();
    String reason = Judged.reason(asked.body(PurgeReason.class).reason());
    if (retention.purgeNeedsTwo()) {
      return new PurgeAsked(Judged.done(() -> retention.requestPurge(reason, by)).id());
    }
    runs.begin(by, () -> retention.purge(by));
    return new PurgeAsked("");
  }

  private Object certificate(Asked asked) throws IOException {
    everybody(asked);
    String purge = asked.path("purge");
    Path paper =
        retention
            .certificate(purge)
            .orElseThrow(() -> Problem.notFound("There is no such purge that has ended."));
    return Reply.file(
        "text/plain; charset=utf-8", paper.getFileName().toString(), Files.newInputStream(paper));
  }

  private void everybody(Asked asked) {
    if (!Purview.of(review, assignments, asked.caller().user()).everybody()) {
      throw Problem.forbidden("A purge is about everybody's records, whom you are not assigned.");
    }
  }
}
