package io.sallyport.server.path;

import io.netty.util.NetUtil;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where one side is: where packets to it go, the places that it has proven to be at, and by what,
 * for the record.
 */
final class Places {
  private static final int MAX_RECORDED = 32;
  private static final int MAX = 64;

  // immutable
  private final InstantSource clock;
  private final Counters counters;

  // any thread: volatile snapshots
  private volatile InetSocketAddress mediaTarget;
  private volatile InetSocketAddress controlTarget;
  private volatile InetSocketAddress mediaProven;
  private volatile InetSocketAddress controlProven;
  private volatile List<PathReport.Source> recorded = List.of();

  // any thread
  private final Map<InetSocketAddress, Boolean> proven = new ConcurrentHashMap<>(2);

  Places(InstantSource clock, Counters counters) {
    this.clock = clock;
    this.counters = counters;
  }

  /** Where a component's packets go; null while that is not known. */
  InetSocketAddress target(boolean control) {
    return control ? controlTarget : mediaTarget;
  }

  /** Packets go there, whatever was proven; null: nowhere. */
  void aim(InetSocketAddress media, InetSocketAddress control) {
    mediaTarget = media;
    controlTarget = control;
  }

  /** The place of a component that its keys tell, in exchange for what was guessed. */
  void correct(boolean control, InetSocketAddress place) {
    if (control) {
      controlTarget = place;
      controlProven = place;
    } else {
      mediaTarget = place;
      mediaProven = place;
    }
  }

  /** A component's side was proven to be there. */
  void proven(boolean control, InetSocketAddress place, Proof proof) {
    InetSocketAddress before = control ? controlProven : mediaProven;
    if (before != null && !before.equals(place)) {
      counters.add(Counter.MEDIA_SOURCES_MOVED);
    }
    correct(control, place);
    add(place);
    record(place, proof);
  }

  /**
   * The side is there too, without being aimed at.
   *
   * @return whether the place may count
   */
  boolean add(InetSocketAddress place) {
    if (!proven.containsKey(place) && proven.size() >= MAX) {
      return false;
    }
    proven.put(place, Boolean.TRUE);
    return true;
  }

  boolean contains(InetSocketAddress place) {
    return proven.containsKey(place);
  }

  Set<InetSocketAddress> all() {
    return proven.keySet();
  }

  /** In the order in which they were proven. */
  List<PathReport.Source> recorded() {
    return recorded;
  }

  synchronized void record(InetSocketAddress place, Proof proof) {
    String address = NetUtil.toSocketAddressString(place);
    List<PathReport.Source> before = recorded;
    boolean same = !before.isEmpty() && before.get(before.size() - 1).address().equals(address);
    if (same || before.size() >= MAX_RECORDED) {
      return;
    }
    List<PathReport.Source> longer = new ArrayList<>(before);
    String words = proof.name().toLowerCase(Locale.ROOT);
    longer.add(new PathReport.Source(address, clock.instant(), words));
    recorded = List.copyOf(longer);
  }
}
