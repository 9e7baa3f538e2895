package io.sallyport.server.boot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.rulebook.ReplayReport;
import io.sallyport.server.rulebook.ReplayReport.Change;
import io.sallyport.server.rulebook.ReplayReport.Count;
import io.sallyport.server.rulebook.ReplayReport.Example;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** What a draft would have changed, for a person or a program to read. */
final class ReplayText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_LINES = 20;
  private static final List<String> QUESTIONS = List.of("kind", "rule", "what", "groups");

  private ReplayText() {}

  static void print(PrintWriter out, ReplayReport report, ZoneId zone) {
    out.println(
        "%s to %s: %s attempts decided again, %s would go another way"
            .formatted(
                SearchCommand.TIME.format(report.from().atZone(zone)),
                SearchCommand.TIME.format(report.until().atZone(zone)),
                number(report.attempts()),
                number(report.changed())));
    for (Change change : Change.values()) {
      if (report.changed(change) > 0) {
        print(out, report, change, zone);
      }
    }
    out.println();
    notes(out, report);
  }

  private static void print(PrintWriter out, ReplayReport report, Change change, ZoneId zone) {
    out.println();
    out.println(title(change) + ": " + number(report.changed(change)));
    for (String by : QUESTIONS) {
      List<Count> counts = report.counts(change, by);
      if (!counts.isEmpty()) {
        out.println("  by " + (by.equals("what") ? "obligation" : by) + ":");
      }
      for (Count count : counts.subList(0, Math.min(MOST_LINES, counts.size()))) {
        out.println("    %12s  %s".formatted(number(count.count()), safe(count.what())));
      }
      if (counts.size() > MOST_LINES) {
        long rest = counts.stream().skip(MOST_LINES).mapToLong(Count::count).sum();
        out.println("    %12s  in %d more".formatted(number(rest), counts.size() - MOST_LINES));
      }
    }
    List<Example> examples = report.examples().stream().filter(e -> e.change() == change).toList();
    if (!examples.isEmpty()) {
      out.println("  examples:");
    }
    for (Example example : examples) {
      out.println(
          "    %s  record %d  %s  %s to %s%s"
              .formatted(
                  SearchCommand.TIME.format(example.at().atZone(zone)),
                  example.sequence(),
                  example.kind(),
                  safe(CallsCommand.address(example.from())),
                  safe(CallsCommand.address(example.to())),
                  example.id().isEmpty() ? "" : "  " + safe(example.id())));
      String what = example.what().isEmpty() ? "" : ": " + safe(example.what());
      out.println("      " + safe(example.rule()) + what);
    }
  }

  private static String title(Change change) {
    return switch (change) {
      case DENIED -> "WAS ALLOWED, WOULD BE DENIED";
      case ALLOWED -> "WAS DENIED, WOULD BE ALLOWED";
      case OBLIGATIONS -> "ALLOWED UNDER OTHER OBLIGATIONS";
    };
  }

  private static void notes(PrintWriter out, ReplayReport report) {
    out.println(
        "Users, groups and departments are taken as they are now; devices and networks of who was"
            + " called are not on record and were taken as unknown.");
    if (report.otherRefusals() > 0) {
      out.println(
          number(report.otherRefusals())
              + " refusals had another reason than a rule, and would be refused again.");
    }
    if (report.notCompared() > 0) {
      out.println(
          number(report.notCompared())
              + " attempts were allowed under users and groups of then, and the rules of then would"
              + " deny them now: their obligations were not compared.");
    }
    if (report.purged() > 0) {
      out.println(number(report.purged()) + " records could not be read; retention took them.");
    }
  }

  static String json(ReplayReport report) {
    ObjectNode node = JSON.createObjectNode();
    node.put("from", report.from().toString())
        .put("until", report.until().toString())
        .put("records", report.records())
        .put("attempts", report.attempts())
        .put("otherRefusals", report.otherRefusals())
        .put("purged", report.purged())
        .put("notCompared", report.notCompared());
    for (Change change : Change.values()) {
      node.put(change.word(), report.changed(change));
    }
    ArrayNode counts = node.putArray("counts");
    for (Count count : report.counts()) {
      counts
          .addObject()
          .put("change", count.change().word())
          .put("by", count.by())
          .put("what", count.what())
          .put("count", count.count());
    }
    ArrayNode examples = node.putArray("examples");
    for (Example example : report.examples()) {
      examples
          .addObject()
          .put("change", example.change().word())
          .put("at", example.at().toString())
          .put("sequence", example.sequence())
          .put("id", example.id())
          .put("kind", example.kind())
          .put("from", example.from())
          .put("to", example.to())
          .put("rule", example.rule())
          .put("what", example.what());
    }
    return node.toString();
  }

  private static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  private static String safe(String text) {
    return LogText.safe(text);
  }
}
