package io.sallyport.protocol.rtp;

import java.security.GeneralSecurityException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;

/**
 * One direction of an SRTP stream (RFC 3711): protects or unprotects packets in place with one
 * master key. It keeps a context for each synchronisation source, at most {@link #MAX_LIVE} at a
 * time. A source that was displaced never comes back, because a fresh context would accept its old
 * packets again, or use its key stream twice.
 *
 * <p>Not thread-safe: owned by the loop that handles the stream's packets.
 */
public final class SrtpSession {
  /** Sources that may be in use at a time. */
  public static final int MAX_LIVE = 16;

  /** Sources over the whole life of a key. */
  public static final int MAX_EVER = 1024;

  // the library would load a native one and race three AES providers on first use, for seconds and
  // in the log
  private static final Logger LIBRARY_LOG = Logger.getLogger("org.jitsi");

  static {
    LIBRARY_LOG.setLevel(Level.WARNING);
    Aes.setFactoryClassName("org.jitsi.srtp.crypto.Aes$SunJCECipherFactory");
  }

  // immutable
  private final SrtpKey key;
  private final CryptoSuite suite;
  private final boolean sender;
  private final SrtpContextFactory contexts;
  // null while sending
  private final SrtpAuthenticator authenticator;

  // owned by: the loop of the stream; most recently used first
  private final SrtpSources<Source> media = new SrtpSources<>(MAX_LIVE, MAX_EVER);
  private final SrtpSources<SrtcpCryptoContext> control = new SrtpSources<>(MAX_LIVE, MAX_EVER);
  // null until a packet must be decrypted aside
  private PacketBuffer aside;

  /** A source's context, and where its packets are in their count. */
  private record Source(SrtpCryptoContext context, RolloverEstimate rollover) {}

  private SrtpSession(SrtpKey key, boolean sender) {
    this.key = key;
    this.suite = key.suite();
    this.sender = sender;
    this.contexts =
        new SrtpContextFactory(
            sender,
            key.masterKey(),
            key.masterSalt(),
            policy(suite, suite.tagLength()),
            policy(suite, suite.controlTagLength()),
            SilentLog.INSTANCE);
    this.authenticator = sender ? null : SrtpAuthenticator.of(key);
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

  /** Encrypts a clear RTP packet and appends its tag. */
  public SrtpStatus protectRtp(PacketBuffer packet) {
    int clear = packet.length();
    if (!sender
        || !packet.hasRoom(suite.tagLength())
        || !RtpHeader.valid(packet.bytes(), packet.offset(), clear)) {
      return SrtpStatus.MALFORMED;
    }
    int ssrc = RtpHeader.ssrc(packet.bytes(), packet.offset());
    try {
      Source source = media.find(ssrc);
      if (source == null) {
        if (!media.admits(ssrc)) {
          return SrtpStatus.TOO_MANY_SOURCES;
        }
        source = media.put(ssrc, new Source(contexts.deriveContext(ssrc, 0), null));
      }
      return sealed(source.context.transformPacket(packet), packet, clear + suite.tagLength());
    } catch (GeneralSecurityException e) {
      return SrtpStatus.MALFORMED;
    }
  }

  /** Verifies and decrypts an SRTP packet; leaves bytes that are not OK in no defined state. */
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
    try {
      Source source = media.find(ssrc);
      if (source == null) {
        // a context costs far more than a tag: junk with random sources must not be able to ask
        // for one
        int rollover = authenticator.verifyFirst(packet);
        if (rollover < 0) {
          return SrtpStatus.AUTH_FAILED;
        }
        if (!media.admits(ssrc)) {
          return SrtpStatus.TOO_MANY_SOURCES;
        }
        source =
            media.put(
                ssrc,
                new Source(
                    contexts.deriveContext(ssrc, rollover),
                    new RolloverEstimate(rollover, sequence)));
      }
      SrtpStatus status =
          status(
              untouched
                  ? authenticate(source.context, packet)
                  : source.context.reverseTransformPacket(packet, false));
      if (status == SrtpStatus.OK) {
        source.rollover.proven(sequence);
      }
      return status;
    } catch (GeneralSecurityException e) {
      return SrtpStatus.MALFORMED;
    }
  }

  private SrtpErrorStatus authenticate(SrtpCryptoContext context, PacketBuffer packet)
      throws GeneralSecurityException {
    int length = packet.length();
    if (suite.isAead()) {
      // the library cannot verify without decrypting in place
      return context.reverseTransformPacket(copyAside(packet), false);
    }
    int profileAt = RtpHeader.extensionProfileAt(packet.bytes(), packet.offset());
    int profile = profileAt < 0 ? 0 : RtpHeader.int16(packet.bytes(), profileAt);
    SrtpErrorStatus status = context.reverseTransformPacket(packet, true);
    packet.setLength(length);
    if (profileAt >= 0) {
      // the library undoes the mark of RFC 9335 though it decrypts nothing
      RtpHeader.putInt16(packet.bytes(), profileAt, profile);
    }
    return status;
  }

