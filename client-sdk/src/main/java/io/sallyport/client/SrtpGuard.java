package io.sallyport.client;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Level;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;

/**
 * SRTP and SRTCP (RFC 3711) under keys from SDP. A sender that we have not heard gets a context,
 * which is kept only if its packet authenticates. Owned by the phone's loop.
 */
final class SrtpGuard implements PacketGuard {
  private static final int SSRC_OFFSET = 8;
  private static final int RTCP_SSRC_OFFSET = 4;

  /** Room behind a packet for its tag and SRTCP's index. */
  private static final int ROOM = 32;

  // immutable
  private final String suite;
  private final SrtpContextFactory receiver;
  private final SrtpCryptoContext sendRtp;
  private final SrtcpCryptoContext sendRtcp;

  // owned by: the phone's loop
  private SrtpCryptoContext receiveRtp;
  private SrtcpCryptoContext receiveRtcp;

  SrtpGuard(SdesKey ours, SdesKey theirs, int ourSsrc) {
    suite = ours.suite();
    receiver = factory(false, theirs);
    try {
      SrtpContextFactory sender = factory(true, ours);
      sendRtp = sender.deriveContext(ourSsrc, 0);
      sendRtcp = sender.deriveControlContext(ourSsrc);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform lacks AES or HMAC-SHA1", e);
    }
  }

  /**
   * Lets jitsi-srtp choose its ciphers, which it does by measuring them, for up to a second: to be
   * done before a loop would have to wait for it.
   */
  static void prepare(SecureRandom random) {
    SdesKey key = SdesKey.fresh(1, SdesKey.SHA1_80, random);
    new SrtpGuard(key, key, 1);
  }

  private static SrtpContextFactory factory(boolean sender, SdesKey key) {
    byte[] bytes = key.bytes();
    int tag = key.suite().equals(SdesKey.SHA1_32) ? 4 : 10;
    return new SrtpContextFactory(
        sender,
        Arrays.copyOfRange(bytes, 0, 16),
        Arrays.copyOfRange(bytes, 16, 30),
        policy(tag),
        // SRTCP keeps the long tag with either suite (RFC 4568 section 6.2.2)
        policy(10),
        new LoggerImpl(SrtpGuard.class.getName(), Level.OFF));
  }

  private static SrtpPolicy policy(int tagBytes) {
    return new SrtpPolicy(
        SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, tagBytes, 14);
  }

  @Override
  public byte[] protect(byte[] packet, boolean rtcp) {
    ByteArrayBuffer buffer = new Packet(packet);
    try {
      SrtpErrorStatus status =
          rtcp ? sendRtcp.transformPacket(buffer) : sendRtp.transformPacket(buffer);
      if (status != SrtpErrorStatus.OK) {
        throw new IllegalStateException("SRTP cannot protect: " + status);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SRTP cannot protect", e);
    }
    return Arrays.copyOfRange(
        buffer.getBuffer(), buffer.getOffset(), buffer.getOffset() + buffer.getLength());
  }

  @Override
  public Optional<byte[]> unprotect(byte[] packet, boolean rtcp) {
    if (packet.length < 12) {
      return Optional.empty();
    }
    ByteArrayBuffer buffer = new Packet(packet);
    try {
      SrtpErrorStatus status = rtcp ? unprotectRtcp(buffer) : unprotectRtp(buffer);
      return status == SrtpErrorStatus.OK
          ? Optional.of(
              Arrays.copyOfRange(
                  buffer.getBuffer(), buffer.getOffset(), buffer.getOffset() + buffer.getLength()))
          : Optional.empty();
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private SrtpErrorStatus unprotectRtp(ByteArrayBuffer packet) throws GeneralSecurityException {
    int ssrc = ssrc(packet, SSRC_OFFSET);
    SrtpCryptoContext context =
        receiveRtp != null && receiveRtp.getSsrc() == ssrc
            ? receiveRtp
            : receiver.deriveContext(ssrc, 0);
    SrtpErrorStatus status = context.reverseTransformPacket(packet, false);
    if (status == SrtpErrorStatus.OK) {
      receiveRtp = context;
    }
    return status;
  }

  private SrtpErrorStatus unprotectRtcp(ByteArrayBuffer packet) throws GeneralSecurityException {
    int ssrc = ssrc(packet, RTCP_SSRC_OFFSET);
    SrtcpCryptoContext context =
        receiveRtcp != null && receiveRtcp.getSsrc() == ssrc
            ? receiveRtcp
            : receiver.deriveControlContext(ssrc);
    SrtpErrorStatus status = context.reverseTransformPacket(packet);
    if (status == SrtpErrorStatus.OK) {
      receiveRtcp = context;
    }
    return status;
  }

  private static int ssrc(ByteArrayBuffer packet, int at) {
    byte[] bytes = packet.getBuffer();
    int offset = packet.getOffset() + at;
    return (bytes[offset] & 0xFF) << 24
        | (bytes[offset + 1] & 0xFF) << 16
        | (bytes[offset + 2] & 0xFF) << 8
        | (bytes[offset + 3] & 0xFF);
  }

  @Override
  public String name() {
    return suite;
  }

  /** A packet with room to grow, in the shape that jitsi-srtp transforms in place. */
  private static final class Packet implements ByteArrayBuffer {
    private byte[] buffer;
    private int offset;
    private int length;

    Packet(byte[] packet) {
      buffer = Arrays.copyOf(packet, packet.length + ROOM);
      length = packet.length;
    }

    @Override
    public byte[] getBuffer() {
      return buffer;
    }

    @Override
    public int getOffset() {
      return offset;
    }

    @Override
    public int getLength() {
      return length;
    }

    @Override
    public void setLength(int newLength) {
      length = newLength;
    }

    @Override
    public void setOffset(int newOffset) {
      offset = newOffset;
    }

    @Override
    public boolean isInvalid() {
      return offset < 0 || length < 0 || offset + length > buffer.length;
    }

    @Override
    public void readRegionToBuff(int from, int count, byte[] out) {
      System.arraycopy(buffer, offset + from, out, 0, count);
    }

    @Override
    public void grow(int howMuch) {
      if (offset + length + howMuch > buffer.length) {
        buffer = Arrays.copyOf(buffer, offset + length + howMuch);
      }
    }

    @Override
    public void append(byte[] data, int count) {
      grow(count);
      System.arraycopy(data, 0, buffer, offset + length, count);
      length += count;
    }

    @Override
    public void shrink(int count) {
      length -= Math.min(count, length);
    }
  }
}
