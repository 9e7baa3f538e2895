package io.sallyport.server.media;

import io.sallyport.server.path.MediaTap;
import io.sallyport.server.path.PathReport;
import io.sallyport.server.path.PathSession;
import io.sallyport.server.path.StreamPlan;
import io.sallyport.server.path.Transport;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Packet paths without packets: numbers ports and remembers what was bound. */
final class FakePaths implements PathSession {
  static final int ONE_PORT = 8443;

  final Set<Transport> taken = new LinkedHashSet<>();
  final List<StreamPlan> bound = new ArrayList<>();
  int pairsLeft;
  int binds;
  boolean held;
  boolean closed;
  PathReport report = new PathReport(List.of());
  private int made;
  private int pairs;

  FakePaths(int pairsLeft) {
    this.pairsLeft = pairsLeft;
  }

  private record Place(
      int port, int controlPort, boolean onePort, int number, AtomicInteger restarts)
      implements Transport {
    Place(int port, int controlPort, boolean onePort, int number) {
      this(port, controlPort, onePort, number, new AtomicInteger());
    }

    @Override
    public String iceFragment() {
      return "frag" + number + "again".repeat(restarts.get());
    }

    @Override
    public void restartIce() {
      restarts.incrementAndGet();
    }

    @Override
    public String icePassword() {
      return "password-of-fragment-" + number;
    }

    @Override
    public void offeredTo(InetAddress signalling) {}
  }

  @Override
  public Transport onePort() {
    return keep(new Place(ONE_PORT, ONE_PORT, true, ++made));
  }

  @Override
  public Optional<Transport> portPair() {
    if (pairsLeft == 0) {
      return Optional.empty();
    }
    pairsLeft--;
    int port = 20000 + 2 * pairs++;
    return Optional.of(keep(new Place(port, port + 1, false, ++made)));
  }

  @Override
  public List<MediaTap> capture(int stream, boolean fromA, int capacity) {
    return List.of();
  }

  @Override
  public void endCapture() {}

  @Override
  public void mute(String kind, boolean fromA, boolean muted) {}

  @Override
  public void release(Transport transport) {
    if (!taken.remove(transport)) {
      throw new IllegalStateException("released what was not taken");
    }
    pairsLeft += transport.onePort() ? 0 : 1;
  }

  @Override
  public void bind(List<StreamPlan> streams, boolean nowHeld) {
    streams.forEach(
        stream -> {
          if (!taken.contains(stream.a().transport()) || !taken.contains(stream.b().transport())) {
            throw new IllegalStateException("bound what was not taken");
          }
        });
    bound.clear();
    bound.addAll(streams);
    held = nowHeld;
    binds++;
  }

  @Override
  public void beforeBinding(Consumer<StreamPlan> listener) {
    // nobody taps a path without packets
  }

  @Override
  public PathReport report() {
    return report;
  }

  @Override
  public List<MediaTap> tap(int stream, boolean fromA, int capacity) {
    return List.of();
  }

  @Override
  public void untap(int stream) {
    // there are no packets
  }

  @Override
  public void untap() {
    // there are no packets
  }

  @Override
  public Map<String, Object> steps() {
    return Map.of();
  }

  @Override
  public void close() {
    closed = true;
    taken.clear();
    bound.clear();
  }

  private Transport keep(Transport transport) {
    taken.add(transport);
    return transport;
  }
}
