package io.sallyport.server.media;

import io.sallyport.protocol.rtp.SdesCrypto;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What was agreed with one side about one stream, as the packet path needs it.
 *
 * @param receive the key under which the side's packets must verify; empty for plain RTP
 * @param send our key toward the side; empty for plain RTP
 * @param mediaTarget where the side's SDP wants RTP; empty where that address is not the side's
 *     own: then nothing is sent before a packet has shown where the side is
 * @param controlTarget likewise for RTCP
 * @param source the only address that plain RTP is taken from
 * @param place where SDP says that the side is, right or wrong: when this changes, what was learnt
 *     starts over
 * @param mux whether RTCP shares RTP's port
 */
record EndPlan(
    Optional<SdesCrypto> receive,
    Optional<SdesCrypto> send,
    Optional<InetSocketAddress> mediaTarget,
    Optional<InetSocketAddress> controlTarget,
    InetAddress source,
    String place,
    boolean mux) {

  /** Whether the side's media lives where it did, so that what was learnt about it stays true. */
  boolean samePlace(EndPlan other) {
    return mediaTarget.equals(other.mediaTarget)
        && controlTarget.equals(other.controlTarget)
        && source.equals(other.source)
        && place.equals(other.place)
        && mux == other.mux
        && receive.isPresent() == other.receive.isPresent();
  }
}
