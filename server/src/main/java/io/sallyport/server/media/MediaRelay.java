package io.sallyport.server.media;

/** The facade of the media package: gives each call its {@link MediaSession}. */
public interface MediaRelay {

  /** A session for a call, without ports until its first offer. */
  MediaSession open(String callId, MediaEvents events);

  /** Told about running sessions; called on a media loop, must only post. */
  interface MediaEvents {
    /** No packet from either side for the configured time. */
    void inactive();

    /** A phone tries to encrypt end to end (ZRTP, RFC 6189); its packets are dropped. Told once. */
    default void endToEndEncryption() {}
  }
}
