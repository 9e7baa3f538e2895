package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.sallyport.protocol.sdp.IceParameters;
import io.sallyport.protocol.stun.IceCredentials;
import io.sallyport.protocol.stun.StunIntegrity;
import io.sallyport.protocol.stun.StunMessage;
import io.sallyport.protocol.stun.StunWriter;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A full ICE agent (RFC 8445) as small as a phone with one address needs it: one host candidate,
 * one component, every check of the controlling side nominates, and consent is asked for every five
 * seconds (RFC 7675). Owned by the phone's loop.
 */
final class IceAgent {
  private static final int MAX_PAIRS = 16;
  private static final int TICK_MILLIS = 50;
  private static final int MAX_INTERVAL_MILLIS = 1_600;
  private static final int CONSENT_MILLIS = 5_000;
  private static final long CONSENT_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Type preference of a peer-reflexive candidate (section 5.1.2.2), highest local preference. */
  private static final long CHECK_PRIORITY = 110L << 24 | 65_535L << 8 | 255;

  /** What the agent's transport does for it. */
  interface Transport {
    void sendTo(byte[] datagram, int length, InetSocketAddress to);

    /** Media goes there from now on. */
    void selected(InetSocketAddress remote);

    /** Consent has run out: nothing may be sent any more. */
    void lost();
  }

  /** Our address with one of the peer's. */
  private static final class Pair {
    final InetSocketAddress remote;
    final boolean learned;
    byte[] transaction;
    long due;
    int interval = TICK_MILLIS;
    boolean succeeded;
    boolean nominated;
    long answeredAt;

    Pair(InetSocketAddress remote, boolean learned) {
      this.remote = remote;
      this.learned = learned;
    }
  }

  // immutable
  private final EventLoop loop;
  private final SecureRandom random;
  private final Transport transport;
  private final String fragment;
  private final String password;
  private final long tieBreaker;
  private final StunIntegrity integrity = new StunIntegrity();
  private final StunWriter writer = new StunWriter(integrity);

  // owned by: the phone's loop
  private final Map<InetSocketAddress, Pair> pairs = new LinkedHashMap<>();
  private final List<InetSocketAddress> early = new ArrayList<>();
  private IceParameters peer;
  private boolean controlling;
  private Pair selected;
  private ScheduledFuture<?> ticks;

  IceAgent(EventLoop loop, SecureRandom random, Transport transport) {
    this.loop = loop;
    this.random = random;
    this.transport = transport;
    this.fragment = IceCredentials.newFragment(random);
    this.password = IceCredentials.newPassword(random);
    this.tieBreaker = random.nextLong();
  }

  String fragment() {
    return fragment;
  }

  String password() {
    return password;
  }

  /** What SDP says of the peer; the same again changes nothing, others begin anew. */
  void peer(IceParameters newPeer, List<InetSocketAddress> candidates, boolean weControl) {
    if (!newPeer.equals(peer)) {
      pairs.clear();
      selected = null;
      peer = newPeer;
      controlling = weControl;
    }
    candidates.forEach(candidate -> pair(candidate, false));
    early.forEach(source -> pair(source, true));
    early.clear();
    if (ticks == null) {
      ticks = loop.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private Pair pair(InetSocketAddress remote, boolean learned) {
    if (pairs.size() >= MAX_PAIRS && !pairs.containsKey(remote)) {
      return null;
    }
    return pairs.computeIfAbsent(remote, address -> new Pair(address, learned));
  }

  /** A STUN message came; whether it was one of this session. */
  boolean received(byte[] datagram, InetSocketAddress from) {
    if (!(StunMessage.read(datagram, 0, datagram.length) instanceof StunMessage message)) {
      return false;
    }
    return switch (message.type()) {
      case StunMessage.BINDING_REQUEST -> request(message, from);
      case StunMessage.BINDING_SUCCESS -> success(message, from);
      case StunMessage.BINDING_ERROR -> error(message);
      default -> false;
    };
  }

  private boolean request(StunMessage request, InetSocketAddress from) {
    if (!request.receiverFragment(256).equals(fragment) || !integrity.verifies(request, password)) {
      return false;
    }
    writer.answer(request, StunMessage.BINDING_SUCCESS).mappedAddress(from);
    transport.sendTo(writer.buffer(), writer.finish(password), from);
    if (peer == null) {
      // the peer's checks are faster than its answer
      if (early.size() < MAX_PAIRS && !early.contains(from)) {
        early.add(from);
      }
      return true;
    }
    Pair pair = pair(from, true);
    if (pair == null) {
      return true;
    }
    if (request.useCandidate() && !controlling) {
      pair.nominated = true;
      if (pair.succeeded) {
        select(pair);
      }
    }
    if (!pair.succeeded) {
      check(pair);
    }
    return true;
  }

  private boolean success(StunMessage answer, InetSocketAddress from) {
    Pair pair = pairs.get(from);
    boolean ours =
        pair != null
            && Arrays.equals(pair.transaction, answer.transactionId())
            && integrity.verifies(answer, peer.password());
    if (!ours) {
      return false;
    }
    boolean first = !pair.succeeded;
    pair.succeeded = true;
    pair.answeredAt = loop.ticker().nanoTime();
    // one address each: a pair that was learned later means that the peer has moved
    boolean better = selected == null || pair.learned || !controlling;
    if (first && better && (controlling || pair.nominated)) {
      select(pair);
    }
    return true;
  }

  /** A role conflict (section 7.2.5.1): the other role, and the same checks again. */
  private boolean error(StunMessage answer) {
    boolean conflict =
        answer.errorCode() == 487
            && pairs.values().stream()
                .anyMatch(pair -> Arrays.equals(pair.transaction, answer.transactionId()))
            && integrity.verifies(answer, peer.password());
    if (conflict) {
      controlling = !controlling;
      pairs.values().forEach(pair -> pair.transaction = null);
    }
    return conflict;
  }

  private void select(Pair pair) {
    if (selected != pair) {
      selected = pair;
      transport.selected(pair.remote);
    }
  }

  private void tick() {
    long now = loop.ticker().nanoTime();
    for (Pair pair : List.copyOf(pairs.values())) {
      if (now - pair.due >= 0 || pair.transaction == null) {
        if (!pair.succeeded) {
          check(pair);
        } else if (pair == selected) {
          consent(pair, now);
        }
      }
    }
  }

  private void consent(Pair pair, long now) {
    if (now - pair.answeredAt > CONSENT_NANOS) {
      pairs.remove(pair.remote);
      selected = null;
      transport.lost();
      return;
    }
    pair.transaction = null;
    send(pair);
    // RFC 7675 section 5.1: 0.8 to 1.2 times the interval
    due(pair, CONSENT_MILLIS * (80 + random.nextInt(41)) / 100);
  }

  private void check(Pair pair) {
    send(pair);
    due(pair, pair.interval);
    pair.interval = Math.min(MAX_INTERVAL_MILLIS, pair.interval * 2);
  }

  private void due(Pair pair, int millis) {
    pair.due = loop.ticker().nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void send(Pair pair) {
    if (pair.transaction == null) {
      pair.transaction = new byte[12];
      random.nextBytes(pair.transaction);
    }
    writer.request(pair.transaction).username(peer.fragment(), fragment).priority(CHECK_PRIORITY);
    if (controlling) {
      writer.controlling(tieBreaker).useCandidate();
    } else {
      writer.controlled(tieBreaker);
    }
    transport.sendTo(writer.buffer(), writer.finish(peer.password()), pair.remote);
  }

  void close() {
    if (ticks != null) {
      ticks.cancel(false);
    }
  }
}
