package io.sallyport.server.call;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.transaction.DialogId;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.sip.ServerTransaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which call a dialog, an unanswered INVITE or a flow belongs to, on one shard. */
final class LegTable {
  /** A leg and its call. */
  record Seat(Call call, Leg leg) {}

  // owned by: shard
  private final Map<DialogId, Seat> seats = new HashMap<>();
  private final Map<ServerTransaction, Call> invites = new IdentityHashMap<>();
  private final Map<String, List<Seat>> byFlow = new HashMap<>();
  private final Map<Call, Listening> listening = new IdentityHashMap<>();
  private final Map<DialogId, Listening> listeners = new HashMap<>();

  void seat(Call call, Leg leg) {
    Seat seat = new Seat(call, leg);
    seats.put(leg.id(), seat);
    if (leg.flow().transport().reliable()) {
      byFlow.computeIfAbsent(leg.flow().id(), f -> new ArrayList<>(2)).add(seat);
    }
  }

  void leave(Leg leg) {
    seats.remove(leg.id());
    List<Seat> onFlow = byFlow.get(leg.flow().id());
    if (onFlow != null) {
      onFlow.removeIf(s -> s.leg() == leg);
      if (onFlow.isEmpty()) {
        byFlow.remove(leg.flow().id());
      }
    }
  }

  /**
   * Ends a leg that has not left by itself. Its seat stays until the phone has answered, so that a
   * BYE that crosses ours finds its dialog.
   *
   * @param leaving the leg whose phone hung up or is gone, or null
   */
  void farewell(Leg leg, Outcome outcome, Leg leaving) {
    if (leg == leaving) {
      leave(leg);
    } else {
      leg.bye(outcome.header(), () -> leave(leg));
    }
  }

  /** The leg that a request from its phone belongs to; null where there is none. */
  Seat find(SipRequest request) {
    return seats.get(new DialogId(request.callId(), request.toTag(), request.fromTag()));
  }

  /** The leg's phone now talks over another flow. */
  void move(Seat seat, Flow flow) {
    leave(seat.leg());
    seat.leg().moveTo(flow);
    seat(seat.call(), seat.leg());
  }

  /**
   * The leg whose INVITE or re-INVITE we answered in this transaction; null where its call is over.
   */
  Seat answeredBy(ServerTransaction invite) {
    SipRequest request = invite.request();
    return seats.get(new DialogId(request.callId(), invite.localTag(), request.fromTag()));
  }

  void waiting(ServerTransaction invite, Call call) {
    invites.put(invite, call);
  }

  void settled(ServerTransaction invite) {
    invites.remove(invite);
  }

  Call waiting(ServerTransaction invite) {
    return invites.get(invite);
  }

  /** Somebody wants to hear a call. */
  void listens(Call call, Listening who) {
    listening.put(call, who);
  }

  /** A listener's phone has answered. */
  void hears(Listening who) {
    listeners.put(who.id(), who);
  }

  /** A listener is gone; null where its phone had not answered. */
  void deaf(Call call, Listening who, DialogId id) {
    listening.remove(call, who);
    if (id != null) {
      listeners.remove(id);
    }
  }

  /** Who hears a call; null for nobody. */
  Listening listenerOf(Call call) {
    return listening.get(call);
  }

  /** Whose dialog a request is in; null for nobody's. */
  Listening listener(SipRequest request) {
    return listeners.get(new DialogId(request.callId(), request.toTag(), request.fromTag()));
  }

  /** Every call that has a leg here. */
  Set<Call> calls() {
    Set<Call> calls = Collections.newSetFromMap(new IdentityHashMap<>());
    seats.values().forEach(seat -> calls.add(seat.call()));
    return calls;
  }

  List<Seat> on(Flow flow) {
    return List.copyOf(byFlow.getOrDefault(flow.id(), List.of()));
  }
}
