package io.sallyport.server.boot;

import io.sallyport.server.observe.LogText;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Explanation;
import io.sallyport.server.policy.Party;
import io.sallyport.server.policy.Person;
import io.sallyport.server.policy.RuleSet;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.TreeSet;

/** Why an attempt is decided as it is, for a person to read. */
final class Explanations {
  private Explanations() {}

  static Explanation print(PrintWriter out, Attempt attempt, RuleSet rules) {
    Explanation why = rules.explain(attempt);
    out.println(verdict(why));
    out.println(
        "  %s, %s, at %s, %d calls beside it"
            .formatted(
                attempt.kind().name().toLowerCase(Locale.ROOT),
                why.direction().name().toLowerCase(Locale.ROOT),
                attempt.at(),
                attempt.concurrent()));
    out.println("  from " + party(attempt.from()));
    out.println("  to   " + party(attempt.to()));
    why.conditions().forEach(each -> out.println("  because " + safe(each)));
    why.obligations().forEach(each -> out.println("  must " + safe(each)));
    if (!why.near().isEmpty()) {
      out.println("nearly decided:");
      for (Explanation.Near near : why.near()) {
        out.println(
            "  rule %s (line %d): %s: %s"
                .formatted(
                    safe(near.rule()), near.line(), safe(near.failed()), safe(near.words())));
      }
    }
    return why;
  }

  /** The decision in one line. */
  static String verdict(Explanation why) {
    String rule =
        why.line() > 0
            ? "rule %s (line %d)".formatted(safe(why.decision().rule()), why.line())
            : safe(why.decision().rule());
    return why.decision() instanceof Decision.Deny deny
        ? "DENIED by %s: %d %s".formatted(rule, deny.refusal().status(), safe(deny.words()))
        : "ALLOWED by " + rule;
  }

  private static String party(Party party) {
    Person person = party.person();
    StringBuilder text = new StringBuilder(safe(party.address().toString()));
    text.append(person.known() ? ", " + person.role() : ", unknown here");
    if (!person.groups().isEmpty()) {
      text.append(", groups ").append(String.join(" ", new TreeSet<>(person.groups())));
    }
    append(text, ", department ", person.department());
    append(text, ", device ", party.device());
    append(text, ", at ", party.network());
    append(text, " by ", party.transport());
    return text.toString();
  }

  private static void append(StringBuilder text, String before, String what) {
    if (!what.isEmpty()) {
      text.append(before).append(safe(what));
    }
  }

  private static String safe(String text) {
    return LogText.safe(text);
  }
}
