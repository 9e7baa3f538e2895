package io.sallyport.server.chat;

import io.sallyport.server.archive.ContentRecord.Mark;
import io.sallyport.server.archive.MessageRow;
import io.sallyport.server.policy.Refusal;
import java.time.Instant;

/** What became of a line that was written at the console. */
public sealed interface Sent {

  /** It is on record, and on its way unless a reviewer must release it. */
  record Recorded(String id, Instant at, boolean held, boolean masked) implements Sent {}

  /** It goes nowhere, and why. */
  record Refused(Refusal refusal, String words) implements Sent {}

  /** What came of a line that is on record already. */
  static Sent of(MessageRow row) {
    if (row.marks().contains(Mark.BLOCKED)) {
      return new Refused(Refusal.CONTENT_BLOCKED, Refusal.CONTENT_BLOCKED.words());
    }
    boolean held = row.marks().contains(Mark.HELD) && row.review().isEmpty();
    return new Recorded(row.message(), row.at(), held, row.marks().contains(Mark.MASKED));
  }
}
