package io.sallyport.server.path;

import java.util.concurrent.TimeUnit;

/**
 * Whether a peer that does ICE still wants our packets where they go (RFC 7675). A lite agent does
 * not ask; the peer's own checks, which it repeats every few seconds, are its consent.
 */
final class Consent {
  /** RFC 7675 section 5.1. */
  static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(30);

  // owned by: the transport's media loop
  private boolean given;
  private long lastCheck;

  /** A check from the place that packets go to was authenticated. */
  void confirmed(long nanoTime) {
    given = true;
    lastCheck = nanoTime;
  }

  /** The transport goes to another place, or ICE starts again. */
  void revoked() {
    given = false;
  }

  /** Whether packets may be sent now. */
  boolean holds(long nanoTime) {
    return given && nanoTime - lastCheck <= LIFETIME_NANOS;
  }

  /** Whether it was given once and has run out. */
  boolean expired(long nanoTime) {
    return given && nanoTime - lastCheck > LIFETIME_NANOS;
  }
}
