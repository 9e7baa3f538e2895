package io.sallyport.protocol.stun;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The short-term credentials of one ICE session on one transport (RFC 8445 section 5.3): a check
 * that reaches us names {@code localFragment:remoteFragment} and is keyed with our password.
 *
 * @param localFragment our ice-ufrag, unique in the process, so that a check finds its transport
 * @param remoteFragment the peer's ice-ufrag
 */
public record IceCredentials(
    String localFragment, String localPassword, String remoteFragment, String remotePassword) {

  /** Base64 characters are ice-chars; three bytes make four of them, without padding. */
  private static final int FRAGMENT_BYTES = 9;

  private static final int PASSWORD_BYTES = 18;

  /**
   * A new ice-ufrag of 72 random bits in 12 characters: no two of one process meet, and nobody
   * guesses one that is in use.
   */
  public static String newFragment(SecureRandom random) {
    return text(random, FRAGMENT_BYTES);
  }

  /** A new ice-pwd of 144 random bits in 24 characters; RFC 8445 section 5.3 asks for 128. */
  public static String newPassword(SecureRandom random) {
    return text(random, PASSWORD_BYTES);
  }

  private static String text(SecureRandom random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Fragments are shown in SDP, passwords are secrets. */
  @Override
  public String toString() {
    return localFragment + ":" + remoteFragment + " [redacted]";
  }
}
