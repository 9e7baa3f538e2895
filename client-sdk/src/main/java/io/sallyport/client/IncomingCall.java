package io.sallyport.client;

import java.util.concurrent.CompletableFuture;

/**
 * A call that came in. The caller has been told nothing but 100 yet: ring, answer or decline. A
 * call that the application forgets is given up by its caller.
 */
public final class IncomingCall extends Call {
  // immutable
  private final CalleeSession session;

  IncomingCall(CalleeSession session) {
    super(session);
    this.session = session;
  }

  @Override
  public String peer() {
    return session.peerUri;
  }

  @Override
  public IncomingCall on(CallListener listener) {
    super.on(listener);
    return this;
  }

  /** Whether the caller offers video. */
  public boolean offersVideo() {
    return session.offersVideo();
  }

  /**
   * Answers 180: the user is being alerted. Sent reliably where the caller requires it (RFC 3262).
   */
  public void ringing() {
    session.post(() -> session.ring(false));
  }

  /** Answers 180, reliably where the caller can (RFC 3262). */
  public void ringingReliably() {
    session.post(() -> session.ring(true));
  }

  /** Answers 183 with media, before {@link #answer}, which must then be given the same plan. */
  public void earlyMedia(MediaPlan plan) {
    session.post(() -> session.early(plan));
  }

  /** Answers the call. Completes when the caller has acknowledged. */
  public CompletableFuture<Void> answer(MediaPlan plan) {
    session.post(() -> session.answer(plan));
    return answered();
  }

  /** Refuses: 486 busy, 603 declined, 480 unavailable or another status from 400 on. */
  public void decline(int status) {
    if (status < 400 || status > 699) {
      throw new IllegalArgumentException("a refusal has a status from 400 to 699");
    }
    session.post(() -> session.decline(status));
  }
}
