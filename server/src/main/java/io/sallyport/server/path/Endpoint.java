package io.sallyport.server.path;

import io.sallyport.protocol.dtls.DtlsKeys;
import io.sallyport.protocol.stun.IceCredentials;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * One side's transport: what the side's packets must prove, where ours to it go, and by what they
 * were proven. Written by the call's shard and by the loops that own its components; read by the
 * loops of the other side.
 */
final class Endpoint implements Transport {
  // immutable
  private final Registry registry;
  private final UdpPort mediaPort;
  // null on the one port
  private final UdpPort controlPort;
  private final Supplier<IceCredentials> newNames;
  private final MediaSettings settings;
  private final PathEvents events;
  private final Intake media;
  private final Intake control;

  // any thread: volatile snapshots
  private volatile Binding binding;
  private volatile boolean closed;
  private volatile boolean endToEnd;
  // our half of the ICE credentials, and that of before ICE started again
  private volatile IceCredentials names;
  private volatile IceCredentials earlierNames;

  // any thread
  private final AgreedKeys keys = new AgreedKeys();
  private final Places places;
  private final Numbers numbers;
  private final HandshakePlaces handshakes;
  private final Consent consent = new Consent();
  private final AtomicLong elsewhere = new AtomicLong();

  Endpoint(
      Registry registry,
      InstantSource clock,
      Counters counters,
      MediaSettings settings,
      PathEvents events,
      UdpPort mediaPort,
      UdpPort controlPort,
      Supplier<IceCredentials> newNames) {
    this.registry = registry;
    this.settings = settings;
    this.events = events;
    this.mediaPort = mediaPort;
    this.controlPort = controlPort;
    this.newNames = newNames;
    this.names = newNames.get();
    this.places = new Places(clock, counters);
    this.handshakes = new HandshakePlaces(this, registry, keys, places);
    this.numbers = new Numbers(names.localFragment().hashCode());
    this.media = new Intake(this, false, registry);
    this.control = new Intake(this, true, registry);
  }

  @Override
  public int port() {
    return mediaPort.number();
  }

  @Override
  public int controlPort() {
    return controlPort == null ? mediaPort.number() : controlPort.number();
  }

  @Override
  public boolean onePort() {
    return controlPort == null;
  }

  @Override
  public String iceFragment() {
    return names.localFragment();
  }

  @Override
  public String icePassword() {
    return names.localPassword();
  }

  @Override
  public void restartIce() {
    IceCredentials gone = earlierNames;
    earlierNames = names;
    names = newNames.get();
    registry.renamed(this, gone);
  }

  /** All fragments that checks may name: the one of now, and the one before the last restart. */
  List<String> iceFragments() {
    IceCredentials before = earlierNames;
    return before == null ? List.of(iceFragment()) : List.of(iceFragment(), before.localFragment());
  }

  /** Our half of the credentials with that fragment; null where it is none of ours any more. */
  IceCredentials named(String fragment) {
    IceCredentials now = names;
    IceCredentials before = earlierNames;
    if (now.localFragment().equals(fragment)) {
      return now;
    }
    return before != null && before.localFragment().equals(fragment) ? before : null;
  }

  @Override
  public void offeredTo(InetAddress signalling) {
    if (onePort()) {
      registry.hellos().expect(signalling, this);
    }
  }

  List<Intake> intakes() {
    return List.of(media, control);
  }

  Intake media() {
    return media;
  }

  Intake control() {
    return control;
  }

  /** The component that a packet is for. */
  Intake intake(boolean rtcp) {
    return rtcp && !muxed() ? control : media;
  }

  /** Whether RTCP shares RTP's port, or nothing is agreed. */
  boolean muxed() {
    Binding now = binding;
    return now == null || now.plan().mux();
  }

  Binding binding() {
    return binding;
  }

  /**
   * The keys of a component; null while there are none.
   *
   * @param control of RTCP on its own
   */
  Keys keys(boolean control) {
    return keys.of(control);
  }

  /** The keys of the packets that are sent to the side. */
  Keys keysFor(boolean rtcp) {
    return keys.of(rtcp && !muxed());
  }

  boolean closed() {
    return closed;
  }

  /** Whether the side must protect its packets. */
  boolean secure() {
    Binding now = binding;
    return now == null || !(now.plan().protection() instanceof Protection.Plain);
  }

  /** Where a component is said to be; null before anything is agreed. */
  Whereabouts where(Intake intake) {
    Binding now = binding;
    if (now == null) {
      return null;
    }
    return intake.control() ? now.plan().control() : now.plan().media();
  }

  /** Takes up what was agreed. On the shard. */
  void agree(Binding next) {
    Binding before = binding;
    TransportPlan plan = next.plan();
    takeUp(plan.protection(), before == null ? null : before.plan().protection());
    boolean elsewhere = before == null || !samePlace(before.plan(), plan);
    if (elsewhere && plan.ice().isEmpty()) {
      places.aim(plan.media().target().orElse(null), plan.control().target().orElse(null));
    }
    binding = next;
    if (onePort() && elsewhere) {
      if (plan.ice().isPresent()) {
        media.agreed();
      } else {
        registry.place(media, before == null ? null : before.plan().media(), plan.media());
        if (!plan.mux()) {
          registry.place(control, before == null ? null : before.plan().control(), plan.control());
        }
      }
      if (plan.protection() instanceof Protection.Dtls) {
        handshakes.expected(plan);
      }
    }
  }

