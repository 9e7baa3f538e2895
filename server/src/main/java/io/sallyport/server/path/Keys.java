package io.sallyport.server.path;

import io.sallyport.protocol.rtp.SrtpKey;

/**
 * The SRTP keys of one transport, both directions.
 *
 * @param receive under which the side's packets must verify
 * @param send ours toward the side
 * @param origin where they came from: SDES or DTLS
 */
record Keys(SrtpKey receive, SrtpKey send, String origin) {
  /** Whether running contexts may go on. */
  boolean sameAs(Keys other) {
    return other != null && receive.sameAs(other.receive) && send.sameAs(other.send);
  }

  String words() {
    return receive.suite().name() + " " + origin;
  }
}
