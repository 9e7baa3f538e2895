package io.sallyport.protocol.rtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.bouncycastle.crypto.modes.gcm.BasicGCMMultiplier;
import org.bouncycastle.crypto.modes.gcm.GCMMultiplier;
import org.bouncycastle.crypto.modes.gcm.Tables4kGCMMultiplier;

/**
 * Checks the AES-GCM tags of RFC 7714. It works out GHASH and one block of AES instead of asking a
 * GCM cipher to decrypt: the packet stays as it is, and junk costs no exception.
 */
final class GcmAuthenticator {
  private static final int BLOCK = 16;
  private static final int TAG_LENGTH = 16;
  private static final int IV_LENGTH = 12;

  // owned by: the loop of the stream
  private final Part media;
  private final Part control;
  private final byte[] hash = new byte[BLOCK];
  private final byte[] counter = new byte[BLOCK];
  private final byte[] mask = new byte[BLOCK];
  private final byte[] index = new byte[4];

  GcmAuthenticator(SrtpKey key) throws GeneralSecurityException {
    SessionKeys keys = new SessionKeys(key);
    int length = key.suite().keyLength();
    // a table of 4 kB halves the time of a packet; RTCP is rare
    this.media =
        new Part(
            keys.derive(SessionKeys.RTP_ENCRYPTION, length),
            keys.derive(SessionKeys.RTP_SALT, IV_LENGTH),
            new Tables4kGCMMultiplier());
    this.control =
        new Part(
            keys.derive(SessionKeys.RTCP_ENCRYPTION, length),
            keys.derive(SessionKeys.RTCP_SALT, IV_LENGTH),
            new BasicGCMMultiplier());
  }

  GcmAuthenticator(Part media, Part control) {
    this.media = media;
    this.control = control;
  }

  /** RTP's or RTCP's session key, as a block cipher and as a multiplier in GHASH's field. */
  static final class Part {
    private final byte[] salt;
    private final Cipher aes;
    private final GCMMultiplier multiplier;

    Part(byte[] key, byte[] salt, GCMMultiplier multiplier) throws GeneralSecurityException {
      this.salt = salt;
      this.multiplier = multiplier;
      aes = SessionKeys.aes(key);
      multiplier.init(aes.update(new byte[BLOCK]));
    }
  }

  boolean verifiesRtp(PacketBuffer packet, int rollover) throws GeneralSecurityException {
    hashRtp(packet);
    return matchesRtp(packet, rollover);
  }

  /** The hash does not depend on the rollover counter: one serves both guesses. */
  int verifyFirst(PacketBuffer packet) throws GeneralSecurityException {
    hashRtp(packet);
    if (matchesRtp(packet, 0)) {
      return 0;
    }
    return matchesRtp(packet, 1) ? 1 : -1;
  }

  /** Section 9: the header and the index at the packet's end are authenticated, not encrypted. */
  boolean verifiesRtcp(PacketBuffer packet) throws GeneralSecurityException {
    byte[] bytes = packet.bytes();
    int tagAt = packet.offset() + packet.length() - 4 - TAG_LENGTH;
    int header = packet.offset() + RtcpHeader.MIN_LENGTH;
    int flagged = RtpHeader.int32(bytes, tagAt + TAG_LENGTH);
    if (flagged >= 0) {
      return false;
    }
    RtpHeader.putInt32(index, 0, flagged);
    clear(hash);
    mix(bytes, packet.offset(), RtcpHeader.MIN_LENGTH, 0);
    mix(index, 0, 4, RtcpHeader.MIN_LENGTH);
    control.multiplier.multiplyH(hash);
    absorb(control, bytes, header, tagAt - header);
    finish(control, RtcpHeader.MIN_LENGTH + 4, tagAt - header);
    iv(RtcpHeader.ssrc(bytes, packet.offset()), 0, flagged & Integer.MAX_VALUE);
    return matches(control, bytes, tagAt);
  }

  private void hashRtp(PacketBuffer packet) {
    int header = RtpHeader.headerLength(packet.bytes(), packet.offset());
    int cipher = packet.length() - header - TAG_LENGTH;
    clear(hash);
    absorb(media, packet.bytes(), packet.offset(), header);
    absorb(media, packet.bytes(), packet.offset() + header, cipher);
    finish(media, header, cipher);
  }

  private boolean matchesRtp(PacketBuffer packet, int rollover) throws GeneralSecurityException {
    byte[] bytes = packet.bytes();
    int low = rollover << 16 | RtpHeader.sequence(bytes, packet.offset());
    iv(RtpHeader.ssrc(bytes, packet.offset()), rollover >>> 16, low);
    return matches(media, bytes, packet.offset() + packet.length() - TAG_LENGTH);
  }

  /** Sections 8.1 and 9.1: source, then 48 bits of index, before the salt is mixed in. */
  private void iv(int ssrc, int high, int low) {
    counter[0] = 0;
    counter[1] = 0;
    RtpHeader.putInt32(counter, 2, ssrc);
    counter[6] = (byte) (high >> 8);
    counter[7] = (byte) high;
    RtpHeader.putInt32(counter, 8, low);
    RtpHeader.putInt32(counter, IV_LENGTH, 1);
  }

  /** Whether hash and first key block make the tag at that place; compares in constant time. */
  private boolean matches(Part part, byte[] bytes, int tagAt) throws GeneralSecurityException {
    for (int i = 0; i < IV_LENGTH; i++) {
      counter[i] ^= part.salt[i];
    }
    part.aes.update(counter, 0, BLOCK, mask, 0);
    int difference = 0;
    for (int i = 0; i < TAG_LENGTH; i++) {
      difference |= hash[i] ^ mask[i] ^ bytes[tagAt + i];
    }
    return difference == 0;
  }

  /** Takes in a part of the packet; the last block is padded with zeroes. */
  private void absorb(Part part, byte[] bytes, int from, int length) {
    for (int at = 0; at < length; at += BLOCK) {
      mix(bytes, from + at, Math.min(BLOCK, length - at), 0);
      part.multiplier.multiplyH(hash);
    }
  }

  private void finish(Part part, int authenticated, int encrypted) {
    mixLength(4, authenticated);
    mixLength(12, encrypted);
    part.multiplier.multiplyH(hash);
  }

  private void mixLength(int at, int bytes) {
    int bits = bytes * 8;
    hash[at] ^= (byte) (bits >> 24);
    hash[at + 1] ^= (byte) (bits >> 16);
    hash[at + 2] ^= (byte) (bits >> 8);
    hash[at + 3] ^= (byte) bits;
  }

  private void mix(byte[] bytes, int from, int count, int at) {
    for (int i = 0; i < count; i++) {
      hash[at + i] ^= bytes[from + i];
    }
  }

  private static void clear(byte[] block) {
    Arrays.fill(block, (byte) 0);
  }
}
