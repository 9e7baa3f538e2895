package io.sallyport.protocol.rtp;

import java.security.GeneralSecurityException;

/**
 * Checks tags under one key without any context and without touching the packet: whose a packet is
 * has to be known before anything is built, kept or moved for it. Callers have checked that the
 * header lies within the packet less its trailer.
 */
interface SrtpAuthenticator {

  /** The one for the key's suite. */
  static SrtpAuthenticator of(SrtpKey key) {
    try {
      return key.suite().isAead() ? new GcmAuthenticator(key) : new HmacAuthenticator(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime lacks AES or HMAC-SHA1", e);
    }
  }

  /** Whether an RTP packet verifies with that rollover counter. */
  boolean verifiesRtp(PacketBuffer packet, int rollover) throws GeneralSecurityException;

  /** Whether an SRTCP packet verifies with the index that it carries. */
  boolean verifiesRtcp(PacketBuffer packet) throws GeneralSecurityException;

  /**
   * The rollover counter under which the first packet of a source verifies, or -1. A source starts
   * with 0; it is at 1 where the sequence wrapped before the first packet that reached us.
   */
  default int verifyFirst(PacketBuffer packet) throws GeneralSecurityException {
    if (verifiesRtp(packet, 0)) {
      return 0;
    }
    return verifiesRtp(packet, 1) ? 1 : -1;
  }
}
