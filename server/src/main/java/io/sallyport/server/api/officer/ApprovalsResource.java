package io.sallyport.server.api.officer;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.api.Problem;
import io.sallyport.server.directory.Assignments;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.retention.Approval;
import io.sallyport.server.retention.Hold;
import io.sallyport.server.retention.Holds;
import io.sallyport.server.retention.Retention;
import io.sallyport.server.review.Review;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What waits for a second person. An officer judges what they could look at themselves, and never
 * what they asked for.
 */
public final class ApprovalsResource implements Api.Resource {
  /**
   * Something that one person asked for.
   *
   * @param action play, listen, export, hold.release or purge
   * @param subject what exactly
   * @param about the subject in words, where it is a name that says nothing
   * @param own whether you asked for it yourself
   */
  record ApprovalView(
      String id,
      String action,
      String subject,
      String about,
      String reason,
      String askedBy,
      Instant askedAt,
      Instant expires,
      String state,
      String decidedBy,
      boolean own) {}

  /** Why something is approved or refused. */
  record DecisionReason(String reason) {}

  // immutable
  private final Retention retention;
  private final Review review;
  private final Assignments assignments;
  private final InstantSource clock;
  private final Approved then;

  /** What is done as soon as a second person has agreed. */
  public interface Approved {
    /** An export may begin. */
    void export(String approval);

    /** A purge may begin; the approver's word is taken by it. */
    void purge(Approval approval, String by);
  }

  public ApprovalsResource(
      Retention retention,
      Review review,
      Assignments assignments,
      InstantSource clock,
      Approved then) {
    this.retention = retention;
    this.review = review;
    this.assignments = assignments;
    this.clock = clock;
    this.then = then;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(
                Method.GET,
                "/approvals",
                "approvals",
                "What waits for a second person, oldest first.")
            .needs(Permission.READ_CONTENT)
            .givesPage(ApprovalView.class)
            .by(this::list),
        Operation.of(Method.GET, "/approvals/{approval}", "approvals", "How far a request is.")
            .needs(Permission.READ_CONTENT)
            .gives(ApprovalView.class)
            .by(asked -> view(found(asked), asked)),
        Operation.of(
                Method.POST,
                "/approvals/{approval}/approve",
                "approvals",
                "Approve what another officer asked for.")
            .needs(Permission.DECIDE)
            .takes(DecisionReason.class)
            .gives(ApprovalView.class)
            .by(this::approve),
        Operation.of(
                Method.POST,
                "/approvals/{approval}/refuse",
                "approvals",
                "Refuse it; of your own, withdraw it.")
            .needs(Permission.DECIDE)
            .takes(DecisionReason.class)
            .gives(ApprovalView.class)
            .by(this::refuse));
  }

  private Object list(Asked asked) {
    Purview purview = purview(asked);
    List<ApprovalView> waiting =
        retention.approvals().pending().stream()
            .filter(approval -> sees(purview, approval))
            .map(approval -> view(approval, asked))
            .toList();
    return Page.of(
        waiting, each -> each.askedAt() + " " + each.id(), asked.cursor(), asked.limit());
  }

  private Object approve(Asked asked) {
    String reason = Judged.reason(asked.body(DecisionReason.class).reason());
    Approval approval = found(asked);
    String by = asked.caller().user();
    if (approval.requestedBy().equals(by)) {
      throw Problem.forbidden("You asked for this yourself: it takes a second person.");
    }
    Judged.done(() -> retention.approvals().approve(approval.id(), by, reason));
    if (approval.action().equals(Holds.RELEASE)) {
      Judged.done(() -> retention.holds().approveRelease(approval.id(), by));
    } else if (approval.action().equals(Review.EXPORT)) {
      then.export(approval.id());
    } else if (approval.action().equals(Retention.PURGE)) {
      then.purge(approval, by);
    }
    return view(retention.approvals().find(approval.id()).orElse(approval), asked);
  }

  private Object refuse(Asked asked) {
    String reason = Judged.reason(asked.body(DecisionReason.class).reason());
    Approval approval = found(asked);
    return view(
        Judged.done(
            () -> retention.approvals().refuse(approval.id(), asked.caller().user(), reason)),
        asked);
  }

  private Approval found(Asked asked) {
    Purview purview = purview(asked);
    return retention
        .approvals()
        .find(asked.path("approval"))
        .filter(approval -> sees(purview, approval))
        .orElseThrow(() -> Problem.notFound("There is no such request."));
  }

  private boolean sees(Purview purview, Approval approval) {
    if (approval.requestedBy().equals(purview.officer().name()) || purview.everybody()) {
      return true;
    }
    if (approval.action().equals(Retention.PURGE)) {
      return false;
    }
    if (approval.action().equals(Holds.RELEASE)) {
      return hold(approval).filter(purview::sees).isPresent();
    }
    return purview.coversThatOf(approval.requestedBy());
  }

  private Optional<Hold> hold(Approval approval) {
    return retention.holds().find(approval.subject());
  }

  private ApprovalView view(Approval approval, Asked asked) {
    String about =
        approval.action().equals(Holds.RELEASE)
            ? hold(approval).map(hold -> hold.matter() + ": " + hold.reason()).orElse("")
            : "";
    return new ApprovalView(
        approval.id(),
        approval.action(),
        approval.subject(),
        about,
        approval.reason(),
        approval.requestedBy(),
        approval.requestedAt(),
        approval.expires(),
        Judged.state(approval, clock.instant()),
        approval.decidedBy(),
        approval.requestedBy().equals(asked.caller().user()));
  }

  private Purview purview(Asked asked) {
    return Purview.of(review, assignments, asked.caller().user());
  }
}
