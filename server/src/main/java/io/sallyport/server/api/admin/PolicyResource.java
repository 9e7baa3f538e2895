package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.api.Problem;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.policy.Reading;
import io.sallyport.server.rulebook.LineDiff;
import io.sallyport.server.rulebook.Outcome;
import io.sallyport.server.rulebook.Rulebook;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The rules of who may do what: as they are, as they were, and as they might be. */
public final class PolicyResource implements Api.Resource {

  /** The longest rule set, and the rest of the JSON around it. */
  static final int MOST_BYTES = Rulebook.LONGEST * 2;

  /**
   * A version of the rules.
   *
   * @param by who put it into force
   * @param restores the older version whose text this is; 0 for none
   */
  record PolicyVersion(long version, Instant at, String by, String reason, long restores) {}

  /** A version with its text. */
  record PolicyView(long version, String text, int rules) {}

  /**
   * Rules that may come into force.
   *
   * @param reason why, which goes on record
   */
  record NewPolicy(String text, String reason) {}

  /** Rules to be looked at. */
  record PolicyDraft(String text) {}

  /** What an older version is restored for. */
  record RollbackReason(String reason) {}

  /** What is wrong with rules, or worth a look. */
  record PolicyFinding(int line, String key, String words, String suggestion) {}

  /**
   * What was found in a draft; it may come into force where there are no errors.
   *
   * @param rules how many it has; 0 where it cannot be read
   */
  record PolicyFindings(
      boolean acceptable, int rules, List<PolicyFinding> errors, List<PolicyFinding> warnings) {}

  /** What is different between two versions; the second is 0 for a draft. */
  record PolicyDiff(long from, long to, List<String> lines) {}

  /** A new version is in force. */
  record PolicyInForce(long version, List<PolicyFinding> warnings) {}

  // immutable
  private final Rulebook rulebook;

  public PolicyResource(Rulebook rulebook) {
    this.rulebook = rulebook;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/policy", "policy", "The rules in force.")
            .needs(Permission.READ_STATE)
            .gives(PolicyView.class)
            .by(asked -> current()),
        Operation.of(
                Method.PUT,
                "/policy",
                "policy",
                "Put rules into force. `If-Match` names the rules that were edited: where others"
                    + " are in force meanwhile, nothing changes.")
            .needs(Permission.ADMINISTER)
            .takes(NewPolicy.class)
            .atMost(MOST_BYTES)
            .gives(PolicyInForce.class)
            .by(this::apply),
        Operation.of(Method.POST, "/policy/check", "policy", "Look for what is wrong with a draft.")
            .needs(Permission.ADMINISTER)
            .takes(PolicyDraft.class)
            .atMost(MOST_BYTES)
            .gives(PolicyFindings.class)
            .by(this::check),
        Operation.of(
                Method.POST,
                "/policy/diff",
                "policy",
                "What a draft changes in the rules in force, as lines of a unified diff.")
            .needs(Permission.READ_STATE)
            .takes(PolicyDraft.class)
            .gives(PolicyDiff.class)
            .atMost(MOST_BYTES)
            .by(this::draftDiff),
        Operation.of(Method.GET, "/policy/versions", "policy", "All versions, the newest first.")
            .needs(Permission.READ_STATE)
            .givesPage(PolicyVersion.class)
            .by(this::versions),
        Operation.of(Method.GET, "/policy/versions/{version}", "policy", "One version's text.")
            .needs(Permission.READ_STATE)
            .gives(PolicyView.class)
            .by(this::version),
        Operation.of(
                Method.GET,
                "/policy/versions/{version}/diff",
                "policy",
                "What a version changed, as lines of a unified diff.")
            .needs(Permission.READ_STATE)
            .query("from", "The version compared with; the one before if absent, 0 for none.")
            .gives(PolicyDiff.class)
            .by(this::diff),
        Operation.of(
                Method.POST,
                "/policy/versions/{version}/rollback",
                "policy",
                "Put an older version into force again, as the newest.")
            .needs(Permission.ADMINISTER)
            .takes(RollbackReason.class)
            .gives(PolicyInForce.class)
            .by(this::rollback));
  }

  private PolicyView current() throws IOException {
    var rules = rulebook.current();
    return new PolicyView(rulebook.newest(), rules.text(), rules.rules());
  }

  private Object apply(Asked asked) throws IOException {
    NewPolicy wanted = asked.body(NewPolicy.class);
    asked.ifMatch(current());
    String reason = Words.reason(wanted.reason());
    return told(rulebook.apply(Words.of(wanted.text()), asked.caller().onRecord(), reason));
  }

  private Object check(Asked asked) {
    Reading reading = rulebook.check(Words.of(asked.body(PolicyDraft.class).text()));
    return reading instanceof Reading.Ok ok
        ? new PolicyFindings(true, ok.rules().rules(), List.of(), findings(ok.warnings()))
        : new PolicyFindings(false, 0, findings(((Reading.Refused) reading).problems()), List.of());
  }

  private Object versions(Asked asked) throws IOException {
    List<PolicyVersion> all =
        rulebook.versions().stream()
            .map(v -> new PolicyVersion(v.version(), v.at(), v.by(), v.reason(), v.restores()))
            .sorted(java.util.Comparator.comparingLong(PolicyVersion::version).reversed())
            .toList();
    // the newest come first, so the key falls: it is turned round to rise
    return Page.of(
        all,
        v -> String.format("%019d", Long.MAX_VALUE - v.version()),
        asked.cursor(),
        asked.limit());
  }

  private Object version(Asked asked) throws IOException {
    long version = asked.number("version");
    var record =
        rulebook.version(version).orElseThrow(() -> Problem.notFound("There is no such version."));
    int rules = rulebook.compiled(version).map(set -> set.rules()).orElse(0);
    return new PolicyView(version, record.text(), rules);
  }

  private Object diff(Asked asked) throws IOException {
    long to = asked.number("version");
    String given = asked.query("from");
    if (!given.matches("\\d{0,18}")) {
      throw Problem.invalid("from", "is the number of a version, or 0");
    }
    long from = given.isEmpty() ? Math.max(0, to - 1) : Long.parseLong(given);
    return new PolicyDiff(from, to, LineDiff.of(text(from), text(to)));
  }

  private Object draftDiff(Asked asked) throws IOException {
    String draft = Words.of(asked.body(PolicyDraft.class).text());
    PolicyView now = current();
    return new PolicyDiff(now.version(), 0, LineDiff.of(now.text(), draft));
  }

  private String text(long version) throws IOException {
    return version == 0
        ? ""
        : rulebook
            .version(version)
            .orElseThrow(() -> Problem.notFound("There is no version " + version + "."))
            .text();
  }

  private Object rollback(Asked asked) throws IOException {
    String reason = Words.reason(asked.body(RollbackReason.class).reason());
    return told(rulebook.rollback(asked.number("version"), asked.caller().onRecord(), reason));
  }

  private static PolicyInForce told(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      throw Problem.invalid(
          refused.problems().stream()
              .map(p -> new Problem.FieldError(p.key(), p.line(), p.words(), p.suggestion()))
              .toList());
    }
    if (outcome instanceof Outcome.Failed failed) {
      throw Problem.conflict(failed.why());
    }
    Outcome.InForce done = (Outcome.InForce) outcome;
    return new PolicyInForce(done.version(), findings(done.warnings()));
  }

  private static List<PolicyFinding> findings(List<Reading.Problem> problems) {
    return problems.stream()
        .map(p -> new PolicyFinding(p.line(), p.key(), p.words(), p.suggestion()))
        .toList();
  }
}
