package io.sallyport.server.boot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ContentRecord.Mark;
import io.sallyport.server.archive.MessageFilter;
import io.sallyport.server.archive.MessageRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code messages}: the chat lines on record, with what they say. That they were read goes on
 * record too.
 */
@Command(name = "messages", description = "List the chat lines on record, the newest last.")
final class MessagesCommand extends DataCommand {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ArchiveRecord.Body PURGED = new ArchiveRecord.Body("", new byte[0]);

  @Mixin private RecordOptions options = new RecordOptions();

  @Option(names = "--waiting", description = "Only lines that have reached no device yet.")
  private boolean waiting;

  MessagesCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int on(Facades facades) throws IOException {
    MessageFilter filter =
        new MessageFilter(
            Optional.empty(),
            options.address(facades.domain()),
            options.since(facades.clock().instant(), terminal().zone()),
            Optional.empty(),
            waiting,
            Long.MAX_VALUE,
            options.limit());
    facades.administered("messages read", options.address(facades.domain()).orElse("all"));
    List<MessageRow> rows = oldestFirst(facades.archive().messages(filter));
    Table table = new Table("SENT", "FROM", "TO", "DELIVERED", "TEXT");
    for (MessageRow row : rows) {
      ArchiveRecord.Body body = row.purged() ? PURGED : facades.archive().body(row);
      if (options.json()) {
        out().println(json(row, body));
      } else {
        table.row(
            options.time(row.at(), terminal().zone()),
            CallsCommand.address(row.from()),
            CallsCommand.address(row.to()),
            row.delivered()
                .map(at -> options.time(at, terminal().zone()))
                .orElseGet(() -> undelivered(row)),
            shown(row, body));
      }
    }
    if (!options.json()) {
      table.print(out());
    }
    return ExitCode.OK;
  }

  private static String json(MessageRow row, ArchiveRecord.Body body) {
    ObjectNode node = JSON.createObjectNode();
    node.put("message", row.message())
        .put("sequence", row.sequence())
        .put("sent", row.at().toString());
    node.put("from", row.from()).put("to", row.to());
    row.delivered().ifPresent(at -> node.put("delivered", at.toString()));
    node.put("devices", row.devices())
        .put("contentType", row.contentType())
        .put("size", row.size());
    row.marks().forEach(node.withArray("marks")::add);
    if (!row.review().isEmpty()) {
      node.put("review", row.review());
    }
    if (row.purged()) {
      node.put("purged", true);
    } else if (isText(row)) {
      node.put("text", text(body));
    } else {
      node.put("base64", Base64.getEncoder().encodeToString(body.bytes()));
    }
    return node.toString();
  }

  /** What a line is that no device has. */
  private static String undelivered(MessageRow row) {
    if (row.marks().contains(Mark.BLOCKED)) {
      return "blocked";
    }
    boolean held = row.marks().contains(Mark.HELD) && !row.review().equals("released");
    return held ? row.review().isEmpty() ? "held" : "rejected" : "waiting";
  }

  private static String shown(MessageRow row, ArchiveRecord.Body body) {
    if (row.purged()) {
      return "[purged]";
    }
    return isText(row) ? text(body) : "[" + row.contentType() + ", " + row.size() + " bytes]";
  }

  private static boolean isText(MessageRow row) {
    String type = row.contentType().toLowerCase(Locale.ROOT);
    return type.startsWith("text/") || type.startsWith("message/");
  }

  private static String text(ArchiveRecord.Body body) {
    return new String(body.bytes(), StandardCharsets.UTF_8);
  }
}
