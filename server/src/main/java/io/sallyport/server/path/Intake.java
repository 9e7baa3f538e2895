package io.sallyport.server.path;

import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.RtcpHeader;
import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.protocol.rtp.SrtpSession;
import io.sallyport.protocol.rtp.SrtpStatus;
import io.sallyport.server.observe.Counter;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The receiving half of a component of a transport (RTP, with RTCP that shares its port; or RTCP on
 * its own): proves packets, learns their source, hands them to their stream's lane.
 *
 * <p>It belongs to the loop whose socket its source's packets come to, its home. While it has none,
 * a loop claims it for the time of a try. A source that moves may move the home with it.
 */
final class Intake {
  // immutable
  private final Endpoint endpoint;
  private final boolean control;
  private final Registry registry;

  // any thread: who owns what is below
  private final AtomicReference<MediaLoop> home = new AtomicReference<>();

  // any thread: of a side whose answer is not known yet
  private final AtomicReference<Check> early = new AtomicReference<>();

  // owned by: the home loop
  private Binding taken;
  private boolean takesRtp;
  private boolean takesRtcp;
  // where all packets go, if the transport carries one stream
  private Lane only;
  private Keys usedKeys;
  private SrtpSession receiver;
  private InetSocketAddress source;
  private final KnownSources known = new KnownSources();

  /** A connectivity check that came to that loop. */
  private record Check(MediaLoop loop, InetSocketAddress sender, boolean nominated) {}

