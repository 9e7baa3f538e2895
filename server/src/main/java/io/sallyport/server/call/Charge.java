package io.sallyport.server.call;

import io.sallyport.server.base.PeerNetwork;
import io.sallyport.server.guard.CallMeter;
import io.sallyport.server.guard.CallMeter.Admission;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.ingress.Attempts;
import io.sallyport.server.ingress.Denials;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Decision;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has calls counted and charged to their caller by a meter, and refuses those that are too much.
 */
final class Charge {
  /** What the record of a refusal names in place of a rule. */
  private static final String LIMIT = "limit";

  // immutable
  private final Attempts attempts;
  private final Denials denials;
  private final Counters counters;

  // owned by: boot until the first request
  private CallMeter meter = CallMeter.NONE;

  Charge(Attempts attempts, Denials denials, Counters counters) {
    this.attempts = attempts;
    this.denials = denials;
    this.counters = counters;
  }

  void by(CallMeter counting) {
    meter = counting;
  }

  /** The call as it is counted, or empty where it has been answered: it would be too much. */
  Optional<CallMeter.Metered> begin(Admitted admitted) {
    Admission admission =
        meter.admit(
            new CallMeter.Asking(
                admitted.from(),
                admitted.asking().person().groups(),
                PeerNetwork.of(admitted.flow().remote().getAddress()).toString(),
                admitted.to(),
                attempts.party(admitted.to()).person().known(),
                admitted.obligations().emergency()));
    if (admission instanceof Admission.Running running) {
      return Optional.of(running.call());
    }
    Admission.Refused refused = (Admission.Refused) admission;
    denials.deny(
        admitted.transaction(),
        admitted.from(),
        admitted.to(),
        List.of(Attempt.Kind.AUDIO),
        new Decision.Deny(refused.refusal(), refused.words(), LIMIT),
        admitted.ruleset());
    return Optional.empty();
  }

  /** What a call tells the meter, and the meter the call. */
  Life life(CallMeter.Metered metered, Consumer<Call> ended) {
    return new Life() {
      @Override
      public void answered(Call call) {
        metered.answered();
        metered.whenSpent(
            words -> {
              counters.add(Counter.GUARD_CALLS_ENDED);
              call.context().loop().post(() -> call.end(Outcome.broken(words), null));
            });
      }

      @Override
      public void ended(Call call) {
        metered.ended();
        ended.accept(call);
      }
    };
  }
}
