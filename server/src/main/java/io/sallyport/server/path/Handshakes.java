package io.sallyport.server.path;

import io.sallyport.protocol.dtls.DtlsHandshake;
import io.sallyport.protocol.dtls.DtlsIdentity;
import io.sallyport.protocol.dtls.DtlsKeys;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DTLS on the one port (RFC 5763): hands records to the gate, and what a handshake gave to the
 * transport whose SDP promised that certificate. A handshake may be over before the answer that
 * carries the fingerprint has come; its keys wait for a moment.
 */
final class Handshakes implements DtlsGate.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Handshakes.class);
  private static final int MAX_EARLY = 256;
  private static final long EARLY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private record Early(InetSocketAddress source, DtlsKeys keys, long at) {}

  // immutable
  private final Registry registry;
  private final Counters counters;
  private final LongSupplier nanoTime;
  private final UdpPort port;
  private final DtlsGate gate;
  private final DtlsGate.Reply reply;

  // any thread: under its own lock
  private final Deque<Early> early = new ArrayDeque<>();

  Handshakes(
      Registry registry,
      Counters counters,
      LongSupplier nanoTime,
      DtlsIdentity identity,
      SecureRandom random,
      int most,
      UdpPort port) {
    this.registry = registry;
    this.counters = counters;
    this.nanoTime = nanoTime;
    this.port = port;
    this.gate = new DtlsGate(identity, random, most, nanoTime, this);
    this.reply = this::send;
  }

  /** A DTLS record. On a media loop. */
  void received(PacketBuffer packet, InetSocketAddress sender) {
    boolean checked = registry.checkedAt(sender) != null;
    DtlsGate.Taken taken =
        gate.received(packet.bytes(), packet.offset(), packet.length(), sender, checked, reply);
    switch (taken) {
      case STARTED, QUEUED, COOKIE_SENT, COLLECTED -> {
        // on its way
      }
      case UNKNOWN_SOURCE, UNREADABLE, TOO_LONG, QUEUE_FULL, TOO_OFTEN, TOO_MANY, WRONG_ROLE ->
          counters.add(Counter.MEDIA_DROPPED_DTLS);
    }
  }

  /** Begins the handshake ourselves, where the side waits for it and we know where it is. */
  void connect(Endpoint endpoint) {
    InetSocketAddress target = endpoint.target(false);
    if (!endpoint.isActive()) {
      return;
    }
    if (target != null && endpoint.keys(false) == null) {
      gate.connect(target, reply);
    }
    InetSocketAddress control = endpoint.target(true);
    if (control != null && !control.equals(target) && endpoint.keysFor(true) == null) {
      gate.connect(control, reply);
    }
  }

  /** What was agreed names a certificate: keys that came before it may be its. On a shard. */
  void agreed(Endpoint endpoint) {
    List<Early> found = new ArrayList<>(2);
    synchronized (early) {
      for (Early one : early) {
        if (endpoint.promised(one.keys()) && endpoint.mayBeAt(one.source())) {
          found.add(one);
        }
      }
      early.removeAll(found);
    }
    found.forEach(one -> give(endpoint, one.source(), one.keys()));
  }

  void forget(InetSocketAddress source) {
    gate.forget(source);
  }

  @Override
  public void agreed(InetSocketAddress source, DtlsKeys keys) {
    Endpoint endpoint = owner(source, keys);
    if (endpoint != null) {
      give(endpoint, source, keys);
      return;
    }
    long now = nanoTime.getAsLong();
    synchronized (early) {
      while (!early.isEmpty()
          && (early.size() >= MAX_EARLY || now - early.peekFirst().at() > EARLY_NANOS)) {
        gate.forget(early.removeFirst().source());
        counters.add(Counter.MEDIA_DTLS_FAILED);
      }
      early.addLast(new Early(source, keys, now));
    }
  }

  @Override
  public void failed(InetSocketAddress source, DtlsHandshake.Failed why) {
    counters.add(Counter.MEDIA_DTLS_FAILED);
    LOG.debug("a DTLS handshake with {} failed: {}", source, why);
  }

  @Override
  public void closed(InetSocketAddress source) {
    // a call ends by signalling; keys stay good until then
  }

  @Override
  public void close() {
    gate.close();
  }

  private void give(Endpoint endpoint, InetSocketAddress source, DtlsKeys keys) {
    counters.add(Counter.MEDIA_DTLS_AGREED);
    gate.confirm(source);
    Keys agreed = new Keys(keys.receive(), keys.send(), "DTLS");
    endpoint.handshakes().shook(source, agreed, nanoTime.getAsLong());
  }

  /** Whose certificate it is: a checked source's, else who said to be there, else whoever waits. */
  private Endpoint owner(InetSocketAddress source, DtlsKeys keys) {
    Endpoint checked = registry.checkedAt(source);
    if (checked != null) {
      return checked.promised(keys) ? checked : null;
    }
    long now = nanoTime.getAsLong();
    Endpoint best = null;
    int least = Integer.MAX_VALUE;
    for (Endpoint each : registry.dtls()) {
      int fits =
          each.ice() == null && each.promised(keys) ? each.handshakes().fits(source, now) : -1;
      if (fits >= 0 && fits < least) {
        best = each;
        least = fits;
      }
    }
    return best;
  }

  private void send(byte[] bytes, int offset, int length, InetSocketAddress target) {
    port.sendLater(Arrays.copyOfRange(bytes, offset, offset + length), target);
  }
}
