package io.sallyport.protocol.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/**
 * AES in counter mode and HMAC-SHA1 (RFC 3711 sections 4.1.1 and 4.2). The key stream is made by
 * one call of a block cipher that keeps its key, where the runtime's own counter mode would be
 * given a nonce, and make several objects, for each packet.
 */
final class CounterModeCipher implements SrtpCipher {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int BLOCK = 16;
  private static final int INDEX_LENGTH = 4;

  // immutable
  private final SrtpKey key;
  private final int tagLength;
  private final int controlTagLength;
  private final Part media;

  // owned by: the loop of the stream; null until there is RTCP
  private Part control;

  CounterModeCipher(SrtpKey key) throws GeneralSecurityException {
    this.key = key;
    this.tagLength = key.suite().tagLength();
    this.controlTagLength = key.suite().controlTagLength();
    this.media =
        new Part(
            key, SessionKeys.RTP_ENCRYPTION, SessionKeys.RTP_SALT, SessionKeys.RTP_AUTHENTICATION);
  }

  /** RTP's or RTCP's session keys. */
  private static final class Part {
    private final Cipher aes;
    private final HmacSha1 mac;
    // the salt as the first 14 bytes of a block
    private final long saltHigh;
    private final long saltLow;

    Part(SrtpKey key, int encryption, int salt, int authentication)
        throws GeneralSecurityException {
      SessionKeys keys = new SessionKeys(key);
      aes = SessionKeys.aes(keys.derive(encryption, key.suite().keyLength()));
      mac = new HmacSha1(keys.derive(authentication, HmacSha1.LENGTH));
      byte[] block = new byte[BLOCK];
      int saltLength = key.suite().saltLength();
      System.arraycopy(keys.derive(salt, saltLength), 0, block, 0, saltLength);
      saltHigh = (long) LONGS.get(block, 0);
      saltLow = (long) LONGS.get(block, 8);
    }

    /** Encrypts or decrypts: mixes the key stream of that packet in. */
    void apply(Workspace work, int ssrc, long index, byte[] bytes, int from, int length)
        throws GeneralSecurityException {
      long high = saltHigh ^ ssrc & 0xffffffffL;
      long low = saltLow ^ index << 16;
      int needed = (length + BLOCK - 1) / BLOCK * BLOCK;
      byte[] counters = work.counters;
      for (int at = 0; at < needed; at += BLOCK) {
        LONGS.set(counters, at, high);
        LONGS.set(counters, at + 8, low++);
      }
      byte[] stream = work.stream;
      aes.doFinal(counters, 0, needed, stream, 0);
      int at = 0;
      for (; at <= length - 8; at += 8) {
        long clear = (long) LONGS.get(bytes, from + at) ^ (long) LONGS.get(stream, at);
        LONGS.set(bytes, from + at, clear);
      }
      for (; at < length; at++) {
        bytes[from + at] ^= stream[at];
      }
    }
  }

  @Override
  public void sealRtp(PacketBuffer packet, int rollover) throws GeneralSecurityException {
    byte[] bytes = packet.bytes();
    int at = packet.offset();
    int length = packet.length();
    Workspace work = packet.workspace();
    applyRtp(packet, rollover, length);
    RtpHeader.putInt32(work.rollover, 0, rollover);
    media.mac.compute(work, bytes, at, length, work.rollover);
    System.arraycopy(work.code, 0, bytes, at + length, tagLength);
    packet.at(at, length + tagLength);
  }

  @Override
  public boolean openRtp(PacketBuffer packet, int rollover) throws GeneralSecurityException {
    if (!verifiesRtp(packet, rollover)) {
      return false;
    }
    int length = packet.length() - tagLength;
    applyRtp(packet, rollover, length);
    packet.at(packet.offset(), length);
    return true;
  }

  private void applyRtp(PacketBuffer packet, int rollover, int length)
      throws GeneralSecurityException {
    byte[] bytes = packet.bytes();
    int at = packet.offset();
    int header = RtpHeader.headerLength(bytes, at);
    long index = (rollover & 0xffffffffL) << 16 | RtpHeader.sequence(bytes, at);
    media.apply(
        packet.workspace(), RtpHeader.ssrc(bytes, at), index, bytes, at + header, length - header);
  }

  @Override
  public boolean verifiesRtp(PacketBuffer packet, int rollover) {
    Workspace work = packet.workspace();
    int covered = packet.length() - tagLength;
    RtpHeader.putInt32(work.rollover, 0, rollover);
    media.mac.compute(work, packet.bytes(), packet.offset(), covered, work.rollover);
    return hasTag(packet, covered, tagLength);
  }

  @Override
  public void sealRtcp(PacketBuffer packet, int index) throws GeneralSecurityException {
    Part part = control();
    byte[] bytes = packet.bytes();
    int at = packet.offset();
    int length = packet.length();
    Workspace work = packet.workspace();
    int header = RtcpHeader.MIN_LENGTH;
    part.apply(work, RtcpHeader.ssrc(bytes, at), index, bytes, at + header, length - header);
    RtpHeader.putInt32(bytes, at + length, index | Integer.MIN_VALUE);
    int covered = length + INDEX_LENGTH;
    part.mac.compute(work, bytes, at, covered, null);
    System.arraycopy(work.code, 0, bytes, at + covered, controlTagLength);
    packet.at(at, covered + controlTagLength);
  }

  @Override
  public boolean openRtcp(PacketBuffer packet) throws GeneralSecurityException {
    if (!verifiesRtcp(packet)) {
      return false;
    }
    byte[] bytes = packet.bytes();
    int at = packet.offset();
    int length = packet.length() - controlTagLength - INDEX_LENGTH;
    // the first bit says whether it is encrypted at all (section 3.4)
    if (RtpHeader.int32(bytes, at + length) < 0) {
      int header = RtcpHeader.MIN_LENGTH;
      control()
          .apply(
              packet.workspace(),
              RtcpHeader.ssrc(bytes, at),
              indexOf(packet),
              bytes,
              at + header,
              length - header);
    }
    packet.at(at, length);
    return true;
  }

  @Override
  public boolean verifiesRtcp(PacketBuffer packet) throws GeneralSecurityException {
    int covered = packet.length() - controlTagLength;
    control().mac.compute(packet.workspace(), packet.bytes(), packet.offset(), covered, null);
    return hasTag(packet, covered, controlTagLength);
  }

  @Override
  public int indexOf(PacketBuffer packet) {
    int at = packet.offset() + packet.length() - controlTagLength - INDEX_LENGTH;
    return RtpHeader.int32(packet.bytes(), at) & Integer.MAX_VALUE;
  }

  private Part control() throws GeneralSecurityException {
    if (control == null) {
      control =
          new Part(
              key,
              SessionKeys.RTCP_ENCRYPTION,
              SessionKeys.RTCP_SALT,
              SessionKeys.RTCP_AUTHENTICATION);
    }
    return control;
  }

  /** Compares in constant time. */
  private static boolean hasTag(PacketBuffer packet, int at, int length) {
    byte[] code = packet.workspace().code;
    int difference = 0;
    for (int i = 0; i < length; i++) {
      difference |= code[i] ^ packet.bytes()[packet.offset() + at + i];
    }
    return difference == 0;
  }
}
