package io.sallyport.client;

import io.sallyport.protocol.sdp.SessionDescription;

/**
 * An SDP that cannot be understood or agreed to: answered 488 with these words, which hold nothing
 * of the peer's text.
 */
final class SdpRefused extends Exception {
  private static final long serialVersionUID = 1;

  SdpRefused(String why) {
    super(why, null, false, false);
  }

  /** A description of a peer. */
  static SessionDescription parse(byte[] sdp) throws SdpRefused {
    SessionDescription.Parsed parsed = SessionDescription.parse(sdp);
    if (parsed instanceof SessionDescription.Parsed.Valid valid
        && !valid.description().media().isEmpty()) {
      return valid.description();
    }
    throw new SdpRefused(
        parsed instanceof SessionDescription.Parsed.Invalid invalid
            ? "the SDP is not understood: " + invalid.fault().words()
            : "the SDP has no media");
  }
}
