package io.sallyport.server.boot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.review.Bodies;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Review;
import io.sallyport.server.review.Review.Viewed;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code view}: an officer reads one call or chat line. */
@Command(name = "view", description = "Read a call or a chat line, with its text.")
final class ViewCommand extends OfficerAction {
  private static final int MOST_TEXT = 100_000;

  @Parameters(paramLabel = "RECORD", description = "Its id, as search shows it.")
  private String id;

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  ViewCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int as(Officer who, Review review, Facades facades) throws IOException {
    Optional<Viewed> viewed = granted(review.view(who, reason(), id));
    if (viewed.isEmpty()) {
      return ExitCode.FAILED;
    }
    if (json) {
      out().println(json(viewed.get()));
      return ExitCode.OK;
    }
    for (Entry entry : viewed.get().entries()) {
      out().println("record " + entry.sequence() + " " + entry.type() + " " + entry.time());
      out().println("  " + LogText.safe(entry.fields(), MOST_TEXT));
    }
    Bodies.text(viewed.get().entries())
        .lines()
        .forEach(line -> out().println(LogText.safe(line, MOST_TEXT)));
    Bodies.delivered(viewed.get().entries())
        .ifPresent(text -> out().println("delivered as: " + LogText.safe(text, MOST_TEXT)));
    return ExitCode.OK;
  }

  private static ObjectNode json(Viewed viewed) throws IOException {
    ObjectNode node = HitJson.of(viewed.hit());
    ArrayNode records = node.putArray("records");
    for (Entry entry : viewed.entries()) {
      ObjectNode record = records.addObject();
      record
          .put("sequence", entry.sequence())
          .put("type", entry.type())
          .put("recorded", entry.time().toString());
      record.set(
          "fields", HitJson.JSON.readTree(entry.fields().isBlank() ? "null" : entry.fields()));
    }
    Bodies.delivered(viewed.entries()).ifPresent(text -> node.put("delivered", text));
    return node.put("text", Bodies.text(viewed.entries()));
  }
}
