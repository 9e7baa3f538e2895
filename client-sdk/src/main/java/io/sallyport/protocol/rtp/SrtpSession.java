package io.sallyport.protocol.rtp;

import java.security.GeneralSecurityException;

/**
 * One direction of an SRTP stream (RFC 3711): protects or unprotects packets in place with one
 * master key. It keeps the count of each synchronisation source, at most {@link #MAX_LIVE} at a
 * time. A source that was displaced never comes back, because a fresh count would accept its old
 * packets again, or use its key stream twice.
 *
 * <p>Not thread-safe: owned by the loop that handles the stream's packets.
 */
public final class SrtpSession {
  /** Sources that may be in use at a time. */
  public static final int MAX_LIVE = 16;

  /** Sources over the whole life of a key. */
  public static final int MAX_EVER = 1024;

  // immutable
  private final SrtpKey key;
  private final CryptoSuite suite;
  private final boolean sender;
  private final SrtpCipher cipher;

  // owned by: the loop of the stream; most recently used first
  private final SrtpSources<ReplayWindow> media = new SrtpSources<>(MAX_LIVE, MAX_EVER);
  private final SrtpSources<ReplayWindow> control = new SrtpSources<>(MAX_LIVE, MAX_EVER);

  private SrtpSession(SrtpKey key, boolean sender) {
    this.key = key;
    this.suite = key.suite();
    this.sender = sender;
    this.cipher = SrtpCipher.of(key);
  }

  /** For packets that the key's owner sends to us. */
  public static SrtpSession receiving(SrtpKey key) {
    return new SrtpSession(key, false);
  }

  /** For packets that we send under our own key. */
  public static SrtpSession sending(SrtpKey key) {
    return new SrtpSession(key, true);
  }

  public SrtpKey key() {
    return key;
  }

  /**
   * Encrypts a clear RTP packet and appends its tag. One that was sent already is {@link
   * SrtpStatus#REPLAYED}: its key stream must not be used twice (RFC 3711 section 9.1).
   */
  public SrtpStatus protectRtp(PacketBuffer packet) {
    if (!sender
        || !packet.hasRoom(suite.tagLength())
        || !RtpHeader.valid(packet.bytes(), packet.offset(), packet.length())) {
      return SrtpStatus.MALFORMED;
    }
    int ssrc = RtpHeader.ssrc(packet.bytes(), packet.offset());
    int sequence = RtpHeader.sequence(packet.bytes(), packet.offset());
    ReplayWindow window = media.find(ssrc);
    if (window == null) {
      if (!media.admits(ssrc)) {
        return SrtpStatus.TOO_MANY_SOURCES;
      }
      window = media.put(ssrc, new ReplayWindow());
    }
    int rollover = window.rolloverOf(sequence);
    long index = index(rollover, sequence);
    if (window.has(index)) {
      return SrtpStatus.REPLAYED;
    }
    // first, so that no fault of the cipher lets the index be used again
    window.add(index);
    try {
      cipher.sealRtp(packet, rollover);
      return SrtpStatus.OK;
    } catch (GeneralSecurityException e) {
      return SrtpStatus.MALFORMED;
    }
  }

  /** Verifies and decrypts an SRTP packet; one that is not OK stays as it is. */
  public SrtpStatus unprotectRtp(PacketBuffer packet) {
    return receive(packet, false);
  }

  /**
   * Verifies an SRTP packet and that it is no replay, as {@link #unprotectRtp} does, but leaves it
   * encrypted and whole with its tag, so that it can be passed on untouched.
   */
  public SrtpStatus authenticateRtp(PacketBuffer packet) {
    return receive(packet, true);
  }

  private SrtpStatus receive(PacketBuffer packet, boolean untouched) {
    if (!maybeRtp(packet)) {
      return SrtpStatus.MALFORMED;
    }
    int ssrc = RtpHeader.ssrc(packet.bytes(), packet.offset());
    int sequence = RtpHeader.sequence(packet.bytes(), packet.offset());
    ReplayWindow window = media.find(ssrc);
    try {
      int rollover = window == null ? cipher.verifyFirst(packet) : window.rolloverOf(sequence);
      if (window == null) {
        // junk with random sources must not be able to ask for a place
        if (rollover < 0) {
          return SrtpStatus.AUTH_FAILED;
        }
        if (!media.admits(ssrc)) {
          return SrtpStatus.TOO_MANY_SOURCES;
        }
        window = media.put(ssrc, new ReplayWindow());
      }
      long index = index(rollover, sequence);
      if (window.has(index)) {
        return SrtpStatus.REPLAYED;
      }
      if (!(untouched ? cipher.verifiesRtp(packet, rollover) : cipher.openRtp(packet, rollover))) {
        return SrtpStatus.AUTH_FAILED;
      }
      window.add(index);
      return SrtpStatus.OK;
    } catch (GeneralSecurityException e) {
      return SrtpStatus.MALFORMED;
    }
  }

