package io.sallyport.client;

/** Whether a phone encrypts its media with SRTP under keys from SDP (RFC 3711, RFC 4568). */
public enum Srtp {
  /** Offers RTP/SAVP and refuses calls without it. */
  REQUIRED,
  /** Offers RTP/AVP with keys beside it (RFC 8643) and takes whichever profile is offered. */
  OPTIONAL,
  /** Offers and accepts plain RTP only. */
  OFF
}
