package io.sallyport.server.guard;

import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Refusal;
import java.util.Set;
import java.util.function.Consumer;

/** Where calls are counted and charged to their caller while they run. Any thread. */
public interface CallMeter {
  /** Lets every call through and counts nothing. */
  CallMeter NONE = call -> new Admission.Running(Metered.FREE);

  /**
   * A call that somebody wants to begin.
   *
   * @param from the caller's address of record
   * @param groups that the caller is in
   * @param network the literal IP address that the caller signals from; empty where none is known
   * @param to whom it asks for
   * @param internal whether that is a user of ours, so that no destination is charged
   * @param emergency it is counted and never refused or ended
   */
  record Asking(
      Address from,
      Set<String> groups,
      String network,
      Address to,
      boolean internal,
      boolean emergency) {
    public Asking {
      groups = Set.copyOf(groups);
    }
  }

  /** What became of the question. */
  sealed interface Admission {
    /** It would be too much. */
    record Refused(Refusal refusal, String words) implements Admission {}

    /** It counts from now on, until {@link Metered#ended}. */
    record Running(Metered call) implements Admission {}
  }

  /** A call that is counted. Each of its methods is called once at most, but {@link #ended}. */
  interface Metered {
    /** Counted nowhere. */
    Metered FREE = new Metered() {};

    /**
     * What to do when a running call has used up a budget of the day; told with the reason, on a
     * thread of the meter's.
     */
    default void whenSpent(Consumer<String> end) {}

    /** From now on it is charged for. */
    default void answered() {}

    /** It is over, answered or not; harmless when repeated. */
    default void ended() {}
  }

  Admission admit(Asking call);

  /** Calls that a user has begun and that are not over. */
  default int running(Address user) {
    return 0;
  }
}
