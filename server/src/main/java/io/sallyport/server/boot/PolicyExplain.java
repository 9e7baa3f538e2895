package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.CallFilter;
import io.sallyport.server.archive.CallRow;
import io.sallyport.server.archive.MessageFilter;
import io.sallyport.server.archive.MessageRow;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.policy.Explanation;
import io.sallyport.server.policy.RuleSet;
import io.sallyport.server.rulebook.Happened;
import io.sallyport.server.rulebook.Rulebook;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code policy explain}: which rule decides about an attempt, and why no other. */
@Command(
    name = "explain",
    description =
        "Say which rule decides about an attempt, which nearly did, and what it demands: one that"
            + " is described, or one that is on record.")
final class PolicyExplain extends DataCommand {

  @ArgGroup(multiplicity = "1")
  private Which which;

  /** Of what. */
  static final class Which {
    @ArgGroup(exclusive = false, multiplicity = "1")
    private AttemptOptions described;

    @Parameters(paramLabel = "ID", description = "The id of a call or chat line on record.")
    private String id;

    @Option(
        names = "--record",
        paramLabel = "SEQUENCE",
        description = "A record of the journal, such as that of a refusal.")
    private Long sequence;
  }

  PolicyExplain(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int on(Facades facades) throws IOException {
    if (which.described != null) {
      RuleSet rules = facades.rules().rulebook().current();
      Explanations.print(out(), which.described.attempt(facades, terminal()), rules);
      return ExitCode.OK;
    }
    Optional<ArchiveReader.Entry> record =
        which.id == null
            ? bySequence(facades.archive(), which.sequence)
            : byId(facades.archive(), which.id);
    if (record.isEmpty()) {
      terminal().err().println("nothing of that name is on record");
      return ExitCode.FAILED;
    }
    if (record.get().entry().isEmpty()) {
      terminal().err().println("retention took that record");
      return ExitCode.FAILED;
    }
    return explain(facades, record.get());
  }

  private int explain(Facades facades, ArchiveReader.Entry record) throws IOException {
    List<Happened> all = Happened.of(record, facades.rules().people());
    if (all.isEmpty()) {
      terminal().err().println("no rule was asked about that " + LogText.safe(record.type()));
      return ExitCode.FAILED;
    }
    Rulebook rulebook = facades.rules().rulebook();
    // what one record tells of was decided by one rule set
    long version = all.get(0).ruleset();
    Optional<RuleSet> then = rulebook.compiled(version);
    long newest = rulebook.newest();
    Optional<RuleSet> now = version == newest ? Optional.empty() : Optional.of(rulebook.current());
    for (Happened each : all) {
      out()
          .println(
              "on record as %d: %s by %s of rule set %d"
                  .formatted(
                      each.sequence(),
                      each.allowed() ? "allowed" : "denied",
                      each.rule().isEmpty() ? "a rule that it does not name" : rule(each.rule()),
                      each.ruleset()));
      if (then.isEmpty()) {
        terminal().err().println("rule set " + version + " is not on record");
        return ExitCode.FAILED;
      }
      Explanation explanation = Explanations.print(out(), each.attempt(), then.get());
      if (!each.rule().isEmpty() && !explanation.decision().rule().equals(each.rule())) {
        out().println("users, groups, settings or calls at the same time were others then");
      }
      if (now.isPresent()) {
        Explanation today = now.get().explain(each.attempt());
        out()
            .println(
                "by rule set %d, in force now: %s".formatted(newest, Explanations.verdict(today)));
      }
      out().println();
    }
    return ExitCode.OK;
  }

  private static String rule(String name) {
    return "rule " + LogText.safe(name);
  }

  private static Optional<ArchiveReader.Entry> byId(Archive archive, String id) throws IOException {
    CallFilter newest = CallFilter.newest(1);
    List<CallRow> calls =
        archive.calls(
            new CallFilter(
                Optional.of(id),
                newest.address(),
                newest.outcome(),
                newest.from(),
                newest.until(),
                newest.before(),
                newest.limit()));
    if (!calls.isEmpty()) {
      return Optional.of(archive.entry(calls.get(0).sequence(), calls.get(0).position()));
    }
    MessageFilter lines = MessageFilter.newest(1);
    List<MessageRow> found =
        archive.messages(
            new MessageFilter(
                Optional.of(id),
                lines.address(),
                lines.from(),
                lines.until(),
                lines.waiting(),
                lines.before(),
                lines.limit()));
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(archive.entry(found.get(0).sequence(), found.get(0).position()));
  }

  private static Optional<ArchiveReader.Entry> bySequence(Archive archive, long sequence)
      throws IOException {
    if (sequence < 1) {
      return Optional.empty();
    }
    try (ArchiveReader reader = archive.read(sequence - 1, Optional.empty())) {
      return reader.hasNext()
          ? Optional.of(reader.next()).filter(found -> found.sequence() == sequence)
          : Optional.empty();
    }
  }
}