  private PacketBuffer copyAside(PacketBuffer packet) {
    int length = packet.length();
    if (aside == null || !aside.at(0, 0).hasRoom(length)) {
      aside = new PacketBuffer(Math.max(256, 2 * Integer.highestOneBit(length)));
    }
    System.arraycopy(packet.bytes(), packet.offset(), aside.bytes(), 0, length);
    return aside.at(0, length);
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
    Source source = media.peek(RtpHeader.ssrc(packet.bytes(), packet.offset()));
    try {
      if (source == null) {
        return authenticator.verifyFirst(packet) >= 0;
      }
      int sequence = RtpHeader.sequence(packet.bytes(), packet.offset());
      return authenticator.verifiesRtp(packet, source.rollover.of(sequence));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** As {@link #verifiesRtp}, for an SRTCP packet. */
  public boolean verifiesRtcp(PacketBuffer packet) {
    try {
      return maybeRtcp(packet) && authenticator.verifiesRtcp(packet);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Encrypts a clear RTCP compound, appends index and tag. */
  public SrtpStatus protectRtcp(PacketBuffer packet) {
    int clear = packet.length();
    int trailer = 4 + suite.controlTagLength();
    if (!sender
        || !packet.hasRoom(trailer)
        || !RtcpHeader.valid(packet.bytes(), packet.offset(), clear)) {
      return SrtpStatus.MALFORMED;
    }
    int ssrc = RtcpHeader.ssrc(packet.bytes(), packet.offset());
    try {
      SrtcpCryptoContext context = control.find(ssrc);
      if (context == null) {
        if (!control.admits(ssrc)) {
          return SrtpStatus.TOO_MANY_SOURCES;
        }
        context = control.put(ssrc, contexts.deriveControlContext(ssrc));
      }
      return sealed(context.transformPacket(packet), packet, clear + trailer);
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
    try {
      SrtcpCryptoContext context = control.find(ssrc);
      if (context == null) {
        if (!authenticator.verifiesRtcp(packet)) {
          return SrtpStatus.AUTH_FAILED;
        }
        if (!control.admits(ssrc)) {
          return SrtpStatus.TOO_MANY_SOURCES;
        }
        context = control.put(ssrc, contexts.deriveControlContext(ssrc));
      }
      return status(context.reverseTransformPacket(packet));
    } catch (GeneralSecurityException e) {
      return SrtpStatus.MALFORMED;
    }
  }

  private boolean maybeRtp(PacketBuffer packet) {
    int clear = packet.length() - suite.tagLength();
    return !sender && RtpHeader.valid(packet.bytes(), packet.offset(), clear);
  }

  private boolean maybeRtcp(PacketBuffer packet) {
    int trailer = 4 + suite.controlTagLength();
    if (sender || packet.length() < RtcpHeader.MIN_LENGTH + trailer) {
      return false;
    }
    // the library looks for the tag of an unencrypted one in the wrong place (RFC 7714 section 9.3)
    return !suite.isAead() || packet.bytes()[packet.offset() + packet.length() - 4] < 0;
  }

  private static SrtpPolicy policy(CryptoSuite suite, int tagLength) {
    // 20 bytes of HMAC-SHA1 key, whatever the length of its tag
    return new SrtpPolicy(
        suite.isAead() ? SrtpPolicy.AESGCM_ENCRYPTION : SrtpPolicy.AESCM_ENCRYPTION,
        suite.keyLength(),
        suite.isAead() ? SrtpPolicy.NULL_AUTHENTICATION : SrtpPolicy.HMACSHA1_AUTHENTICATION,
        suite.isAead() ? 0 : 20,
        tagLength,
        suite.saltLength());
  }

  /**
   * The library calls a packet done whose encryption failed: only one that has grown is sealed, and
   * no other may leave.
   */
  private static SrtpStatus sealed(SrtpErrorStatus status, PacketBuffer packet, int length) {
    return status == SrtpErrorStatus.OK && packet.length() != length
        ? SrtpStatus.MALFORMED
        : status(status);
  }

  private static SrtpStatus status(SrtpErrorStatus status) {
    return switch (status) {
      case OK -> SrtpStatus.OK;
      case AUTH_FAIL -> SrtpStatus.AUTH_FAILED;
      case REPLAY_FAIL, REPLAY_OLD -> SrtpStatus.REPLAYED;
      case FAIL, INVALID_PACKET -> SrtpStatus.MALFORMED;
    };
  }
}
