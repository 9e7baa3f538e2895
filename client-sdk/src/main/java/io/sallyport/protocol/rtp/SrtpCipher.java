package io.sallyport.protocol.rtp;

import java.security.GeneralSecurityException;

/**
 * What one key does to a packet whose place in the count of its source is known (RFC 3711 section
 * 3.3, RFC 7714): seals it, opens it, or tells whose it is without touching it. It remembers
 * nothing of the packets.
 *
 * <p>Callers have checked that the header lies within the packet less its trailer and, before
 * sealing, that there is room for the trailer. Owned by the loop of the stream.
 */
interface SrtpCipher {

  /** The one for the key's suite. */
  static SrtpCipher of(SrtpKey key) {
    try {
      return key.suite().isAead() ? new GcmCipher(key) : new CounterModeCipher(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime lacks AES or SHA-1", e);
    }
  }

  /** Encrypts a clear RTP packet in place and appends its tag. */
  void sealRtp(PacketBuffer packet, int rollover) throws GeneralSecurityException;

  /**
   * Verifies an RTP packet, decrypts it in place and takes its tag off.
   *
   * @return whether it verified; if not, it stays as it is
   */
  boolean openRtp(PacketBuffer packet, int rollover) throws GeneralSecurityException;

  /** Whether an RTP packet verifies with that rollover counter; it stays as it is. */
  boolean verifiesRtp(PacketBuffer packet, int rollover) throws GeneralSecurityException;

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

  /**
   * Encrypts a clear RTCP compound in place and appends index and tag.
   *
   * @param index 31 bits, never the same twice for one source
   */
  void sealRtcp(PacketBuffer packet, int index) throws GeneralSecurityException;

  /** Verifies an SRTCP packet, decrypts it in place and takes index and tag off. */
  boolean openRtcp(PacketBuffer packet) throws GeneralSecurityException;

  /** Whether an SRTCP packet verifies with the index that it carries; it stays as it is. */
  boolean verifiesRtcp(PacketBuffer packet) throws GeneralSecurityException;

  /** The index that an SRTCP packet carries. */
  int indexOf(PacketBuffer packet);
}
