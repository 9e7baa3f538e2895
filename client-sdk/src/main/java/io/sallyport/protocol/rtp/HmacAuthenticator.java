package io.sallyport.protocol.rtp;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks the HMAC-SHA1 tags of RFC 3711 section 4.2. */
final class HmacAuthenticator implements SrtpAuthenticator {
  private static final int KEY_LENGTH = 20;

  // immutable
  private final CryptoSuite suite;
  // owned by: the loop of the stream
  private final Mac media;
  private final Mac control;
  private final byte[] computed = new byte[KEY_LENGTH];
  private final byte[] rolloverBytes = new byte[4];

  HmacAuthenticator(SrtpKey key) throws GeneralSecurityException {
    this.suite = key.suite();
    this.media = mac(key, SessionKeys.RTP_AUTHENTICATION);
    this.control = mac(key, SessionKeys.RTCP_AUTHENTICATION);
  }

  @Override
  public boolean verifiesRtp(PacketBuffer packet, int rollover) throws GeneralSecurityException {
    int covered = packet.length() - suite.tagLength();
    media.update(packet.bytes(), packet.offset(), covered);
    RtpHeader.putInt32(rolloverBytes, 0, rollover);
    media.update(rolloverBytes);
    media.doFinal(computed, 0);
    return sameTag(packet, covered, suite.tagLength());
  }

  @Override
  public boolean verifiesRtcp(PacketBuffer packet) throws GeneralSecurityException {
    int covered = packet.length() - suite.controlTagLength();
    control.update(packet.bytes(), packet.offset(), covered);
    control.doFinal(computed, 0);
    return sameTag(packet, covered, suite.controlTagLength());
  }

  /** Compares in constant time. */
  private boolean sameTag(PacketBuffer packet, int covered, int length) {
    int difference = 0;
    for (int i = 0; i < length; i++) {
      difference |= computed[i] ^ packet.bytes()[packet.offset() + covered + i];
    }
    return difference == 0;
  }

  private static Mac mac(SrtpKey key, int label) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(SessionKeys.derive(key, label, KEY_LENGTH), "HmacSHA1"));
    return mac;
  }
}
