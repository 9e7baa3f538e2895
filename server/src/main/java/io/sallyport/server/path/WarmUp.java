package io.sallyport.server.path;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.protocol.rtp.SrtpKey;
import io.sallyport.protocol.rtp.SrtpSession;
import io.sallyport.protocol.rtp.SrtpStatus;
import java.security.SecureRandom;

/**
 * The first use of SRTP loads classes and providers for a while; no media loop should wait for
 * that.
 */
final class WarmUp {
  private WarmUp() {}

  static void run(SecureRandom random) {
    for (CryptoSuite suite : CryptoSuite.values()) {
      SrtpKey key = SrtpKey.generate(suite, random);
      PacketBuffer packet = new PacketBuffer(RtpHeader.MIN_LENGTH);
      packet.at(0, RtpHeader.write(packet.bytes(), 0, false, 0, 1, 1, 1));
      SrtpStatus status = SrtpSession.sending(key).protectRtp(packet);
      if (status != SrtpStatus.OK
          || SrtpSession.receiving(key).unprotectRtp(packet) != SrtpStatus.OK) {
        throw new IllegalStateException("this Java runtime cannot do SRTP with " + suite);
      }
    }
  }
}
