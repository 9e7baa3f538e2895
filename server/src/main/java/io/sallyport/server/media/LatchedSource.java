package io.sallyport.server.media;

import java.net.InetSocketAddress;

/**
 * Where one side's packets of one kind come from, and where ours to it go (symmetric RTP, RFC
 * 4961).
 *
 * <p>Plain RTP proves nothing, so the first packet from the allowed address counts, and no later
 * one moves it. Where SDP named the port at that address, only that port is taken: nobody else on
 * the same machine can get in first. SRTP latches, and moves, by packets that authenticate.
 */
final class LatchedSource {
  // owned by: the media loop
  private Whereabouts whereabouts;
  private InetSocketAddress target;
  private boolean latched;

  /** Starts over with what SDP says. */
  void reset(Whereabouts said) {
    whereabouts = said;
    target = said.target().orElse(null);
    latched = false;
  }

  /** Where to send; null while that is not known. */
  InetSocketAddress target() {
    return target;
  }

  boolean isLatched() {
    return latched;
  }

  /** Whether a plain packet may come from there; latches the first. */
  boolean admitsPlain(InetSocketAddress sender) {
    if (latched) {
      return target.equals(sender);
    }
    if (!whereabouts.admitsFirst(sender)) {
      return false;
    }
    target = sender;
    latched = true;
    return true;
  }

  /**
   * An authentic packet came from there.
   *
   * @return whether the source is a new one
   */
  boolean proven(InetSocketAddress sender) {
    if (latched && target.equals(sender)) {
      return false;
    }
    latched = true;
    target = sender;
    return true;
  }
}
