package io.sallyport.server.path;

import io.sallyport.server.base.Networks;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Running packet paths on loopback, and the words that their tests share. */
final class PathRig implements AutoCloseable {
  static final InetAddress SERVER = address("127.0.0.1");
  static final InetAddress ALICE = address("127.0.0.2");
  static final InetAddress BOB = address("127.0.0.3");
  static final InetAddress MALLORY = address("127.0.0.4");

  final Counters counters = new Counters();
  final AtomicInteger inactive = new AtomicInteger();
  final AtomicInteger endToEnd = new AtomicInteger();
  final Paths paths;
  // added to the time, so that a test need not wait
  final AtomicLong shift = new AtomicLong();

  PathRig(MediaSettings settings) throws Exception {
    paths =
        new Paths(
            settings, counters, () -> System.nanoTime() + shift.get(), InstantSource.system());
    paths.start();
  }

  /** Plain RTP allowed on loopback. */
  static PathRig open(int threads) throws Exception {
    return new PathRig(settings(threads, 0, Duration.ofSeconds(60)));
  }

  static MediaSettings settings(int threads, int bitsPerSecond, Duration inactivity) {
    return settings(threads, bitsPerSecond, inactivity, 1 << 20);
  }

  static MediaSettings settings(
      int threads, int bitsPerSecond, Duration inactivity, int receiveBuffer) {
    int first = 10_000 + 2 * ThreadLocalRandom.current().nextInt(4_500);
    return new MediaSettings(
        "",
        "",
        0,
        first,
        first + 31,
        threads,
        inactivity,
        Networks.of(List.of("127.0.0.0/8")),
        List.of(),
        bitsPerSecond,
        46,
        34,
        receiveBuffer,
        8,
        false);
  }

  PathSession session() {
    return paths.open(
        "call",
        new PathEvents() {
          @Override
          public void inactive() {
            inactive.incrementAndGet();
          }

          @Override
          public void endToEndEncryption() {
            endToEnd.incrementAndGet();
          }
        });
  }

  /** One audio stream between two transports. */
  static StreamPlan audio(Transport a, TransportPlan howA, Transport b, TransportPlan howB) {
    return audio(a, howA, b, howB, 0);
  }

  static StreamPlan audio(
      Transport a, TransportPlan howA, Transport b, TransportPlan howB, int bitsPerSecond) {
    return new StreamPlan(
        0,
        "audio",
        "PCMA/8000",
        Map.of(8, 8000),
        List.of(new PayloadFormat(8, "PCMA", 8000, 1, "")),
        bitsPerSecond,
        new StreamPlan.End(a, howA, "", 0, Set.of(8)),
        new StreamPlan.End(b, howB, "", 0, Set.of(8)));
  }

  long count(Counter counter) {
    return counters.get(counter);
  }

  @Override
  public void close() {
    paths.close();
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
