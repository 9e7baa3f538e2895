package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ContentRecord.Matched;

/**
 * A record that is durable, and where it lies.
 *
 * @param bodySize bytes of its body before encryption; -1 where it was purged
 */
record Committed(long sequence, Position position, ArchiveRecord entry, int bodySize) {
  static final byte[] NO_BODY = new byte[0];

  /** The same without the body's bytes, for those who keep it a while. */
  Committed withoutBody() {
    if (entry instanceof ChatMessage line) {
      Body empty = new Body(line.body().contentType(), NO_BODY);
      return new Committed(sequence, position, with(line, empty), bodySize);
    }
    if (entry instanceof Matched matched) {
      Matched bare =
          new Matched(
              matched.message(),
              matched.at(),
              matched.from(),
              matched.to(),
              matched.action(),
              matched.rules(),
              matched.matches(),
              new Body(matched.body().contentType(), NO_BODY));
      return new Committed(sequence, position, bare, bodySize);
    }
    return this;
  }

  /** The line with another body. */
  static ChatMessage with(ChatMessage line, Body body) {
    return new ChatMessage(
        line.message(),
        line.at(),
        line.from(),
        line.to(),
        body,
        line.rule(),
        line.ruleset(),
        line.marks());
  }
}
