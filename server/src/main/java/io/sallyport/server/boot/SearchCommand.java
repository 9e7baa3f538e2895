package io.sallyport.server.boot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.server.archive.ContentRecord.Mark;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Outcome;
import io.sallyport.server.review.Review;
import io.sallyport.server.search.Answer;
import io.sallyport.server.search.Hit;
import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code search}: an officer looks for calls and chat lines. */
@Command(
    name = "search",
    description = "Look for calls and chat lines, as an officer and with a reason.")
final class SearchCommand extends OfficerAction {
  static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  @Mixin private CriteriaOptions criteria = new CriteriaOptions();

  @Option(names = "--json", description = "One JSON object a line, the last one about the page.")
  private boolean json;

  @Option(names = "--facets", description = "Count by person, month, kind and result too.")
  private boolean facets;

  @Mixin private PageOptions page = new PageOptions();

  SearchCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int as(Officer who, Review review, Facades facades) throws IOException {
    if (!page.valid(terminal())) {
      return ExitCode.USAGE;
    }
    Outcome<Answer.Page> outcome =
        review.search(
            who,
            reason(),
            criteria.request(facades.clock().instant(), terminal().zone()),
            facets,
            page.limit(),
            page.cursor());
    Optional<Answer.Page> found = granted(outcome);
    if (found.isEmpty()) {
      return ExitCode.FAILED;
    }
    if (json) {
      lines(found.get());
    } else {
      table(found.get(), terminal().zone());
    }
    return ExitCode.OK;
  }

  private void lines(Answer.Page page) {
    page.hits().forEach(hit -> out().println(HitJson.of(hit)));
    ObjectNode about = HitJson.JSON.createObjectNode();
    about.put("total", page.total()).put("counted", page.counted()).put("behind", page.behind());
    page.next().ifPresent(next -> about.put("cursor", next));
    if (facets) {
      about.set("facets", HitJson.JSON.valueToTree(page.facets()));
    }
    out().println(about);
  }

  /** Under a legal hold, purged, and what content rules did; a line in review shows as result. */
  private static String state(Hit hit) {
    List<String> words = new ArrayList<>();
    if (hit.held()) {
      words.add("held");
    }
    if (hit.purged()) {
      words.add("purged");
    }
    hit.marks().stream()
        .filter(mark -> !mark.equals(Mark.HELD) && !mark.startsWith("rule:"))
        .forEach(words::add);
    return String.join(" ", words);
  }

  private void table(Answer.Page page, ZoneId zone) {
    Table table = new Table("TIME", "KIND", "FROM", "TO", "RESULT", "STATE", "ID");
    for (Hit hit : page.hits()) {
      table.row(
          TIME.format(hit.time().atZone(zone)),
          hit.kind().word(),
          CallsCommand.address(hit.from()),
          CallsCommand.address(hit.to()),
          hit.result(),
          state(hit),
          hit.id());
    }
    table.print(out());
    out().println((page.counted() ? "" : "at least ") + page.total() + " found");
    for (Map.Entry<String, Map<String, Long>> facet : page.facets().entrySet()) {
      Table counts = new Table(facet.getKey().toUpperCase(Locale.ROOT), "HITS");
      facet.getValue().forEach((value, count) -> counts.row(value, String.valueOf(count)));
      counts.print(out());
    }
    page.next().ifPresent(next -> out().println("more: --cursor " + next));
    if (page.behind() > 0) {
      terminal()
          .err()
          .println("the index is " + page.behind() + " records behind: this is not all there is");
    }
  }
}
