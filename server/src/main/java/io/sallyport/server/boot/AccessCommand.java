package io.sallyport.server.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Review;
import io.sallyport.server.review.Review.Trail;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code access}: who looked at what in the archive. */
@Command(
    name = "access",
    description =
        "Show who searched, read, played and exported what, and why, the newest first. An officer"
            + " of everybody sees all of it, others see their own.")
final class AccessCommand extends OfficerAction {
  @Option(names = "--officer", paramLabel = "NAME", description = "Only what one officer did.")
  private String officer;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Only what was done with one call, line or export.")
  private String id;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Mixin private PageOptions page = new PageOptions();

  AccessCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int as(Officer who, Review review, Facades facades) throws IOException {
    if (!page.valid(terminal())) {
      return ExitCode.USAGE;
    }
    Optional<Trail> trail =
        granted(
            review.trail(
                who,
                reason(),
                Optional.ofNullable(officer),
                Optional.ofNullable(id),
                page.limit(),
                page.cursor()));
    if (trail.isEmpty()) {
      return ExitCode.FAILED;
    }
    Table table = new Table("TIME", "OFFICER", "ACT", "OF", "REASON");
    for (Entry entry : trail.get().entries()) {
      JsonNode fields = HitJson.JSON.readTree(entry.fields());
      if (json) {
        ObjectNode line = HitJson.JSON.createObjectNode();
        line.put("sequence", entry.sequence()).put("type", entry.type()).set("fields", fields);
        out().println(line);
      } else {
        table.row(
            SearchCommand.TIME.format(entry.time().atZone(terminal().zone())),
            fields.path("officer").asText(),
            entry.type().replaceFirst("^access\\.", ""),
            of(fields),
            fields.path("reason").asText());
      }
    }
    if (!json) {
      table.print(out());
    }
    trail.get().next().ifPresent(next -> out().println(more(next)));
    return ExitCode.OK;
  }

  private String more(String next) {
    return json
        ? HitJson.JSON.createObjectNode().put("cursor", next).toString()
        : "more: --cursor " + next;
  }

  private static String of(JsonNode fields) {
    for (String name : new String[] {"query", "subject", "outcome"}) {
      if (fields.has(name)) {
        return fields.path(name).asText();
      }
    }
    return "";
  }
}
