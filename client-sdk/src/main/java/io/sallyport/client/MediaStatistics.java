package io.sallyport.client;

import java.net.InetSocketAddress;
import java.util.Set;

/**
 * What one media stream of a call has carried so far.
 *
 * @param kind {@code audio} or {@code video}
 * @param protection {@code RTP}, or the SRTP suite
 * @param packetsLost gaps in the received sequence numbers
 * @param packetsRefused not RTP of this stream, replayed, or not authentic
 * @param rtcpReceived RTCP packets received
 * @param sources the addresses that sent anything, at most sixteen
 */
public record MediaStatistics(
    String kind,
    String protection,
    long packetsSent,
    long bytesSent,
    long packetsReceived,
    long bytesReceived,
    long packetsLost,
    long packetsRefused,
    long rtcpReceived,
    Set<InetSocketAddress> sources) {
  public MediaStatistics {
    sources = Set.copyOf(sources);
  }
}
