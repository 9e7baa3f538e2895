package io.sallyport.server.api.employee;

import io.sallyport.server.api.employee.ConversationsResource.OwnLine;
import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ContentRecord.Mark;
import io.sallyport.server.archive.MessageRow;
import io.sallyport.server.content.LineText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chat lines as one of their two people sees them. */
final class ChatLines {
  private ChatLines() {}

  /** The rows with what they say, as the address of record sees them. */
  static List<OwnLine> of(String owner, List<MessageRow> rows, List<Optional<Body>> bodies) {
    List<OwnLine> lines = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      lines.add(line(owner, rows.get(i), bodies.get(i)));
    }
    return lines;
  }

  private static OwnLine line(String owner, MessageRow row, Optional<Body> body) {
    boolean own = row.from().equals(owner);
    return new OwnLine(
        row.message(),
        row.sequence(),
        row.at(),
        own,
        body.map(b -> LineText.of(b.contentType(), b.bytes())).orElse(""),
        own ? state(row) : "received",
        row.marks().contains(Mark.MASKED),
        body.isEmpty());
  }

  private static String state(MessageRow row) {
    if (row.marks().contains(Mark.BLOCKED)) {
      return "refused";
    }
    if (row.marks().contains(Mark.HELD) && !row.review().equals("released")) {
      return row.review().isEmpty() ? "held" : "rejected";
    }
    return row.delivered().isPresent() ? "delivered" : "sent";
  }
}
