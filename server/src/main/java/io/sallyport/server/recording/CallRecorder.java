package io.sallyport.server.recording;

import io.sallyport.server.base.Loop;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The facade that calls see: whether they can be recorded, and their recordings. Any thread. */
public interface CallRecorder {

  /** Records nothing. */
  CallRecorder NONE =
      new CallRecorder() {
        @Override
        public Optional<String> refusal() {
          return Optional.empty();
        }

        @Override
        public RecordedCall expect(Obligation obligation) {
          return RecordedCall.NOT;
        }

        @Override
        public void exempt(Obligation obligation, String why) {
          // there is nowhere to say so
        }
      };

  /**
   * A call that has to be recorded.
   *
   * @param from the caller's address of record
   * @param to the callee's
   * @param kinds audio, video; empty for a call that need not be
   * @param emergency it goes on where it cannot be recorded
   * @param afterConsent nothing is recorded before {@link RecordedCall#begin}, and nothing is
   *     missing where that never comes
   */
  record Obligation(
      String call,
      String from,
      String to,
      List<String> kinds,
      boolean emergency,
      boolean afterConsent) {

    /** A call that is recorded from its first packet on. */
    public Obligation(String call, String from, String to, List<String> kinds, boolean emergency) {
      this(call, from, to, kinds, emergency, false);
    }
  }

  /**
   * Why a call that must be recorded cannot begin now, in words for a phone's display; empty where
   * it can.
   */
  Optional<String> refusal();

  /** An emergency call goes on although something could not be written: that goes on record. */
  void exempt(Obligation obligation, String why);

  /** Tells of a call before its media is opened. */
  RecordedCall expect(Obligation obligation);

  /** One call, as it goes on. */
  interface RecordedCall {
    /** A call that is not recorded. */
    RecordedCall NOT =
        new RecordedCall() {
          @Override
          public void begin(Loop loop, Consumer<Optional<String>> done) {
            done.accept(Optional.empty());
          }

          @Override
          public Optional<String> broken() {
            return Optional.empty();
          }

          @Override
          public void ended(boolean answered, long talkMillis) {
            // there is nothing to close
          }
        };

    /**
     * Makes sure of the recording before the call is answered, or before its parties who agreed to
     * it hear each other. On the call's shard.
     *
     * @param done told on the loop why it cannot be recorded and must not be answered; empty once
     *     the recording is on disk and on record
     */
    void begin(Loop loop, Consumer<Optional<String>> done);

    /** Why the running call must end now; empty while all is well or may yet become so. */
    Optional<String> broken();

    /**
     * The call is over, and its media is closed.
     *
     * @param talkMillis since it was answered
     */
    void ended(boolean answered, long talkMillis);
  }
}
