package io.sallyport.protocol.stun;

/**
 * The short-term credentials of one ICE session on one transport (RFC 8445 section 5.3): a check
 * that reaches us names {@code localFragment:remoteFragment} and is keyed with our password.
 *
 * @param localFragment our ice-ufrag, unique in the process, so that a check finds its transport
 * @param remoteFragment the peer's ice-ufrag
 */
public record IceCredentials(
    String localFragment, String localPassword, String remoteFragment, String remotePassword) {

  /** Fragments are shown in SDP, passwords are secrets. */
  @Override
  public String toString() {
    return localFragment + ":" + remoteFragment + " [redacted]";
  }
}
