package io.sallyport.server.observe;

import io.sallyport.server.observe.SipTrace.Direction;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The SIP messages of one call under all its Call-IDs, kept until they are taken: the first ones,
 * which say how it came about, and the last ones, which say how it ended.
 *
 * <p>Bounded twice: by itself, and by the budget of the trace that it belongs to. What is left out
 * is counted. Keeping a message costs references, no copy.
 */
public final class SipLadder {
  private static final int MOST_FIRST = 40;
  private static final int MOST_LAST = 24;
  private static final int BYTES_FIRST = 48 << 10;
  private static final int BYTES_LAST = 16 << 10;
  private static final int MOST_DIALOGS = 32;

  /**
   * One message as it may be kept: head and SDP, with credentials, keys and other bodies left out.
   *
   * @param dialog which of the call's Call-IDs, from 0
   * @param peer address and port that it came from or went to
   */
  public record Message(Instant at, Direction direction, int dialog, String peer, String text) {}

  /**
   * What was kept of a call.
   *
   * @param dialogs its Call-IDs, the caller's first
   * @param missing messages that were left out, all between the first and the last ones
   */
  public record Taken(List<String> dialogs, List<Message> messages, int missing) {}

  private record Step(int dialog, SipTrace.Kept kept) {}

  // immutable
  private final SipTrace trace;

  // any thread: under this object's monitor
  private final List<String> dialogs = new ArrayList<>(2);
  private final List<Step> first = new ArrayList<>(16);
  private final Deque<Step> last = new ArrayDeque<>(0);
  private int firstBytes;
  private int lastBytes;
  private int missing;
  private boolean taken;

  SipLadder(SipTrace trace) {
    this.trace = trace;
  }

  /** From now on also the messages of that Call-ID belong to it. */
  public void follow(String callId) {
    synchronized (this) {
      if (taken || dialogs.size() == MOST_DIALOGS || dialogs.contains(callId)) {
        return;
      }
      dialogs.add(callId);
    }
    trace.follow(callId, this);
  }

  /** What was kept, with secrets blanked; nothing is kept from now on. */
  public Taken take() {
    List<Step> steps = stop();
    synchronized (this) {
      return new Taken(
          List.copyOf(dialogs), steps.stream().map(SipLadder::message).toList(), missing);
    }
  }

  /** Forgets what was kept; nothing is kept from now on. */
  public void drop() {
    stop();
  }

  private List<Step> stop() {
    List<Step> steps;
    List<String> ids;
    synchronized (this) {
      taken = true;
      steps = new ArrayList<>(first);
      steps.addAll(last);
      ids = List.copyOf(dialogs);
      trace.release(firstBytes + lastBytes);
      first.clear();
      last.clear();
      firstBytes = 0;
      lastBytes = 0;
    }
    ids.forEach(id -> trace.unfollow(id, this));
    return steps;
  }

  synchronized void add(String callId, SipTrace.Kept kept) {
    int dialog = dialogs.indexOf(callId);
    if (taken || dialog < 0) {
      return;
    }
    int weight = kept.weight();
    if (weight > BYTES_LAST || !trace.reserve(weight)) {
      missing++;
    } else if (missing == 0
        && last.isEmpty()
        && first.size() < MOST_FIRST
        && firstBytes + weight <= BYTES_FIRST) {
      first.add(new Step(dialog, kept));
      firstBytes += weight;
    } else {
      last.add(new Step(dialog, kept));
      lastBytes += weight;
      while (last.size() > MOST_LAST || lastBytes > BYTES_LAST) {
        int gone = last.remove().kept().weight();
        lastBytes -= gone;
        trace.release(gone);
        missing++;
      }
    }
  }

  private static Message message(Step step) {
    SipTrace.Entry entry = SipTrace.entry(step.kept());
    return new Message(entry.at(), entry.direction(), step.dialog(), entry.peer(), entry.text());
  }
}
