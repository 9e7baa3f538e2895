package io.sallyport.server.path;

import java.util.concurrent.TimeUnit;

/**
 * Whether a peer that does ICE still wants our packets (RFC 7675). A lite agent does not ask; the
 * peer's own checks, which it repeats every few seconds, are its consent.
 */
final class Consent {
  /** RFC 7675 section 5.1. */
  static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(30);

  // any thread: checks may come to every loop, one loop asks
  private volatile long lastCheck;
  private volatile boolean given;

  /** A check of the peer was authenticated. */
  void confirmed(long nanoTime) {
    lastCheck = nanoTime;
    given = true;
  }

  /** It has run out, and that was acted on. */
  void revoked() {
    given = false;
  }

  /** Whether it was given once and has run out. */
  boolean expired(long nanoTime) {
    return given && nanoTime - lastCheck > LIFETIME_NANOS;
  }
}
