package io.sallyport.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One call of a {@link Phone}. Any thread may use it: what it does happens on the phone's loop,
 * what it tells comes on the phone's callback thread. Futures of things that a call's end prevents
 * fail with {@link SipFailure}.
 */
public abstract sealed class Call permits OutgoingCall, IncomingCall {
  // immutable
  private final CallSession session;

  Call(CallSession session) {
    this.session = session;
  }

  /**
   * The other side's address of record as far as it is known, such as {@code sip:bob@example.org}.
   */
  public abstract String peer();

  /** Adds a listener; events before that are not repeated. */
  public Call on(CallListener listener) {
    session.events.add(listener);
    return this;
  }

  /** Completes when the call is answered and acknowledged. */
  public CompletableFuture<Void> answered() {
    return session.events.answered.copy();
  }

  /** Completes when the call is over, however it ended. Never fails. */
  public CompletableFuture<CallEnd> ended() {
    return session.events.ended.copy();
  }

  /** Ends the call: BYE, CANCEL or 603, whichever fits. Completes when it is over. */
  public CompletableFuture<CallEnd> hangUp() {
    session.post(session::hangUp);
    return ended();
  }

  /** Puts the other side on hold. Completes when it agreed. */
  public CompletableFuture<Void> hold() {
    return session.change(true, null);
  }

  /** Takes the other side back from hold. Completes when it agreed. */
  public CompletableFuture<Void> resume() {
    return session.change(false, null);
  }

  /**
   * Adds video. Completes when the other side agreed; it may have agreed to the call without it:
   * see {@link #hasVideo()}.
   */
  public CompletableFuture<Void> addVideo() {
    return session.change(null, true);
  }

  public CompletableFuture<Void> removeVideo() {
    return session.change(null, false);
  }

  /** Sends a key as INFO with {@code application/dtmf-relay}. Completes with the answer. */
  public CompletableFuture<Void> sendDtmf(char key) {
    if ("0123456789*#ABCD".indexOf(key) < 0) {
      throw new IllegalArgumentException("no such key: 0-9, *, #, A-D");
    }
    return sendInfo("application/dtmf-relay", "Signal=" + key + "\r\nDuration=160\r\n");
  }

  /** Sends an INFO (RFC 6086). Completes with the answer. */
  public CompletableFuture<Void> sendInfo(String contentType, String body) {
    return session.info(contentType, body);
  }

  /** Plays another source from now on. */
  public void play(AudioSource source) {
    session.post(() -> session.play(source));
  }

  /** Sends silence instead of the source, or the source again. The other side is told nothing. */
  public void mute(boolean muted) {
    session.post(() -> session.mute(muted));
  }

  /**
   * Sends and receives media from other local ports from now on and tells nobody, as when a NAT
   * between the phones forgets its mapping. What still comes to the old ports is lost.
   */
  public CompletableFuture<Void> moveMedia() {
    return session.moveMedia();
  }

  /** Whether the other side holds this phone. */
  public boolean isHeldByPeer() {
    return session.heldByPeer;
  }

  public boolean hasVideo() {
    return session.video;
  }

  /**
   * What each media stream has carried: audio first; empty before media is agreed, and the last
   * figures after the end.
   */
  public List<MediaStatistics> statistics() {
    return session.statistics();
  }

  /** The Call-ID at this end. */
  public String callId() {
    return session.callId;
  }
}