  private void takeUp(Protection protection, Protection before) {
    if (protection instanceof Protection.Sdes sdes) {
      keys.both(new Keys(sdes.receive(), sdes.send(), "SDES"));
    } else if (protection instanceof Protection.Plain) {
      keys.both(null);
    } else if (before instanceof Protection.Dtls was
        && protection instanceof Protection.Dtls now
        && !was.peer().equals(now.peer())) {
      keys.startOver();
    }
  }

  /** Nothing is agreed any more: packets go nowhere. On the shard. */
  void silence() {
    binding = null;
  }

  /** What DTLS handshakes mean here. */
  HandshakePlaces handshakes() {
    return handshakes;
  }

  /** Where to send; null while that is not known. */
  InetSocketAddress target(boolean rtcp) {
    return places.target(rtcp && !muxed());
  }

  /** Sends a protected packet to the side from the loop's own socket of its port. */
  Counter send(
      MediaLoop loop,
      byte[] bytes,
      int offset,
      int length,
      InetSocketAddress to,
      boolean rtcp,
      boolean video) {
    boolean apart = rtcp && controlPort != null && !muxed();
    UdpPort port = apart ? controlPort : mediaPort;
    int mark = video ? settings.dscpVideo() : settings.dscpAudio();
    return port.on(loop).send(bytes, offset, length, to, mark);
  }

  /** A component's side was proven to be at a place. On its home loop. */
  void proven(Intake intake, InetSocketAddress place, Proof proof) {
    places.proven(intake.control(), place, proof);
  }

  /**
   * A check of the side came from a place; also before anything is agreed. On a media loop.
   *
   * @return whether the place may count
   */
  boolean checked(InetSocketAddress place, long now) {
    if (closed || !places.add(place)) {
      return false;
    }
    registry.checked(place, this);
    consent.confirmed(now);
    return true;
  }

  /** The side's checks go on, after they had stopped for so long that nothing was sent. */
  void consented(InetSocketAddress place) {
    if (places.target(false) == null) {
      places.aim(place, places.target(true));
    }
  }

  /** Whether the side, which does ICE, has not asked for so long that it may not want packets. */
  boolean losesConsent(long now) {
    return ice() != null && consent.expired(now);
  }

  /** Whether we send the ClientHello. */
  boolean isActive() {
    Binding now = binding;
    return now != null && now.plan().protection() instanceof Protection.Dtls dtls && dtls.active();
  }

  /** Whether these keys are of the certificate that the side's SDP promised. */
  boolean promised(DtlsKeys keys) {
    Binding now = binding;
    return now != null
        && now.plan().protection() instanceof Protection.Dtls dtls
        && keys.from(dtls.peer());
  }

  /** Whether SDP named that place for media. */
  boolean declares(InetSocketAddress place) {
    Binding now = binding;
    return now != null && now.plan().media().declared().filter(place::equals).isPresent();
  }

  /** Whether the side was proven to be there before. */
  boolean livesThere(InetSocketAddress place) {
    return places.contains(place);
  }

  /** Whether nothing speaks against the side being there: checked, or without ICE. */
  boolean mayBeAt(InetSocketAddress place) {
    return places.contains(place) || ice() == null;
  }

  Set<InetSocketAddress> places() {
    return places.all();
  }

  /** The side tried to encrypt end to end; told once. On a media loop. */
  void endToEndTried() {
    if (!endToEnd) {
      endToEnd = true;
      events.endToEndEncryption();
    }
  }

  /** The side gets nothing any more, until it asks again (RFC 7675). */
  void consentLost() {
    consent.revoked();
    places.aim(null, null);
  }

  Numbers numbers() {
    return numbers;
  }

  /** Counts a packet to the side at a place that was neither proven nor signalled from. */
  void wentElsewhere() {
    elsewhere.incrementAndGet();
  }

  long elsewhere() {
    return elsewhere.get();
  }

  /** Whether the side is known to be there: proven, or its signalling comes from that address. */
  boolean livesAt(InetSocketAddress place) {
    Binding now = binding;
    boolean signalled = now != null && place.getAddress().equals(now.plan().media().signalling());
    return signalled || places.contains(place);
  }

  List<PathReport.Source> sources() {
    return places.recorded();
  }

  String protection() {
    Keys now = keys.of(false);
    return now == null ? secure() ? "none yet" : "none" : now.words();
  }

  /** Any thread. */
  void close() {
    closed = true;
    registry.remove(this);
    binding = null;
    places.aim(null, null);
    media.close();
    control.close();
    if (controlPort != null) {
      mediaPort.attach(null);
      controlPort.attach(null);
    }
  }

  UdpPort mediaUdpPort() {
    return mediaPort;
  }

  UdpPort controlUdpPort() {
    return controlPort;
  }

  /** What an ICE check must name and be keyed with; null where the side does no ICE. */
  IceCredentials ice() {
    Binding now = binding;
    return now == null ? null : now.plan().ice().orElse(null);
  }

  private static boolean samePlace(TransportPlan before, TransportPlan now) {
    return before.media().equals(now.media())
        && before.control().equals(now.control())
        && before.mux() == now.mux()
        && before.ice().isPresent() == now.ice().isPresent()
        && before.protection().getClass() == now.protection().getClass();
  }
}
