package io.sallyport.server.media;

import io.sallyport.server.path.Transport;
import java.util.Locale;

/**
 * In what manner one side does a stream: what we show it, or what was agreed with it.
 *
 * @param proto of the m= line
 * @param ice whether it checks paths with ICE (RFC 8445)
 * @param mux whether RTCP shares RTP's port (RFC 5761)
 */
record Manner(Shape shape, String proto, boolean ice, boolean mux) {

  /** Where the keys come from. */
  enum Shape {
    /** No keys: clear RTP. */
    PLAIN,
    /** Keys in SDP, which the answer may pass over. */
    EITHER,
    /** Keys in SDP, and nothing without them. */
    SDES,
    /** Keys from a DTLS handshake. */
    DTLS;

    /** Whether packets prove whose they are, so that they may come to the one port. */
    boolean proves() {
      return this == SDES || this == DTLS;
    }

    /**
     * Whether a stream may stay where it is: what may be clear needs ports of its own, and
     * handshakes are done on the one port alone.
     */
    boolean livesOn(Transport transport) {
      return transport.onePort() ? proves() : this != DTLS;
    }
  }

  /** How a device that has agreed on nothing yet is offered a stream. */
  static Manner offered(PeerLine said, MediaSession.Rules toward, boolean plainAllowed) {
    if (toward.keying() == Keying.DTLS) {
      // browsers take no other profile, whatever the offerer had
      return new Manner(Shape.DTLS, "UDP/TLS/RTP/SAVPF", true, true);
    }
    String f = feedback(said) ? "F" : "";
    if (!plainAllowed) {
      return new Manner(Shape.SDES, "RTP/SAVP" + f, false, true);
    }
    return new Manner(
        toward.preferSrtp() ? Shape.EITHER : Shape.PLAIN, "RTP/AVP" + f, false, said.mux());
  }

  /** Whether early feedback is allowed (RFC 4585). */
  boolean feedbackProfile() {
    return proto.toUpperCase(Locale.ROOT).endsWith("AVPF");
  }

  /**
   * Whether a phone gets a feedback profile. Browsers always name one, but phones refuse it
   * (baresip among them), and they give feedback without it all the same.
   */
  private static boolean feedback(PeerLine said) {
    return said.line().isFeedbackProfile() && !said.isDtls();
  }
}
