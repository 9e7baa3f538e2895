package io.sallyport.server.call;

import io.sallyport.server.archive.Journal;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.policy.Obligations;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.recording.CallRecorder;
import io.sallyport.server.recording.CallRecorder.Obligation;
import io.sallyport.server.recording.CallRecorder.RecordedCall;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a call owes to the record: its recording is begun before the caller hears of an answer, is
 * watched while the call runs, and is closed with it. An emergency call goes on without.
 */
final class RecordingDuty {
  private static final Duration LOOK = Duration.ofSeconds(1);

  // immutable
  private final CallContext context;
  private final Obligation obligation;
  private final RecordedCall recording;

  // owned by: shard
  private boolean excused;
  private boolean answered;
  private long answeredAt;

  /** Made before the call's media is opened. */
  RecordingDuty(
      String call,
      CallContext context,
      Admitted admitted,
      Obligations obligations,
      boolean afterConsent) {
    this.context = context;
    this.obligation =
        new Obligation(
            call,
            admitted.from().toString(),
            admitted.to().toString(),
            obligations.record(),
            obligations.emergency(),
            afterConsent);
    this.recording = context.recorder().expect(obligation);
  }

  /** Why a call with these obligations cannot even begin, for the caller's display. */
  static Optional<String> refusal(CallRecorder recorder, Obligations obligations) {
    boolean free = obligations.record().isEmpty() || obligations.emergency();
    return free ? Optional.empty() : recorder.refusal().map(RecordingDuty::words);
  }

  /** Whether the call may go on after its record was written, or was not. */
  boolean mayGoOn(Journal.Receipt receipt) {
    if (receipt instanceof Journal.Receipt.Durable) {
      return true;
    }
    if (obligation.emergency() && !excused) {
      excused = true;
      context.recorder().exempt(obligation, "archive unavailable");
    }
    return obligation.emergency();
  }

  /**
   * Before the answer.
   *
   * @param done told, on the shard, the words with which the call must be refused; empty for none
   */
  void begin(Consumer<Optional<String>> done) {
    if (obligation.afterConsent()) {
      // whether it could be recorded at all is known before anybody is asked
      done.accept(context.recorder().refusal().map(RecordingDuty::words));
    } else {
      recording.begin(context.loop(), why -> done.accept(why.map(RecordingDuty::words)));
    }
  }

  /** Its parties have agreed: the recording begins now. As {@link #begin}. */
  void consented(Consumer<Optional<String>> done) {
    answeredAt = context.loop().nanoTime();
    recording.begin(context.loop(), why -> done.accept(why.map(RecordingDuty::words)));
  }

  /** Whether it is recorded, or will be once its parties have agreed. */
  boolean records() {
    return recording != RecordedCall.NOT;
  }

  /** The call is answered: it ends by itself when its recording has failed for too long. */
  void watch(Call call) {
    answered = true;
    answeredAt = context.loop().nanoTime();
    if (recording != RecordedCall.NOT) {
      context.loop().schedule(LOOK, () -> look(call));
    }
  }

  /** The call is over and its media closed. */
  void ended() {
    long talked = answered ? context.loop().nanoTime() - answeredAt : 0;
    recording.ended(answered, Duration.ofNanos(talked).toMillis());
  }

  private void look(Call call) {
    if (call.state() == Call.State.ENDED) {
      return;
    }
    Optional<String> broken = recording.broken();
    if (broken.isPresent()) {
      context.counters().add(Counter.RECORDING_BROKEN);
      call.end(Outcome.broken("Recording failed: " + broken.get()), null);
    } else {
      context.loop().schedule(LOOK, () -> look(call));
    }
  }

  private static String words(String why) {
    return Refusal.RECORDING_UNAVAILABLE.words() + ": " + why;
  }
}
