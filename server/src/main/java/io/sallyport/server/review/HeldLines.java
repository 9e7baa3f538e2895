package io.sallyport.server.review;

import io.sallyport.server.archive.ArchiveRecord.AccessSearch;
import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.ContentRecord.Rejected;
import io.sallyport.server.archive.ContentRecord.Released;
import io.sallyport.server.archive.MessageRow;
import io.sallyport.server.base.Ids;
import io.sallyport.server.search.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Chat lines that wait for a reviewer: seen, released and rejected by officers, each within their
 * scope and nobody their own.
 */
final class HeldLines {
  static final String NOT_FOUND = "no such line is held among those that you are assigned to";

  private static final int MOST = 1_000;
  private static final String REJECTED = "Your message was reviewed and is not delivered: ";

  // immutable
  private final Desk desk;

  // any thread: who holds it decides
  private final ReentrantLock deciding = new ReentrantLock();

  HeldLines(Desk desk) {
    this.desk = desk;
  }

  /** Those that the officer may see; on record before they are shown. */
  List<MessageRow> list(Officer officer, String reason, Scope scope) throws IOException {
    List<MessageRow> lines = visible(scope);
    desk.log()
        .write(
            new AccessSearch(
                desk.clock().instant(),
                officer.name(),
                reason,
                "held lines",
                lines.size(),
                lines.stream().map(MessageRow::sequence).toList()));
    return lines;
  }

  /** Why the officer may not decide about the line; empty where that is done and on record. */
  Optional<String> decide(Officer officer, String reason, Scope scope, String id, boolean release)
      throws IOException {
    deciding.lock();
    try {
      Optional<MessageRow> line =
          visible(scope).stream().filter(row -> row.message().equals(id)).findFirst();
      if (line.isEmpty()) {
        return Optional.of(NOT_FOUND);
      }
      if (line.get().from().equals("sip:" + officer.name() + "@" + desk.domain())) {
        return Optional.of("nobody decides about a line of their own");
      }
      record(officer, reason, line.get(), release);
      return Optional.empty();
    } finally {
      deciding.unlock();
    }
  }

  private void record(Officer officer, String reason, MessageRow line, boolean release)
      throws IOException {
    Instant now = desk.clock().instant();
    if (release) {
      desk.archive().write(new Released(line.message(), now, officer.name(), reason));
      return;
    }
    // the notice first: its delivery begins when the rejection is on record
    desk.archive()
        .write(
            new ChatMessage(
                line.message() + "-n" + Ids.random(4),
                now,
                new Party("sip:sallyport@" + desk.domain(), "", "", ""),
                line.from(),
                new Body(
                    "text/plain;charset=utf-8",
                    (REJECTED + reason).getBytes(StandardCharsets.UTF_8))));
    desk.archive().write(new Rejected(line.message(), now, officer.name(), reason));
  }

  private List<MessageRow> visible(Scope scope) {
    return desk.archive().heldLines(MOST).stream()
        .filter(
            row ->
                scope.everything()
                    || scope.addresses().contains(row.from())
                    || scope.addresses().contains(row.to()))
        .toList();
  }
}
