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
  private final SdesCrypto crypto;
  private final boolean sender;
  private final SrtpContextFactory contexts;
  // null while sending
  private final SrtpAuthenticator authenticator;

  // owned by: the loop of the stream; most recently used first
  private final SrtpSources<SrtpCryptoContext> media = new SrtpSources<>(MAX_LIVE, MAX_EVER);
  private final SrtpSources<SrtcpCryptoContext> control = new SrtpSources<>(MAX_LIVE, MAX_EVER);

  private SrtpSession(SdesCrypto crypto, boolean sender) {
    this.crypto = crypto;
    this.sender = sender;
    this.contexts =
        new SrtpContextFactory(
            sender,
            crypto.masterKey(),
            crypto.masterSalt(),
            policy(crypto.suite().tagLength()),
            policy(CryptoSuite.CONTROL_TAG_LENGTH),
            SilentLog.INSTANCE);
    this.authenticator = sender ? null : new SrtpAuthenticator(crypto);
  }

  /** For packets that the key's owner sends to us. */
  public static SrtpSession receiving(SdesCrypto crypto) {
    return new SrtpSession(crypto, false);
  }

  /** For packets that we send under our own key. */
  public static SrtpSession sending(SdesCrypto crypto) {
    return new SrtpSession(crypto, true);
  }

  public SdesCrypto crypto() {
    return crypto;
  }

  /** Encrypts a clear RTP packet and appends its tag. */
  public SrtpStatus protectRtp(PacketBuffer packet) {
    if (!sender || !RtpHeader.valid(packet.bytes(), packet.offset(), packet.length())) {
      return SrtpStatus.MALFORMED;
    }
    int ssrc = RtpHeader.ssrc(packet.bytes(), packet.offset());
    try {
      SrtpCryptoContext context = media.find(ssrc);
      if (context == null) {
        if (!media.admits(ssrc)) {
          return SrtpStatus.TOO_MANY_SOURCES;
        }
        context = media.put(ssrc, contexts.deriveContext(ssrc, 0));
      }
      return status(context.transformPacket(packet));
    } catch (GeneralSecurityException e) {
      return SrtpStatus.MALFORMED;
    }
  }

  /** Verifies and decrypts an SRTP packet; leaves bytes that are not OK in no defined state. */
  public SrtpStatus unprotectRtp(PacketBuffer packet) {
    int clear = packet.length() - crypto.suite().tagLength();
    if (sender || !RtpHeader.valid(packet.bytes(), packet.offset(), clear)) {
      return SrtpStatus.MALFORMED;
    }
    int ssrc = RtpHeader.ssrc(packet.bytes(), packet.offset());
    try {
      SrtpCryptoContext context = media.find(ssrc);
      if (context != null) {
        return status(context.reverseTransformPacket(packet, false));
      }
      // a context costs far more than a tag: junk with random sources must not be able to ask for
      // one
      int rollover = authenticator.verifyFirst(packet);
      if (rollover < 0) {
        return SrtpStatus.AUTH_FAILED;
      }
      if (!media.admits(ssrc)) {
        return SrtpStatus.TOO_MANY_SOURCES;
      }
      return status(
          media
              .put(ssrc, contexts.deriveContext(ssrc, rollover))
              .reverseTransformPacket(packet, false));
    } catch (GeneralSecurityException e) {
      return SrtpStatus.MALFORMED;
    }
  }

  /** Encrypts a clear RTCP compound, appends index and tag. */
  public SrtpStatus protectRtcp(PacketBuffer packet) {
    if (!sender || !RtcpHeader.valid(packet.bytes(), packet.offset(), packet.length())) {
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
      return status(context.transformPacket(packet));
    } catch (GeneralSecurityException e) {
      return SrtpStatus.MALFORMED;
    }
  }

  /** Verifies and decrypts an SRTCP packet; what comes out may still be no valid RTCP. */
  public SrtpStatus unprotectRtcp(PacketBuffer packet) {
    int clear = packet.length() - 4 - CryptoSuite.CONTROL_TAG_LENGTH;
    if (sender || clear < RtcpHeader.MIN_LENGTH) {
      return SrtpStatus.MALFORMED;
    }
    int ssrc = RtcpHeader.ssrc(packet.bytes(), packet.offset());
    try {
      SrtcpCryptoContext context = control.find(ssrc);
      if (context == null) {
        if (!authenticator.verifyControl(packet)) {
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

  private static SrtpPolicy policy(int tagLength) {
    // 20 bytes of HMAC-SHA1 key, whatever the length of its tag
    return new SrtpPolicy(
        SrtpPolicy.AESCM_ENCRYPTION,
        CryptoSuite.KEY_LENGTH,
        SrtpPolicy.HMACSHA1_AUTHENTICATION,
        20,
        tagLength,
        CryptoSuite.SALT_LENGTH);
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
