package io.sallyport.client;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The figures of one stream: counted by the phone's loop, read by any thread. */
final class StreamCounters {
  private static final int MAX_SOURCES = 16;

  // any thread: counters
  final AtomicLong packetsSent = new AtomicLong();
  final AtomicLong bytesSent = new AtomicLong();
  final AtomicLong packetsReceived = new AtomicLong();
  final AtomicLong bytesReceived = new AtomicLong();
  final AtomicLong lost = new AtomicLong();
  final AtomicLong rtcpSent = new AtomicLong();
  final AtomicLong rtcpReceived = new AtomicLong();
  final AtomicLong videoIntact = new AtomicLong();
  private final Map<PacketRefusal, AtomicLong> refused = new EnumMap<>(PacketRefusal.class);
  private final Set<InetSocketAddress> sources = ConcurrentHashMap.newKeySet();

  // any thread: volatile snapshots
  private volatile Duration jitter = Duration.ZERO;
  private volatile Duration roundTrip;

  StreamCounters() {
    for (PacketRefusal why : PacketRefusal.values()) {
      refused.put(why, new AtomicLong());
    }
  }

  void seen(InetSocketAddress from) {
    if (sources.size() < MAX_SOURCES) {
      sources.add(from);
    }
  }

  void refused(PacketRefusal why) {
    refused.get(why).incrementAndGet();
  }

  void jitter(Duration now) {
    jitter = now;
  }

  void roundTrip(Duration now) {
    roundTrip = now;
  }

  MediaStatistics snapshot(String kind, String protection, InetSocketAddress local) {
    Map<PacketRefusal, Long> reasons = new EnumMap<>(PacketRefusal.class);
    refused.forEach(
        (why, count) -> {
          if (count.get() > 0) {
            reasons.put(why, count.get());
          }
        });
    return new MediaStatistics(
        kind,
        protection,
        local,
        packetsSent.get(),
        bytesSent.get(),
        packetsReceived.get(),
        bytesReceived.get(),
        lost.get(),
        reasons,
        rtcpSent.get(),
        rtcpReceived.get(),
        jitter,
        Optional.ofNullable(roundTrip),
        videoIntact.get(),
        sources);
  }
}