  Intake(Endpoint endpoint, boolean control, Registry registry) {
    this.endpoint = endpoint;
    this.control = control;
    this.registry = registry;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  boolean control() {
    return control;
  }

  MediaLoop home() {
    return home.get();
  }

  /** Whether a loop that has no home for it may try a packet of this kind. */
  boolean takes(boolean rtcp) {
    return takes(endpoint.binding(), rtcp);
  }

  private boolean takes(Binding binding, boolean rtcp) {
    return binding != null && (rtcp ? control != binding.plan().mux() : !control);
  }

  /** Claims it for a loop, where nobody owns it. */
  boolean claim(MediaLoop loop) {
    return home.compareAndSet(null, loop);
  }

  /** Gives it up again, after a try that failed. */
  void unclaim() {
    home.set(null);
  }

  /** On the home loop: whether packets from there are known to be the side's. */
  boolean comesFrom(InetSocketAddress sender) {
    if (taken != endpoint.binding()) {
      takeUp();
    }
    return sender.equals(source);
  }

  /** The same where the loop's table of sources has led here. */
  boolean isSettled() {
    if (taken != endpoint.binding()) {
      takeUp();
    }
    return source != null;
  }

  /**
   * Proves a packet and makes it clear in place. On the home loop.
   *
   * @return why it is not the side's, or null where it is
   */
  Counter prove(PacketBuffer packet, InetSocketAddress sender, boolean rtcp) {
    if (taken != endpoint.binding()) {
      takeUp();
    }
    if (!(rtcp ? takesRtcp : takesRtp)) {
      return taken == null ? Counter.MEDIA_DROPPED_NO_PATH : Counter.MEDIA_DROPPED_MALFORMED;
    }
    Keys keys = endpoint.keys(control);
    if (keys != usedKeys) {
      use(keys);
    }
    if (receiver == null) {
      return endpoint.secure() ? Counter.MEDIA_DROPPED_NO_KEY : provePlain(packet, sender, rtcp);
    }
    SrtpStatus status = rtcp ? receiver.unprotectRtcp(packet) : receiver.unprotectRtp(packet);
    if (status != SrtpStatus.OK) {
      return Lane.counterOf(status);
    }
    if (rtcp && !RtcpHeader.valid(packet.bytes(), packet.offset(), packet.length())) {
      return Counter.MEDIA_DROPPED_MALFORMED;
    }
    if (!rtcp || control) {
      int ssrc =
          rtcp
              ? RtcpHeader.ssrc(packet.bytes(), packet.offset())
              : RtpHeader.ssrc(packet.bytes(), packet.offset());
      if (known.isNew(ssrc)) {
        registry.heard(ssrc, this);
      }
    }
    return null;
  }

  /** Hands a clear packet to its stream. On the home loop. */
  Counter relay(MediaLoop loop, PacketBuffer packet, boolean rtcp, int wireLength) {
    Lane lane = only == null ? laneOf(packet, rtcp) : only;
    return lane == null ? Counter.MEDIA_DROPPED_NO_PATH : lane.pass(loop, packet, rtcp, wireLength);
  }

  /** A packet that was not relayed, in the figures of the side. On the home loop. */
  void dropped(Counter why) {
    Binding binding = endpoint.binding();
    if (binding != null) {
      laneOf(binding.routes()[0]).figures().dropped(why);
    }
  }

  /**
   * The side was proven to be there. On the home loop, which is the loop that its packets come to.
   */
  void settle(MediaLoop loop, InetSocketAddress sender, Proof proof) {
    if (!sender.equals(source)) {
      occupy(loop, sender);
      endpoint.proven(this, sender, proof);
    }
  }

  /**
   * On the home loop: the side was proven to be at a place whose packets come to another loop. Its
   * last packet here is dealt with, then it belongs to that loop.
   */
  void handOver(MediaLoop from, MediaLoop to, InetSocketAddress sender) {
    leave(from);
    home.set(to);
    to.execute(
        () -> {
          if (home.get() == to && !sender.equals(source)) {
            occupy(to, sender);
          }
        });
  }

  private void occupy(MediaLoop loop, InetSocketAddress sender) {
    leave(loop);
    if (endpoint.closed()) {
      unclaim();
      return;
    }
    source = sender;
    if (endpoint.onePort()) {
      Intake displaced = loop.sources().put(sender, this);
      if (displaced != null && displaced != this) {
        displaced.displaced();
      }
    }
    registry.settled(this);
  }

  /**
   * A connectivity check of the side came from there, to this loop. The place that the side
   * nominates is where its media is; before it has, the first one is.
   */
  void checked(MediaLoop loop, InetSocketAddress sender, boolean nominated) {
    if (!endpoint.checked(sender, loop.now())) {
      return;
    }
    if (endpoint.ice() == null) {
      Check check = new Check(loop, sender, nominated);
      early.updateAndGet(first -> first == null || nominated ? check : first);
      // agreed meanwhile
      if (endpoint.ice() != null) {
        agreed();
      }
      return;
    }
    take(loop, sender, nominated);
  }

  /**
   * What the side answered is known: a check that came before it counts from now on. A browser that
   * was told that its check arrived may not repeat it for five seconds. Any thread.
   */
  void agreed() {
    Check check = early.getAndSet(null);
    if (check != null) {
      check.loop.execute(() -> take(check.loop, check.sender, check.nominated));
    }
  }

  private void take(MediaLoop loop, InetSocketAddress sender, boolean nominated) {
    MediaLoop owner = home.get();
    if (owner == null ? claim(loop) : owner == loop) {
      move(loop, loop, sender, nominated);
    } else if (owner != null) {
      owner.execute(
          () -> {
            if (home.get() == owner) {
              move(owner, loop, sender, nominated);
            }
          });
    }
  }

  private void move(MediaLoop owner, MediaLoop to, InetSocketAddress sender, boolean nominated) {
    if (sender.equals(source)) {
      endpoint.consented(sender);
    } else if (source == null || nominated) {
      endpoint.proven(this, sender, Proof.ICE);
      if (owner == to) {
        occupy(to, sender);
      } else {
        handOver(owner, to, sender);
      }
    }
  }

  /** Any thread: the transport is closed; nothing is known any more. */
  void close() {
    MediaLoop owner = home.get();
    if (owner != null) {
      owner.execute(
          () -> {
            if (home.get() == owner) {
              leave(owner);
              unclaim();
            }
          });
    }
  }

  private void leave(MediaLoop loop) {
    if (source != null && loop != null) {
      loop.sources().remove(source, this);
    }
    source = null;
  }

  /** Somebody else has proven to be at our source: ours is gone from there. */
  private void displaced() {
    source = null;
    unclaim();
    registry.unsettled(this);
  }

  /** Something new was agreed: where the side is said to be elsewhere, it has to prove itself. */
  private void takeUp() {
    Binding binding = endpoint.binding();
    if (taken != null && binding != null && moved(taken.plan(), binding.plan())) {
      leave(home.get());
    }
    taken = binding;
    takesRtp = takes(binding, false);
    takesRtcp = takes(binding, true);
    only = binding != null && binding.routes().length == 1 ? laneOf(binding.routes()[0]) : null;
  }

  private boolean moved(TransportPlan before, TransportPlan now) {
    Whereabouts was = control ? before.control() : before.media();
    return !was.equals(control ? now.control() : now.media());
  }

  private void use(Keys keys) {
    if (keys == null) {
      receiver = null;
    } else if (receiver == null || !receiver.key().sameAs(keys.receive())) {
      receiver = SrtpSession.receiving(keys.receive());
    }
    usedKeys = keys;
  }

  private Counter provePlain(PacketBuffer packet, InetSocketAddress sender, boolean rtcp) {
    boolean valid =
        rtcp
            ? RtcpHeader.valid(packet.bytes(), packet.offset(), packet.length())
            : RtpHeader.valid(packet.bytes(), packet.offset(), packet.length());
    if (!valid) {
      return Counter.MEDIA_DROPPED_MALFORMED;
    }
    if (sender.equals(source)) {
      return null;
    }
    // the first packet from the agreed place counts, and no later one moves it: it proves nothing
    TransportPlan plan = endpoint.binding().plan();
    Whereabouts where = control ? plan.control() : plan.media();
    return source == null && where.admitsFirst(sender) ? null : Counter.MEDIA_DROPPED_SOURCE;
  }

  private Lane laneOf(Route route) {
    return control ? route.control : route.media;
  }

  /** The lane of a packet where a transport carries several streams; null where it fits none. */
  private Lane laneOf(PacketBuffer packet, boolean rtcp) {
    if (taken == null) {
      return null;
    }
    Route route = rtcp ? ofReport(taken, packet) : ofMedia(taken, packet);
    return route == null ? null : laneOf(route);
  }

  private Route ofMedia(Binding binding, PacketBuffer packet) {
    int payloadType = RtpHeader.payloadType(packet.bytes(), packet.offset());
    Route route = binding.of(packet.bytes(), packet.offset(), packet.length(), payloadType);
    if (route != null) {
      known.route(RtpHeader.ssrc(packet.bytes(), packet.offset()), route);
    }
    return route;
  }

  /** Reports go with the media of their sender, else with the first stream. */
  private Route ofReport(Binding binding, PacketBuffer packet) {
    Route route = known.routeOf(RtcpHeader.ssrc(packet.bytes(), packet.offset()));
    for (Route each : binding.routes()) {
      if (each == route) {
        return route;
      }
    }
    return binding.routes()[0];
  }
}
