package io.sallyport.client;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one media stream of a call has carried so far.
 *
 * @param kind {@code audio} or {@code video}
 * @param protection {@code RTP}, or the SRTP suite; {@code none} before one is agreed
 * @param local where its RTP is received now; streams that share a socket have the same
 * @param packetsLost gaps in the received sequence numbers
 * @param refused packets thrown away, by reason; those of a shared socket that belong to no stream
 *     count for its first
 * @param rtcpReceived RTCP packets received
 * @param jitter of arrival (RFC 3550 section 6.4.1)
 * @param roundTrip by the other side's last report on this stream; empty before one came
 * @param videoIntact packets received that carry another phone's video as it was sent; 0 for audio
 * @param sources the addresses that sent anything, at most sixteen
 */
public record MediaStatistics(
    String kind,
    String protection,
    InetSocketAddress local,
    long packetsSent,
    long bytesSent,
    long packetsReceived,
    long bytesReceived,
    long packetsLost,
    Map<PacketRefusal, Long> refused,
    long rtcpSent,
    long rtcpReceived,
    Duration jitter,
    Optional<Duration> roundTrip,
    long videoIntact,
    Set<InetSocketAddress> sources) {
  public MediaStatistics {
    refused = Map.copyOf(refused);
    sources = Set.copyOf(sources);
  }

  /** Packets thrown away, whatever the reason. */
  public long packetsRefused() {
    return refused.values().stream().mapToLong(Long::longValue).sum();
  }
}
