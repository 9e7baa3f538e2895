package io.sallyport.client;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.SrtpKey;
import io.sallyport.protocol.rtp.SrtpSession;
import io.sallyport.protocol.rtp.SrtpStatus;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/** SRTP and SRTCP (RFC 3711) in both directions. Owned by the phone's loop. */
final class SrtpGuard implements PacketGuard {
  // immutable
  private final String suite;

  // owned by: the phone's loop
  private final SrtpSession sender;
  private final SrtpSession receiver;
  private PacketBuffer leaving = new PacketBuffer(256);

  SrtpGuard(SrtpKey ours, SrtpKey theirs) {
    suite = ours.suite().name();
    sender = SrtpSession.sending(ours);
    receiver = SrtpSession.receiving(theirs);
  }

  private SrtpGuard(String suite, SrtpSession sender, SrtpSession receiver) {
    this.suite = suite;
    this.sender = sender;
    this.receiver = receiver;
  }

  /**
   * The peer has a new key, we go on with ours: a context begun anew would use its key stream
   * twice.
   */
  SrtpGuard withReceiver(SrtpKey theirs) {
    return new SrtpGuard(suite, sender, SrtpSession.receiving(theirs));
  }

  /**
   * Loads the classes and providers that SRTP needs, which takes a while the first time: to be done
   * before a loop would have to wait for it.
   */
  static void prepare(SecureRandom random) {
    SrtpKey key = SrtpKey.generate(CryptoSuite.AES_CM_128_HMAC_SHA1_80, random);
    byte[] packet = ByteBuffer.allocate(16).put((byte) 0x80).array();
    new SrtpGuard(key, key).protect(packet, false);
  }

  @Override
  public byte[] protect(byte[] packet, boolean rtcp) {
    leaving = fill(leaving, packet);
    SrtpStatus status = rtcp ? sender.protectRtcp(leaving) : sender.protectRtp(leaving);
    if (status != SrtpStatus.OK) {
      throw new IllegalStateException("SRTP cannot protect: " + status);
    }
    return bytes(leaving);
  }

  @Override
  public SrtpStatus unprotect(PacketBuffer packet, boolean rtcp) {
    return rtcp ? receiver.unprotectRtcp(packet) : receiver.unprotectRtp(packet);
  }

  @Override
  public boolean proves() {
    return true;
  }

  /** The buffer, or a larger one, with the packet in it. */
  static PacketBuffer fill(PacketBuffer buffer, byte[] packet) {
    PacketBuffer filled =
        packet.length + PacketBuffer.TRAILER > buffer.bytes().length
            ? new PacketBuffer(2 * packet.length)
            : buffer;
    System.arraycopy(packet, 0, filled.bytes(), 0, packet.length);
    return filled.at(0, packet.length);
  }

  /** The packet that is in the buffer. */
  static byte[] bytes(PacketBuffer buffer) {
    return Arrays.copyOfRange(buffer.bytes(), buffer.offset(), buffer.offset() + buffer.length());
  }

  @Override
  public String name() {
    return suite;
  }
}
