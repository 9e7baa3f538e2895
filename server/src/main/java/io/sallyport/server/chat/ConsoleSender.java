package io.sallyport.server.chat;

import io.sallyport.server.archive.ContentRecord.Mark;
import io.sallyport.server.base.Loop;
import io.sallyport.server.policy.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * Somebody at the console, who is told as soon as the line is on record; that a device has it shows
 * in the conversation.
 */
record ConsoleSender(Line line, Loop loop, Consumer<Sent> done) implements Sender {

  @Override
  public boolean showsWords() {
    return true;
  }

  @Override
  public void refused(Refusal refusal, String words) {
    done.accept(new Sent.Refused(refusal, words));
  }

  @Override
  public void recorded(Screening.Screened screened) {
    boolean masked = screened.marks().contains(Mark.MASKED);
    done.accept(new Sent.Recorded(line.id(), at(), screened.held(), masked));
  }

  /** As it is kept, so that asking again is answered alike. */
  private Instant at() {
    return line.at().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void brought(int status) {
    // the conversation tells
  }
}
