package io.sallyport.server.call;

import io.sallyport.server.base.Loop;
import io.sallyport.server.recording.CallRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A recorder that does what its test says, and notes what calls tell it. */
final class HeldRecorder implements CallRecorder {
  Optional<String> refusal = Optional.empty();
  Optional<String> beginning = Optional.empty();
  Optional<String> broken = Optional.empty();
  boolean held;
  Runnable release = () -> {};
  final List<String> told = new ArrayList<>();

  @Override
  public Optional<String> refusal() {
    return refusal;
  }

  @Override
  public void exempt(Obligation obligation, String why) {
    told.add("exempt: " + why);
  }

  @Override
  public RecordedCall expect(Obligation obligation) {
    return obligation.kinds().isEmpty() ? RecordedCall.NOT : new Noted();
  }

  private final class Noted implements RecordedCall {
    @Override
    public void begin(Loop loop, Consumer<Optional<String>> done) {
      told.add("begin");
      release = () -> loop.post(() -> done.accept(beginning));
      if (!held) {
        release.run();
      }
    }

    @Override
    public Optional<String> broken() {
      return broken;
    }

    @Override
    public void ended(boolean answered, long talkMillis) {
      told.add("ended " + (answered ? "answered" : "unanswered"));
    }
  }
}
