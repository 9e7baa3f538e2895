package io.sallyport.protocol.transaction;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Reliable provisional responses (RFC 3262): the option tag, the caller's end and the callee's end.
 */
public final class ReliableProvisionals {
  public static final String OPTION_TAG = "100rel";

  private ReliableProvisionals() {}

  /** Whether a response asks for a PRACK. */
  public static boolean isReliable(SipResponse response) {
    return response.isProvisional()
        && response.status() > 100
        && response.has(HeaderNames.RSEQ)
        && response.lists(HeaderNames.REQUIRE, OPTION_TAG);
  }

  /**
   * The PRACK to a reliable provisional response of this dialog (section 4); a body may be added.
   */
  public static SipRequest.Builder prack(Dialog dialog, SipResponse provisional) {
    long rseq = provisional.number(HeaderNames.RSEQ).orElse(0L);
    return dialog.request(SipRequest.PRACK).add(HeaderNames.RACK, rseq + " " + provisional.cseq());
  }

  /** What the caller makes of a provisional response. */
  public enum Verdict {
    /** Show it to the user; no PRACK. */
    UNRELIABLE,
    /** Send a PRACK and show it to the user. */
    ACKNOWLEDGE,
    /**
     * A repetition, whose PRACK is on its way, or one that came too early and will be repeated:
     * drop it.
     */
    DROP
  }

  /** The caller's end: one for each early dialog of an INVITE. */
  public static final class Receiver {
    // owned by: the caller's thread
    private long last = -1;

    public Verdict receive(SipResponse response) {
      if (!isReliable(response)) {
        return Verdict.UNRELIABLE;
      }
      long rseq = response.number(HeaderNames.RSEQ).orElse(0L);
      if (last >= 0 && rseq != last + 1) {
        return Verdict.DROP;
      }
      last = rseq;
      return Verdict.ACKNOWLEDGE;
    }
  }

  /**
   * The callee's end: one for each INVITE. One response is on the way at a time; the next waits for
   * the PRACK of the one before. Repeated after T1, doubling without limit, given up after 64*T1
   * (section 3).
   */
  public static final class Sender {
    private static final int WAITING_LIMIT = 8;

    // immutable
    private final Timings timings;
    private final Actions actions;

    // owned by: the caller's thread
    private final Queue<SipResponse> waiting = new ArrayDeque<>();
    private long nextRSeq;
    private SipResponse outstanding;
    private Duration interval;
    private Duration elapsed;
    private boolean stopped;

    /**
     * Sends through the actions: a response that {@code actions.send} gets is to go through the
     * INVITE's transaction the first time, so that a repeated INVITE repeats it.
     *
     * @param firstRSeq 1 to 2^31-1
     */
    public Sender(long firstRSeq, Timings timings, Actions actions) {
      this.nextRSeq = firstRSeq;
      this.timings = timings;
      this.actions = actions;
    }

    /**
     * Adds Require and RSeq and sends, at once or after the PRACK of the response before; false
     * where too many wait or all is over.
     */
    public boolean send(SipResponse provisional) {
      if (stopped || waiting.size() >= WAITING_LIMIT) {
        return false;
      }
      SipResponse.Builder numbered = provisional.toBuilder();
      if (!provisional.lists(HeaderNames.REQUIRE, OPTION_TAG)) {
        numbered.add(HeaderNames.REQUIRE, OPTION_TAG);
      }
      waiting.add(numbered.set(HeaderNames.RSEQ, Long.toString(nextRSeq++)).build());
      sendNext();
      return true;
    }

    /**
     * Whether a response still waits for its PRACK: a 2xx has to wait for it too where that
     * response carried SDP.
     */
    public boolean pending() {
      return outstanding != null;
    }

    public boolean pendingWithBody() {
      return outstanding != null && outstanding.body().length > 0;
    }

    /**
     * Matches a PRACK by its RAck; the next waiting response is not sent before {@link
     * #sendNext()}.
     *
     * @return false where it acknowledges nothing outstanding: answer 481
     */
    public boolean acknowledge(SipRequest prack) {
      if (outstanding == null) {
        return false;
      }
      String expected = outstanding.first(HeaderNames.RSEQ).orElse("") + " " + outstanding.cseq();
      String rack = prack.first(HeaderNames.RACK).orElse("").trim().replaceAll("[ \t]+", " ");
      if (!rack.equals(expected)) {
        return false;
      }
      outstanding = null;
      actions.stop(TimerName.PROVISIONAL);
      return true;
    }

    /** Sends the next waiting response, if there is one and none is outstanding. */
    public void sendNext() {
      if (outstanding == null && !waiting.isEmpty()) {
        outstanding = waiting.remove();
        interval = timings.t1();
        elapsed = Duration.ZERO;
        actions.start(TimerName.PROVISIONAL, interval);
        actions.send(outstanding);
      }
    }

    /**
     * A final response ends repetition. A PRACK that is still on its way matches afterwards too
     * (section 3), so that it finds an answer.
     */
    public void stop() {
      waiting.clear();
      actions.stop(TimerName.PROVISIONAL);
      stopped = true;
    }

    public void timer(TimerName timer) {
      if (timer != TimerName.PROVISIONAL || outstanding == null || stopped) {
        return;
      }
      elapsed = elapsed.plus(interval);
      Duration left = timings.timeout().minus(elapsed);
      if (left.isZero() || left.isNegative()) {
        outstanding = null;
        waiting.clear();
        actions.failed(Actions.Failure.TIMEOUT);
        return;
      }
      interval = interval.multipliedBy(2);
      interval = interval.compareTo(left) < 0 ? interval : left;
      actions.start(TimerName.PROVISIONAL, interval);
      actions.send(outstanding);
    }
  }
}
