package io.sallyport.client;

import java.util.concurrent.CompletableFuture;

/** A call that this phone made. */
public final class OutgoingCall extends Call {
  // immutable
  private final CallerSession session;

  OutgoingCall(CallerSession session) {
    super(session);
    this.session = session;
  }

  @Override
  public String peer() {
    return session.peerUri;
  }

  @Override
  public OutgoingCall on(CallListener listener) {
    super.on(listener);
    return this;
  }

  /** Completes when the other side rings. */
  public CompletableFuture<Void> rings() {
    return session.events.rung.copy();
  }

  /** Completes when audio comes before the answer. */
  public CompletableFuture<Void> earlyMedia() {
    return session.events.early.copy();
  }
}
