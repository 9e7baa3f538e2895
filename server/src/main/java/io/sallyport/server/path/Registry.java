package io.sallyport.server.path;

import io.sallyport.protocol.stun.IceCredentials;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The transports on the one port, findable by what a packet from an unknown source may name: its
 * synchronisation source, the place that SDP named, the address that signalling came from, the ICE
 * user name. No packet of a known source comes here.
 */
final class Registry {
  // any thread
  private final Map<Integer, Intake> heard = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, List<Intake>> declared = new ConcurrentHashMap<>();
  private final Map<InetAddress, Waiting> waiting = new ConcurrentHashMap<>();
  private final Waiting anywhere = new Waiting();
  private final Map<String, Endpoint> fragments = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, Endpoint> checked = new ConcurrentHashMap<>();
  private final Set<Endpoint> dtls = ConcurrentHashMap.newKeySet();
  private final HelloAddresses hellos = new HelloAddresses();

  /** Components whose source is not proven, in turn. */
  private static final class Waiting {
    // under its own lock, which no packet of a known source takes
    private final LinkedHashSet<Intake> intakes = new LinkedHashSet<>();

    synchronized void add(Intake intake) {
      intakes.add(intake);
    }

    synchronized boolean remove(Intake intake) {
      intakes.remove(intake);
      return intakes.isEmpty();
    }

    /** The next of them; those go to the end, so that every one has its turn. */
    synchronized List<Intake> next(int most) {
      List<Intake> turn = new ArrayList<>(Math.min(most, intakes.size()));
      Iterator<Intake> each = intakes.iterator();
      while (each.hasNext() && turn.size() < most) {
        turn.add(each.next());
        each.remove();
      }
      intakes.addAll(turn);
      return turn;
    }
  }

  void add(Endpoint endpoint) {
    fragments.put(endpoint.iceFragment(), endpoint);
  }

  /** ICE started again: the endpoint has another fragment beside the one before. */
  void renamed(Endpoint endpoint, IceCredentials gone) {
    if (gone != null) {
      fragments.remove(gone.localFragment(), endpoint);
    }
    add(endpoint);
    if (endpoint.closed()) {
      remove(endpoint);
    }
  }

  /** What was agreed names places; those of before are forgotten. */
  void place(Intake intake, Whereabouts before, Whereabouts now) {
    if (before != null) {
      forget(intake, before);
    }
    now.declared().ifPresent(place -> expect(place, intake));
    wait(now.signalling(), intake, true);
    anywhere.add(intake);
  }

  /** The component's media is likely to come from there. */
  void expect(InetSocketAddress place, Intake intake) {
    declared.compute(
        place,
        (p, there) -> {
          if (there != null && there.contains(intake)) {
            return there;
          }
          List<Intake> longer = there == null ? new ArrayList<>(1) : new ArrayList<>(there);
          longer.add(intake);
          return List.copyOf(longer);
        });
  }

  /** ICE has proven that the side is, or may be, there. */
  void checked(InetSocketAddress place, Endpoint endpoint) {
    checked.put(place, endpoint);
  }

  /** Whose checks came from there; null where nobody's did. */
  Endpoint checkedAt(InetSocketAddress place) {
    return checked.get(place);
  }

  /** All transports on the one port. */
  Iterable<Endpoint> all() {
    return fragments.values();
  }

  void dtls(Endpoint endpoint) {
    dtls.add(endpoint);
  }

  /** Where hellos may come from that no check has proven. */
  HelloAddresses hellos() {
    return hellos;
  }

  /** The component that has proven its source needs no further tries, but by its own media. */
  void settled(Intake intake) {
    Whereabouts where = intake.endpoint().where(intake);
    if (where != null) {
      wait(where.signalling(), intake, false);
    }
    anywhere.remove(intake);
  }

  void unsettled(Intake intake) {
    Whereabouts where = intake.endpoint().where(intake);
    if (where != null && !intake.endpoint().closed()) {
      wait(where.signalling(), intake, true);
      anywhere.add(intake);
    }
  }

  void heard(int ssrc, Intake intake) {
    heard.put(ssrc, intake);
    intake.endpoint().numbers().remember(ssrc);
  }

  void remove(Endpoint endpoint) {
    for (String fragment : endpoint.iceFragments()) {
      fragments.remove(fragment, endpoint);
    }
    dtls.remove(endpoint);
    hellos.remove(endpoint);
    for (InetSocketAddress place : endpoint.places()) {
      checked.remove(place, endpoint);
      endpoint.intakes().forEach(intake -> unexpect(place, intake));
    }
    for (Intake intake : endpoint.intakes()) {
      Whereabouts where = endpoint.where(intake);
      if (where != null) {
        forget(intake, where);
      }
      anywhere.remove(intake);
    }
    for (int ssrc : endpoint.numbers().remembered()) {
      heard.computeIfPresent(ssrc, (s, who) -> who.endpoint() == endpoint ? null : who);
    }
  }

  /** Who has sent under that number before; null where nobody has. */
  Intake ofSource(int ssrc) {
    return heard.get(ssrc);
  }

  List<Intake> declaredAt(InetSocketAddress place) {
    return declared.getOrDefault(place, List.of());
  }

  /** The next that wait for a source at that address. */
  List<Intake> waitingAt(InetAddress address, int most) {
    Waiting there = waiting.get(address);
    return there == null ? List.of() : there.next(most);
  }

  /** The next that wait for any source. */
  List<Intake> waitingAnywhere(int most) {
    return anywhere.next(most);
  }

  /** The transport with that ICE user name fragment; null where there is none. */
  Endpoint ofFragment(String fragment) {
    return fragments.get(fragment);
  }

  /** The transports that wait for, or have had, a DTLS handshake. */
  Set<Endpoint> dtls() {
    return dtls;
  }

  private void wait(InetAddress address, Intake intake, boolean add) {
    waiting.compute(
        address,
        (a, there) -> {
          if (add) {
            Waiting list = there == null ? new Waiting() : there;
            list.add(intake);
            return list;
          }
          return there == null || there.remove(intake) ? null : there;
        });
  }

  private void forget(Intake intake, Whereabouts where) {
    where.declared().ifPresent(place -> unexpect(place, intake));
    wait(where.signalling(), intake, false);
  }

  private void unexpect(InetSocketAddress place, Intake intake) {
    declared.computeIfPresent(
        place,
        (p, there) -> {
          List<Intake> shorter = new ArrayList<>(there);
          shorter.remove(intake);
          return shorter.isEmpty() ? null : List.copyOf(shorter);
        });
  }
}
