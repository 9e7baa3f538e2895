package io.sallyport.protocol.rtp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in Galois/counter mode (RFC 7714), by the Java runtime: it allocates about a kilobyte for
 * each packet, and is still faster than anything that could be put together from its parts.
 */
final class GcmCipher implements SrtpCipher {
  private static final int TAG_LENGTH = 16;
  private static final int IV_LENGTH = 12;
  private static final int INDEX_LENGTH = 4;

  // immutable
  private final SrtpKey key;
  private final Part media;

  // owned by: the loop of the stream; null until needed
  private Part control;
  private GcmAuthenticator authenticator;
  private final byte[] iv = new byte[IV_LENGTH];
  private final byte[] flaggedIndex = new byte[INDEX_LENGTH];

  GcmCipher(SrtpKey key) throws GeneralSecurityException {
    this.key = key;
    this.media = new Part(key, SessionKeys.RTP_ENCRYPTION, SessionKeys.RTP_SALT);
  }

  /** RTP's or RTCP's session keys. */
  private static final class Part {
    private final SecretKeySpec key;
    private final byte[] salt;
    private final Cipher gcm;

    Part(SrtpKey master, int encryption, int salt) throws GeneralSecurityException {
      SessionKeys keys = new SessionKeys(master);
      this.key = new SecretKeySpec(keys.derive(encryption, master.suite().keyLength()), "AES");
      this.salt = keys.derive(salt, IV_LENGTH);
      this.gcm = SessionKeys.gcm();
    }
  }

  @Override
  public void sealRtp(PacketBuffer packet, int rollover) throws GeneralSecurityException {
    byte[] bytes = packet.bytes();
    int at = packet.offset();
    int header = RtpHeader.headerLength(bytes, at);
    mediaIv(packet, rollover);
    Cipher gcm = start(media, Cipher.ENCRYPT_MODE);
    gcm.updateAAD(bytes, at, header);
    packet.at(at, header + seal(gcm, packet, header));
  }

  @Override
  public boolean openRtp(PacketBuffer packet, int rollover) throws GeneralSecurityException {
    byte[] bytes = packet.bytes();
    int at = packet.offset();
    int header = RtpHeader.headerLength(bytes, at);
    mediaIv(packet, rollover);
    Cipher gcm = start(media, Cipher.DECRYPT_MODE);
    gcm.updateAAD(bytes, at, header);
    return open(gcm, packet, header, packet.length() - header);
  }

  @Override
  public boolean verifiesRtp(PacketBuffer packet, int rollover) throws GeneralSecurityException {
    return authenticator().verifiesRtp(packet, rollover);
  }

  @Override
  public int verifyFirst(PacketBuffer packet) throws GeneralSecurityException {
    return authenticator().verifyFirst(packet);
  }

  /** Section 9.2: header and index are authenticated; the index follows the tag. */
  @Override
  public void sealRtcp(PacketBuffer packet, int index) throws GeneralSecurityException {
    byte[] bytes = packet.bytes();
    int at = packet.offset();
    int header = RtcpHeader.MIN_LENGTH;
    Cipher gcm = startRtcp(packet, index, Cipher.ENCRYPT_MODE);
    int length = header + seal(gcm, packet, header);
    System.arraycopy(flaggedIndex, 0, bytes, at + length, INDEX_LENGTH);
    packet.at(at, length + INDEX_LENGTH);
  }

  @Override
  public boolean openRtcp(PacketBuffer packet) throws GeneralSecurityException {
    int header = RtcpHeader.MIN_LENGTH;
    if (!isEncrypted(packet)) {
      return false;
    }
    Cipher gcm = startRtcp(packet, indexOf(packet), Cipher.DECRYPT_MODE);
    return open(gcm, packet, header, packet.length() - header - INDEX_LENGTH);
  }

  @Override
  public boolean verifiesRtcp(PacketBuffer packet) throws GeneralSecurityException {
    return authenticator().verifiesRtcp(packet);
  }

  @Override
  public int indexOf(PacketBuffer packet) {
    return flagged(packet) & Integer.MAX_VALUE;
  }

  /** One that is only authenticated (section 9.3) has no place in a call. */
  private static boolean isEncrypted(PacketBuffer packet) {
    return flagged(packet) < 0;
  }

  private static int flagged(PacketBuffer packet) {
    return RtpHeader.int32(packet.bytes(), packet.offset() + packet.length() - INDEX_LENGTH);
  }

  private Cipher startRtcp(PacketBuffer packet, int index, int mode)
      throws GeneralSecurityException {
    if (control == null) {
      control = new Part(key, SessionKeys.RTCP_ENCRYPTION, SessionKeys.RTCP_SALT);
    }
    RtpHeader.putInt16(iv, 0, 0);
    RtpHeader.putInt32(iv, 2, RtcpHeader.ssrc(packet.bytes(), packet.offset()));
    RtpHeader.putInt16(iv, 6, 0);
    RtpHeader.putInt32(iv, 8, index);
    RtpHeader.putInt32(flaggedIndex, 0, index | Integer.MIN_VALUE);
    Cipher gcm = start(control, mode);
    gcm.updateAAD(packet.bytes(), packet.offset(), RtcpHeader.MIN_LENGTH);
    gcm.updateAAD(flaggedIndex);
    return gcm;
  }

  private void mediaIv(PacketBuffer packet, int rollover) {
    RtpHeader.putInt16(iv, 0, 0);
    RtpHeader.putInt32(iv, 2, RtpHeader.ssrc(packet.bytes(), packet.offset()));
    RtpHeader.putInt32(iv, 6, rollover);
    RtpHeader.putInt16(iv, 10, RtpHeader.sequence(packet.bytes(), packet.offset()));
  }

  private Cipher start(Part part, int mode) throws GeneralSecurityException {
    for (int i = 0; i < IV_LENGTH; i++) {
      iv[i] ^= part.salt[i];
    }
    part.gcm.init(mode, part.key, new GCMParameterSpec(8 * TAG_LENGTH, iv));
    return part.gcm;
  }

  /** Encrypts what follows the header; returns its length with the tag. */
  private static int seal(Cipher gcm, PacketBuffer packet, int header)
      throws GeneralSecurityException {
    byte[] stream = packet.workspace().stream;
    int from = packet.offset() + header;
    int length = gcm.doFinal(packet.bytes(), from, packet.length() - header, stream, 0);
    System.arraycopy(stream, 0, packet.bytes(), from, length);
    return length;
  }

  /** Decrypts so many bytes behind the header, the tag among them. */
  private static boolean open(Cipher gcm, PacketBuffer packet, int header, int length)
      throws GeneralSecurityException {
    byte[] stream = packet.workspace().stream;
    int from = packet.offset() + header;
    int clear;
    try {
      clear = gcm.doFinal(packet.bytes(), from, length, stream, 0);
    } catch (AEADBadTagException e) {
      return false;
    }
    System.arraycopy(stream, 0, packet.bytes(), from, clear);
    packet.at(packet.offset(), header + clear);
    return true;
  }

  private GcmAuthenticator authenticator() throws GeneralSecurityException {
    if (authenticator == null) {
      authenticator = new GcmAuthenticator(key);
    }
    return authenticator;
  }
}
