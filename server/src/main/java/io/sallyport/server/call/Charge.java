package io.sallyport.server.call;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.PeerNetwork;
import io.sallyport.server.guard.CallMeter;
import io.sallyport.server.guard.CallMeter.Admission;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.ingress.Refusals;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.People;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has calls counted and charged to their caller by a meter, and refuses those that are too much. */
final class Charge {
  private static final Logger LOG = LoggerFactory.getLogger(Charge.class);

  // immutable
  private final Journal journal;
  private final Counters counters;
  private final InstantSource clock;

  // owned by: boot until the first request
  private CallMeter meter = CallMeter.NONE;
  private People people = address -> io.sallyport.server.policy.Person.STRANGER;

  Charge(Journal journal, Counters counters, InstantSource clock) {
    this.journal = journal;
    this.counters = counters;
    this.clock = clock;
  }

  void by(CallMeter counting, People known) {
    meter = counting;
    people = known;
  }

  /** The call as it is counted, or empty where it has been answered: it would be too much. */
  Optional<CallMeter.Metered> begin(Admitted admitted) {
    Address to = admitted.to();
    Admission admission =
        meter.admit(
            new CallMeter.Asking(
                admitted.from(),
                people.of(admitted.from()).groups(),
                PeerNetwork.of(admitted.flow().remote().getAddress()).toString(),
                to,
                people.of(to).known(),
                admitted.obligations().emergency()));
    if (admission instanceof Admission.Running running) {
      return Optional.of(running.call());
    }
    Admission.Refused refused = (Admission.Refused) admission;
    String from = admitted.from().toString();
    LOG.info("refused INVITE of {}: {}", from, refused.refusal());
    journal.append(
        new ArchiveRecord.Refused(
            clock.instant(),
            admitted.request().method(),
            from,
            to.toString(),
            admitted.flow().remote().getAddress().getHostAddress(),
            refused.refusal().status(),
            refused.words()));
    admitted
        .transaction()
        .respond(
            Refusals.response(admitted.transaction(), refused.refusal(), refused.words()).build());
    return Optional.empty();
  }

  /** What a call tells the meter, and the meter the call. */
  Life life(CallMeter.Metered metered, java.util.function.Consumer<Call> ended) {
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
