package io.sallyport.server.path;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** The packet paths of one call: its transports and its streams' lanes. */
final class CallPaths implements PathSession {
  // immutable
  private final Paths paths;
  private final PathEvents events;
  private final Silence silence;

  // owned by: shard
  private final Set<Endpoint> transports = new HashSet<>();
  private final Set<String> muted = new HashSet<>(2);
  private Consumer<StreamPlan> beforeBinding = plan -> {};
  private IntConsumer digitsOfA;
  private IntConsumer digitsOfB;
  private boolean heldBack;
  private boolean watched;
  private boolean closed;

  // written by: shard; any thread may read
  private final Map<Integer, StreamLanes> streams = new ConcurrentSkipListMap<>();

  CallPaths(Paths paths, PathEvents events) {
    this.paths = paths;
    this.events = events;
    this.silence = new Silence(events, paths.counters(), this::packets);
  }

  @Override
  public Transport onePort() {
    Endpoint endpoint = paths.onOnePort(events);
    transports.add(endpoint);
    return endpoint;
  }

  @Override
  public Optional<Transport> portPair() {
    Optional<Endpoint> endpoint = paths.onPair(events);
    endpoint.ifPresent(transports::add);
    return endpoint.map(Transport.class::cast);
  }

  @Override
  public void release(Transport transport) {
    Endpoint endpoint = (Endpoint) transport;
    if (transports.remove(endpoint)) {
      paths.giveBack(endpoint);
    }
  }

  @Override
  public void bind(List<StreamPlan> plans, boolean held) {
    if (closed) {
      return;
    }
    Map<Endpoint, TransportPlan> agreed = new LinkedHashMap<>();
    Map<Endpoint, List<Route>> routes = new LinkedHashMap<>();
    Map<Integer, StreamPlan> named = new TreeMap<>();
    for (StreamPlan plan : plans) {
      named.put(plan.index(), plan);
      StreamLanes lanes = streams.computeIfAbsent(plan.index(), index -> lanes(plan));
      beforeBinding.accept(plan);
      lanes.mute(true, muted.contains(name(plan.kind(), true)));
      lanes.mute(false, muted.contains(name(plan.kind(), false)));
      lanes.agree(plan);
      carry(plan.a(), lanes.routeFromA(), agreed, routes);
      carry(plan.b(), lanes.routeFromB(), agreed, routes);
    }
    streams.forEach(
        (index, lanes) -> {
          if (!named.containsKey(index) && lanes.bound()) {
            lanes.silence();
          }
        });
    for (Endpoint endpoint : transports) {
      List<Route> carried = routes.get(endpoint);
      if (carried == null) {
        endpoint.silence();
      } else {
        endpoint.agree(new Binding(agreed.get(endpoint), carried.toArray(new Route[0])));
      }
    }
    agreed.keySet().forEach(paths::connect);
    silence.expected(held || plans.isEmpty());
    if (!watched) {
      watched = true;
      paths.watch(silence);
    }
  }

  private StreamLanes lanes(StreamPlan plan) {
    StreamLanes made = new StreamLanes(plan, paths.clock());
    if (heldBack) {
      made.holdBack(true);
    }
    if (plan.kind().equals("audio") && digitsOfA != null) {
      made.digits(true, digitsOfA);
    }
    if (plan.kind().equals("audio") && digitsOfB != null) {
      made.digits(false, digitsOfB);
    }
    return made;
  }

  @Override
  public void holdBack(boolean held) {
    if (held != heldBack) {
      heldBack = held;
      streams.values().forEach(lanes -> lanes.holdBack(held));
    }
  }

  @Override
  public void digits(boolean fromA, IntConsumer listener) {
    if (fromA) {
      digitsOfA = listener;
    } else {
      digitsOfB = listener;
    }
    streams.values().stream()
        .filter(StreamLanes::isAudio)
        .forEach(lanes -> lanes.digits(fromA, listener));
  }

  @Override
  public List<PayloadFormat> voice() {
    return audio().map(StreamLanes::formats).orElse(List.of());
  }

  @Override
  public boolean play(boolean toA, Sound sound) {
    Optional<StreamLanes> lanes = closed ? Optional.empty() : audio();
    lanes.ifPresent(found -> found.play(toA, sound, paths.spareLoop()));
    return lanes.isPresent();
  }

  @Override
  public void stopPlaying(boolean toA) {
    streams.values().forEach(lanes -> lanes.stop(toA));
  }

  @Override
  public List<MediaTap> listen(int capacity) {
    return audio()
        .map(lanes -> List.of(lanes.listen(true, capacity), lanes.listen(false, capacity)))
        .orElse(List.of());
  }

  @Override
  public void endListening() {
    streams.values().forEach(StreamLanes::endListening);
  }

  /** The stream on which the server itself speaks. */
  private Optional<StreamLanes> audio() {
    return streams.values().stream().filter(l -> l.bound() && l.isAudio()).findFirst();
  }

  @Override
  public void beforeBinding(Consumer<StreamPlan> listener) {
    beforeBinding = listener;
  }

  @Override
  public PathReport report() {
    return new PathReport(streams.values().stream().map(StreamLanes::report).toList());
  }

  @Override
  public List<MediaTap> tap(int stream, boolean fromA, int capacity) {
    StreamLanes lanes = streams.get(stream);
    return lanes == null ? List.of() : lanes.tap(fromA, capacity);
  }

  @Override
  public void untap(int stream) {
    StreamLanes lanes = streams.get(stream);
    if (lanes != null) {
      lanes.untap();
    }
  }

  @Override
  public void untap() {
    streams.values().forEach(StreamLanes::untap);
  }

  @Override
  public List<MediaTap> capture(int stream, boolean fromA, int capacity) {
    StreamLanes lanes = streams.get(stream);
    return lanes == null ? List.of() : lanes.capture(fromA, capacity);
  }

  @Override
  public void endCapture() {
    streams.values().forEach(StreamLanes::endCapture);
  }

  @Override
  public void mute(String kind, boolean fromA, boolean now) {
    if (now) {
      muted.add(name(kind, fromA));
    } else {
      muted.remove(name(kind, fromA));
    }
    for (StreamLanes lanes : streams.values()) {
      if (lanes.kind().equals(kind)) {
        lanes.mute(fromA, now);
      }
    }
  }

  @Override
  public Map<String, Object> steps() {
    Map<String, Object> view = new LinkedHashMap<>();
    streams.forEach((index, lanes) -> view.put("stream " + index, lanes.steps()));
    return view;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    streams.values().forEach(StreamLanes::silence);
    transports.forEach(paths::giveBack);
    transports.clear();
    paths.forget(silence);
  }

  private long packets() {
    long total = 0;
    for (StreamLanes lanes : streams.values()) {
      total += lanes.bound() ? lanes.packets() : 0;
    }
    return total;
  }

  private static String name(String kind, boolean fromA) {
    return kind + (fromA ? " of A" : " of B");
  }

  private static void carry(
      StreamPlan.End end,
      Route route,
      Map<Endpoint, TransportPlan> agreed,
      Map<Endpoint, List<Route>> routes) {
    Endpoint endpoint = (Endpoint) end.transport();
    agreed.putIfAbsent(endpoint, end.how());
    routes.computeIfAbsent(endpoint, e -> new ArrayList<>()).add(route);
  }
}
