package io.sallyport.server.media;

import io.sallyport.protocol.rtp.SdesCrypto;
import java.util.Optional;

/**
 * What was agreed with one side about one stream, as the packet path needs it.
 *
 * @param receive the key under which the side's packets must verify; empty for plain RTP
 * @param send our key toward the side; empty for plain RTP
 * @param mux whether RTCP shares RTP's port
 */
record EndPlan(
    Optional<SdesCrypto> receive,
    Optional<SdesCrypto> send,
    Whereabouts media,
    Whereabouts control,
    boolean mux) {

  /** Whether the side's media lives where it did, so that what was learnt about it stays true. */
  boolean samePlace(EndPlan other) {
    return media.equals(other.media)
        && control.equals(other.control)
        && mux == other.mux
        && receive.isPresent() == other.receive.isPresent();
  }
}
