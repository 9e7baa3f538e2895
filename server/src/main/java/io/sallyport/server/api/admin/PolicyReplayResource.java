package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Maybe;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.Problem.FieldError;
import io.sallyport.server.archive.Archive;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.policy.People;
import io.sallyport.server.policy.Reading;
import io.sallyport.server.rulebook.Replay;
import io.sallyport.server.rulebook.ReplayReport;
import io.sallyport.server.rulebook.ReplayReport.Change;
import io.sallyport.server.rulebook.ReplayReport.Count;
import io.sallyport.server.rulebook.ReplayReport.Example;
import io.sallyport.server.rulebook.Rulebook;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A draft tried on the calls, chat lines and registrations of a period. Nothing is changed. */
public final class PolicyReplayResource implements Api.Resource {
  private static final int USUAL_EXAMPLES = 3;

  /**
   * What is tried, and on what.
   *
   * @param text the draft
   * @param until absent: now
   * @param examples how many of each change by each rule; absent: three
   */
  record NewReplay(String text, Instant from, Instant until, Integer examples) {}

  /**
   * What a draft would have changed.
   *
   * @param records read, those around the period included
   * @param attempts of the period that were decided again
   * @param otherRefusals refusals that no rule was the reason of
   * @param purged records whose fields retention took
   * @param notCompared attempts whose obligations cannot be compared
   * @param denied attempts that were allowed and would be denied
   * @param allowed attempts that were denied and would be allowed
   * @param obligations attempts that would be allowed under other obligations
   */
  record ReportView(
      Instant from,
      Instant until,
      long records,
      long attempts,
      long otherRefusals,
      long purged,
      long notCompared,
      long denied,
      long allowed,
      long obligations,
      List<Count> counts,
      List<Example> examples) {
    static ReportView of(ReplayReport report) {
      return new ReportView(
          report.from(),
          report.until(),
          report.records(),
          report.attempts(),
          report.otherRefusals(),
          report.purged(),
          report.notCompared(),
          report.changed(Change.DENIED),
          report.changed(Change.ALLOWED),
          report.changed(Change.OBLIGATIONS),
          report.counts(),
          report.examples());
    }
  }

  /**
   * How far it is.
   *
   * @param state running, done, failed or stopped
   * @param percent of the records that have been read
   * @param why it failed; empty otherwise
   * @param report absent until it is done
   */
  record ReplayView(
      long id, Replays.State state, int percent, String why, @Maybe ReportView report) {
    static ReplayView of(Replays.Standing standing) {
      return new ReplayView(
          standing.id(),
          standing.state(),
          standing.percent(),
          standing.why(),
          standing.report().map(ReportView::of).orElse(null));
    }
  }

  // immutable
  private final Rulebook rulebook;
  private final People people;
  private final Archive archive;
  private final Replays replays;
  private final InstantSource clock;

  public PolicyReplayResource(
      Rulebook rulebook, People people, Archive archive, Replays replays, InstantSource clock) {
    this.rulebook = rulebook;
    this.people = people;
    this.archive = archive;
    this.replays = replays;
    this.clock = clock;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(
                Method.POST,
                "/policy/replays",
                "policy",
                "Try a draft on what happened in a period; one at a time.")
            .needs(Permission.ADMINISTER)
            .takes(NewReplay.class)
            .gives(ReplayView.class)
            .atMost(PolicyResource.MOST_BYTES)
            .creates()
            .by(this::start),
        Operation.of(
                Method.GET,
                "/policy/replays/{replay}",
                "policy",
                "How far a replay is, and what it found.")
            .needs(Permission.ADMINISTER)
            .gives(ReplayView.class)
            .by(asked -> ReplayView.of(known(asked))),
        Operation.of(Method.DELETE, "/policy/replays/{replay}", "policy", "Stop a replay.")
            .needs(Permission.ADMINISTER)
            .by(
                asked -> {
                  replays.stop(known(asked).id());
                  return null;
                }));
  }

  private Replays.Standing known(Asked asked) {
    return replays
        .standing(asked.number("replay"))
        .orElseThrow(() -> Problem.notFound("There is no such replay, or no more."));
  }

  private Object start(Asked asked) {
    NewReplay wanted = asked.body(NewReplay.class);
    Instant until = wanted.until() == null ? clock.instant() : wanted.until();
    List<FieldError> errors = Asked.errors();
    if (wanted.from() == null || !wanted.from().isBefore(until)) {
      errors.add(new FieldError("from", "is a time before the end of the period"));
    }
    int examples = wanted.examples() == null ? USUAL_EXAMPLES : wanted.examples();
    if (examples < 0 || examples > ReplayReport.MOST_EXAMPLES) {
      errors.add(new FieldError("examples", "is a number from 0 to " + ReplayReport.MOST_EXAMPLES));
    }
    Reading reading = rulebook.check(Words.of(wanted.text()));
    if (reading instanceof Reading.Refused refused) {
      refused
          .problems()
          .forEach(p -> errors.add(new FieldError("text", p.line(), p.words(), p.suggestion())));
    }
    Asked.check(errors);
    Replay replay =
        new Replay(
            ((Reading.Ok) reading).rules(),
            rulebook,
            people,
            new Replay.Period(wanted.from(), until),
            examples);
    return replays
        .start(replay, archive)
        .map(ReplayView::of)
        .orElseThrow(() -> Problem.conflict("Another replay runs. Wait for it, or stop it."));
  }
}
