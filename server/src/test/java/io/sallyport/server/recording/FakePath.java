package io.sallyport.server.recording;

import io.sallyport.server.path.MediaTap;
import io.sallyport.server.path.PathReport;
import io.sallyport.server.path.PathSession;
import io.sallyport.server.path.PayloadFormat;
import io.sallyport.server.path.StreamPlan;
import io.sallyport.server.path.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/** Packet paths without sockets: a test puts packets into their taps, and says what was counted. */
final class FakePath implements PathSession {
  static final PayloadFormat PCMA = new PayloadFormat(8, "PCMA", 8000, 1, "");
  static final PayloadFormat OPUS = new PayloadFormat(96, "opus", 48_000, 2, "useinbandfec=1");

  final Map<String, FakeTap> taps = new HashMap<>();
  final Map<String, Long> passed = new HashMap<>();
  final List<StreamPlan> bound = new ArrayList<>();
  private Consumer<StreamPlan> listener = plan -> {};
  long dropped;

  /** One ring. */
  static final class FakeTap implements MediaTap {
    private record Item(long gap, boolean control, long nanos, byte[] bytes) {}

    private final Queue<Item> items = new ArrayDeque<>();

    void packet(boolean control, long nanos, byte[] bytes) {
      items.add(new Item(0, control, nanos, bytes));
    }

    void gap(long packets) {
      items.add(new Item(packets, false, 0, new byte[0]));
    }

    int waiting() {
      return items.size();
    }

    @Override
    public int drain(Reader reader, int max) {
      int packets = 0;
      while (packets < max && !items.isEmpty()) {
        Item item = items.remove();
        if (item.gap > 0) {
          reader.gap(item.gap);
        } else {
          reader.packet(item.control, item.nanos, item.bytes, 0, item.bytes.length);
          packets++;
        }
      }
      return packets;
    }

    @Override
    public long lost() {
      return 0;
    }

    @Override
    public boolean ended() {
      return false;
    }
  }

  static StreamPlan plan(int index, String kind, PayloadFormat... formats) {
    return new StreamPlan(index, kind, "", Map.of(), List.of(formats), 0, null, null);
  }

  /** A packet of one side passes the relay. */
  void send(int stream, boolean fromA, long nanos, byte[] bytes) {
    passed.merge(stream + "/" + fromA, 1L, Long::sum);
    taps.get(stream + "/" + fromA).packet(false, nanos, bytes);
  }

  @Override
  public void bind(List<StreamPlan> streams, boolean held) {
    streams.forEach(listener);
    bound.clear();
    bound.addAll(streams);
  }

  @Override
  public void beforeBinding(Consumer<StreamPlan> told) {
    listener = told;
  }

  @Override
  public PathReport report() {
    return new PathReport(
        bound.stream()
            .map(
                plan ->
                    new PathReport.Stream(
                        plan.index(),
                        plan.kind(),
                        "",
                        sent(plan.index() + "/true"),
                        sent(plan.index() + "/false")))
            .toList());
  }

  private PathReport.Sent sent(String lane) {
    long packets = passed.getOrDefault(lane, 0L) + dropped;
    return new PathReport.Sent("", packets, 0, dropped, 0, List.of(), List.of());
  }

  @Override
  public List<MediaTap> tap(int stream, boolean fromA, int capacity) {
    FakeTap tap = new FakeTap();
    taps.put(stream + "/" + fromA, tap);
    return List.of(tap);
  }

  @Override
  public void untap(int stream) {
    taps.remove(stream + "/true");
    taps.remove(stream + "/false");
  }

  @Override
  public void untap() {
    taps.clear();
  }

  @Override
  public Transport onePort() {
    throw new IllegalStateException("there are no transports");
  }

  @Override
  public Optional<Transport> portPair() {
    return Optional.empty();
  }

  @Override
  public void release(Transport transport) {
    // there are none
  }

  @Override
  public Map<String, Object> steps() {
    return Map.of();
  }

  @Override
  public void close() {
    // there is nothing to give back
  }

  @Override
  public List<MediaTap> capture(int stream, boolean fromA, int capacity) {
    return List.of();
  }

  @Override
  public void mute(String kind, boolean fromA, boolean muted) {}

  @Override
  public void endCapture() {}
}
