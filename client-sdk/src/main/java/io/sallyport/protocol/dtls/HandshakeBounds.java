package io.sallyport.protocol.dtls;

import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeType;

/**
 * What of a datagram may reach the TLS library (RFC 6347 section 4.1). The library sets a message's
 * whole announced length aside when its first fragment comes, up to 16 MB each, and ends a
 * handshake at any alert; so fragments of messages that are too long, and alerts that nobody
 * signed, are taken out first. As a server it reads nothing in clear any more once it has seen
 * ChangeCipherSpec, even if CertificateVerify was lost on the way; so that one waits for the other.
 */
final class HandshakeBounds {
  static final int RECORD_HEADER = 13;
  static final int MESSAGE_HEADER = 12;

  /** A certificate message with an RSA key has 1 to 2 kB. */
  static final int MAX_PLAIN_MESSAGE = 8192;

  /** Only Finished is encrypted, and has 12. */
  static final int MAX_SECRET_MESSAGE = 64;

  /** No alert was among the records. */
  static final int NO_ALERT = -1;

  // owned by: the thread of the handshake
  private boolean mayChangeCipher;
  private int alert = NO_ALERT;

  /**
   * @param passive whether we are the server
   */
  HandshakeBounds(boolean passive) {
    this.mayChangeCipher = !passive;
  }

  /**
   * Moves what may pass together.
   *
   * @return how many bytes of the datagram are left
   */
  int filter(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int kept = offset;
    int at = offset;
    while (end - at >= RECORD_HEADER) {
      int size = int16(bytes, at + 11);
      int next = at + RECORD_HEADER + size;
      if (next > end) {
        break;
      }
      if (passes(bytes, at, size)) {
        System.arraycopy(bytes, at, bytes, kept, next - at);
        kept += next - at;
      }
      at = next;
    }
    return kept - offset;
  }

  private boolean passes(byte[] bytes, int record, int size) {
    if (int16(bytes, record + 3) != 0) {
      return true;
    }
    int body = record + RECORD_HEADER;
    switch (bytes[record]) {
      case ContentType.change_cipher_spec -> {
        return mayChangeCipher;
      }
      case ContentType.handshake -> {
        boolean fits = fits(bytes, body, size, MAX_PLAIN_MESSAGE);
        mayChangeCipher |= fits && hasCertificateVerify(bytes, body, size);
        return fits;
      }
      case ContentType.alert -> {
        if (size == 2) {
          alert = bytes[body + 1] & 0xff;
        }
        return false;
      }
      default -> {
        return false;
      }
    }
  }

  /** Whether its end is there; it is small enough to come in one piece. */
  private static boolean hasCertificateVerify(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (end - at >= MESSAGE_HEADER) {
      int fragment = int24(bytes, at + 9);
      if (bytes[at] == HandshakeType.certificate_verify
          && int24(bytes, at + 6) + fragment == int24(bytes, at + 1)
          && at + MESSAGE_HEADER + fragment <= end) {
        return true;
      }
      at += MESSAGE_HEADER + fragment;
    }
    return false;
  }

  /** Whether every message that the record holds, or holds a fragment of, has at most that size. */
  static boolean fits(byte[] bytes, int offset, int length, int limit) {
    int at = offset;
    int end = offset + length;
    while (end - at >= MESSAGE_HEADER) {
      if (int24(bytes, at + 1) > limit) {
        return false;
      }
      at += MESSAGE_HEADER + int24(bytes, at + 9);
    }
    return true;
  }

  /** The description of the last alert that was taken out, or {@link #NO_ALERT}. */
  int alert() {
    return alert;
  }

  static int int16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  static int int24(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 16 | int16(bytes, at + 1);
  }
}
