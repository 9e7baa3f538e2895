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
      return bare(with(line, empty(line.body())));
    }
    if (entry instanceof Matched matched) {
      return bare(
          new Matched(
              matched.message(),
              matched.at(),
              matched.from(),
              matched.to(),
              matched.action(),
              matched.rules(),
              matched.matches(),
              empty(matched.body())));
    }
    if (entry instanceof CallSignalling call) {
      return bare(
          new CallSignalling(
              call.call(),
              call.at(),
              call.from(),
              call.to(),
              call.dialogs(),
              call.messages(),
              call.missing(),
              empty(call.body())));
    }
    if (entry instanceof AccessMark mark) {
      return bare(
          new AccessMark(
              mark.at(),
              mark.officer(),
              mark.reason(),
              mark.mark(),
              mark.call(),
              mark.atMillis(),
              mark.action(),
              empty(mark.body())));
    }
    return this;
  }

  private Committed bare(ArchiveRecord without) {
    return new Committed(sequence, position, without, bodySize);
  }

  private static Body empty(Body body) {
    return new Body(body.contentType(), NO_BODY);
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
