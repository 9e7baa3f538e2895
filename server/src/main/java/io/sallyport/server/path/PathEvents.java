package io.sallyport.server.path;

/** What a call is told about its running paths; called on a media loop, must only post. */
public interface PathEvents {
  /** No packet from either side for the configured time. */
  void inactive();

  /** A phone tries to encrypt end to end (ZRTP, RFC 6189); its packets are dropped. Told once. */
  void endToEndEncryption();
}