  private static long index(int rollover, int sequence) {
    return (long) rollover << 16 | sequence;
  }

  /**
   * Whether an RTP packet verifies under this key, for a packet of which nothing is known yet:
   * keeps nothing, changes nothing, and knows no replay. Who acts on it calls {@link #unprotectRtp}
   * or {@link #authenticateRtp} next, which does.
   */
  public boolean verifiesRtp(PacketBuffer packet) {
    if (!maybeRtp(packet)) {
      return false;
    }
    ReplayWindow window = media.peek(RtpHeader.ssrc(packet.bytes(), packet.offset()));
    try {
      if (window == null) {
        return cipher.verifyFirst(packet) >= 0;
      }
      int sequence = RtpHeader.sequence(packet.bytes(), packet.offset());
      return cipher.verifiesRtp(packet, window.rolloverOf(sequence));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** As {@link #verifiesRtp}, for an SRTCP packet. */
  public boolean verifiesRtcp(PacketBuffer packet) {
    try {
      return maybeRtcp(packet) && cipher.verifiesRtcp(packet);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Encrypts a clear RTCP compound, appends index and tag. */
  public SrtpStatus protectRtcp(PacketBuffer packet) {
    if (!sender
        || !packet.hasRoom(4 + suite.controlTagLength())
        || !RtcpHeader.valid(packet.bytes(), packet.offset(), packet.length())) {
      return SrtpStatus.MALFORMED;
    }
    int ssrc = RtcpHeader.ssrc(packet.bytes(), packet.offset());
    ReplayWindow window = control.find(ssrc);
    if (window == null) {
      if (!control.admits(ssrc)) {
        return SrtpStatus.TOO_MANY_SOURCES;
      }
      window = control.put(ssrc, new ReplayWindow());
    }
    int index = (int) (window.highest() + 1);
    if (index < 0) {
      // the key is used up (section 9.2)
      return SrtpStatus.REPLAYED;
    }
    window.add(index);
    try {
      cipher.sealRtcp(packet, index);
      return SrtpStatus.OK;
    } catch (GeneralSecurityException e) {
      return SrtpStatus.MALFORMED;
    }
  }

  /** Verifies and decrypts an SRTCP packet; what comes out may still be no valid RTCP. */
  public SrtpStatus unprotectRtcp(PacketBuffer packet) {
    if (!maybeRtcp(packet)) {
      return SrtpStatus.MALFORMED;
    }
    int ssrc = RtcpHeader.ssrc(packet.bytes(), packet.offset());
    int index = cipher.indexOf(packet);
    ReplayWindow window = control.find(ssrc);
    if (window != null && window.has(index)) {
      return SrtpStatus.REPLAYED;
    }
    if (window == null && !control.admits(ssrc)) {
      return verifiesRtcp(packet) ? SrtpStatus.TOO_MANY_SOURCES : SrtpStatus.AUTH_FAILED;
    }
    try {
      if (!cipher.openRtcp(packet)) {
        return SrtpStatus.AUTH_FAILED;
      }
    } catch (GeneralSecurityException e) {
      return SrtpStatus.MALFORMED;
    }
    if (window == null) {
      window = control.put(ssrc, new ReplayWindow());
    }
    window.add(index);
    return SrtpStatus.OK;
  }

  private boolean maybeRtp(PacketBuffer packet) {
    int clear = packet.length() - suite.tagLength();
    return !sender && RtpHeader.valid(packet.bytes(), packet.offset(), clear);
  }

  private boolean maybeRtcp(PacketBuffer packet) {
    return !sender && packet.length() >= RtcpHeader.MIN_LENGTH + 4 + suite.controlTagLength();
  }
}
