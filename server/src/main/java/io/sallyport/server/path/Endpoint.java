package io.sallyport.server.path;

import io.netty.util.NetUtil;
import io.sallyport.protocol.dtls.DtlsKeys;
import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.SrtpSession;
import io.sallyport.protocol.stun.IceCredentials;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One side's transport: what the side's packets must prove, where ours to it go, and by what they
 * were proven. Written by the call's shard and by the loops that own its components; read by the
 * loops of the other side.
 */
final class Endpoint implements Transport {
  /** Synchronisation sources that a transport may show over its life. */
  static final int MAX_SOURCES = 1024;

  private static final int MAX_RECORDED = 32;
  private static final int MAX_PLACES = 64;

  // immutable
  private final Registry registry;
  private final InstantSource clock;
  private final Counters counters;
  private final UdpPort mediaPort;
  // null on the one port
  private final UdpPort controlPort;
  private final String fragment;
  private final String password;
  private final MediaSettings settings;
  private final PathEvents events;
  private final Intake media;
  private final Intake control;

  // any thread: volatile snapshots
  private volatile Binding binding;
  private volatile Keys keys;
  // where RTCP on its own has a handshake on its own (RFC 5764 section 3)
  private volatile Keys controlKeys;
  private volatile InetSocketAddress mediaTarget;
  private volatile InetSocketAddress controlTarget;
  private volatile InetSocketAddress mediaProven;
  private volatile InetSocketAddress controlProven;
  private volatile boolean closed;
  private volatile boolean endToEnd;
  private volatile long lastCheck;
  private volatile boolean consent;
  private volatile List<PathReport.Source> sources = List.of();

  // any thread
  private final AtomicLong elsewhere = new AtomicLong();
  private final Map<InetSocketAddress, Keys> handshakes = new ConcurrentHashMap<>(2);
  private final Map<InetSocketAddress, Boolean> places = new ConcurrentHashMap<>(2);
  private final Map<Integer, Lane> claims = new ConcurrentHashMap<>();
  private final Map<Integer, Boolean> numbers = new ConcurrentHashMap<>();

  Endpoint(
      Registry registry,
      InstantSource clock,
      Counters counters,
      MediaSettings settings,
      PathEvents events,
      UdpPort mediaPort,
      UdpPort controlPort,
      String fragment,
      String password) {
    this.registry = registry;
    this.clock = clock;
    this.counters = counters;
    this.settings = settings;
    this.events = events;
    this.mediaPort = mediaPort;
    this.controlPort = controlPort;
    this.fragment = fragment;
    this.password = password;
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
    return fragment;
  }

  @Override
  public String icePassword() {
    return password;
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

  Binding binding() {
    return binding;
  }

  /**
   * The keys of a component; null while there are none.
   *
   * @param control of RTCP on its own
   */
  Keys keys(boolean control) {
    return control ? controlKeys : keys;
  }

  /** The keys of the packets that are sent to the side. */
  Keys keysFor(boolean rtcp) {
    Binding now = binding;
    return keys(rtcp && now != null && !now.plan().mux());
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
    if (plan.protection() instanceof Protection.Sdes sdes) {
      Keys agreed = new Keys(sdes.receive(), sdes.send(), "SDES");
      if (!agreed.sameAs(keys)) {
        keys = agreed;
        controlKeys = agreed;
      }
    } else if (plan.protection() instanceof Protection.Plain) {
      keys = null;
      controlKeys = null;
    }
    boolean elsewhere = before == null || !samePlace(before.plan(), plan);
    if (elsewhere && plan.ice().isEmpty()) {
      mediaTarget = plan.media().target().orElse(null);
      controlTarget = plan.control().target().orElse(null);
    }
    binding = next;
    if (onePort() && elsewhere) {
      boolean checked = plan.ice().isPresent();
      if (!checked) {
        registry.place(media, before == null ? null : before.plan().media(), plan.media());
        if (!plan.mux()) {
          registry.place(control, before == null ? null : before.plan().control(), plan.control());
        }
      }
      if (plan.protection() instanceof Protection.Dtls) {
        registry.dtls(this);
      }
    }
  }

  /** Nothing is agreed any more: packets go nowhere. On the shard. */
  void silence() {
    binding = null;
  }

  /** A handshake with the component gave keys. Any thread. */
  void keyed(Intake component, Keys agreed) {
    if (agreed.sameAs(keys(component.control()))) {
      return;
    }
    if (component.control()) {
      controlKeys = agreed;
    } else {
      keys = agreed;
    }
  }

  /** Remembers what a handshake from a place gave. Any thread. */
  void shook(InetSocketAddress place, Keys agreed) {
    if (handshakes.size() < MAX_PLACES) {
      handshakes.put(place, agreed);
    }
  }

  /**
   * Behind NAT nothing tells which of two handshakes was RTP's: an RTP packet that verifies under
   * the keys of the one that was taken for RTCP's does, and the two change places. On a media loop.
   */
  void sortOut(InetSocketAddress place, PacketBuffer packet) {
    Keys own = handshakes.get(place);
    if (own == null
        || own.sameAs(keys)
        || !SrtpSession.receiving(own.receive()).verifiesRtp(packet)) {
      return;
    }
    synchronized (this) {
      controlKeys = keys;
      controlTarget = mediaProven;
      controlProven = mediaProven;
      keys = own;
      mediaTarget = place;
      mediaProven = place;
    }
    registry.expect(place, media);
    if (controlProven != null) {
      registry.expect(controlProven, control);
    }
  }

  /**
   * The component that a handshake from there is about: RTCP on its own makes its own, from another
   * port of the side.
   */
  Intake componentAt(InetSocketAddress place) {
    Binding now = binding;
    if (now == null || now.plan().mux()) {
      return media;
    }
    boolean named = now.plan().control().declared().filter(place::equals).isPresent();
    boolean other = keys != null && mediaProven != null && !mediaProven.equals(place);
    return named || other && !declares(place) ? control : media;
  }

  /** Where to send; null while that is not known. */
  InetSocketAddress target(boolean rtcp) {
    Binding now = binding;
    return rtcp && now != null && !now.plan().mux() ? controlTarget : mediaTarget;
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
    Binding now = binding;
    boolean apart = rtcp && controlPort != null && now != null && !now.plan().mux();
    UdpPort port = apart ? controlPort : mediaPort;
    int mark = video ? settings.dscpVideo() : settings.dscpAudio();
    return port.on(loop).send(bytes, offset, length, to, mark);
  }

  /** A component's side was proven to be at a place. On its home loop. */
  void proven(Intake intake, InetSocketAddress place, Proof proof) {
    InetSocketAddress before = intake.control() ? controlProven : mediaProven;
    if (before != null && !before.equals(place)) {
      counters.add(Counter.MEDIA_SOURCES_MOVED);
    }
    if (intake.control()) {
      controlTarget = place;
      controlProven = place;
    } else {
      mediaTarget = place;
      mediaProven = place;
    }
    if (places.size() < MAX_PLACES) {
      places.put(place, Boolean.TRUE);
    }
    record(place, proof);
  }

  /**
   * A check of the side came from a place; also before anything is agreed. On a media loop.
   *
   * @return whether the place may count
   */
  boolean checked(InetSocketAddress place, long now) {
    if (closed || !places.containsKey(place) && places.size() >= MAX_PLACES) {
      return false;
    }
    places.put(place, Boolean.TRUE);
    registry.checked(place, this);
    lastCheck = now;
    consent = true;
    return true;
  }

  /** The side's checks go on, after they had stopped for so long that nothing was sent. */
  void consented(InetSocketAddress place) {
    if (mediaTarget == null) {
      mediaTarget = place;
    }
  }

  /** Whether the side, which does ICE, has not asked for so long that it may not want packets. */
  boolean losesConsent(long now) {
    return consent && ice() != null && now - lastCheck > Consent.LIFETIME_NANOS;
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
    return places.containsKey(place);
  }

  /** Whether nothing speaks against the side being there: checked, or without ICE. */
  boolean mayBeAt(InetSocketAddress place) {
    return places.containsKey(place) || ice() == null;
  }

  Set<InetSocketAddress> places() {
    return places.keySet();
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
    consent = false;
    mediaTarget = null;
    controlTarget = null;
  }

  /**
   * The number under which a lane's source is shown on this transport: its own where it is free.
   */
  int claim(int ssrc, Lane lane) {
    int name = ssrc;
    for (int tries = 0; tries < 16; tries++) {
      Lane holder = claims.putIfAbsent(name, lane);
      if (holder == null || holder == lane) {
        return name;
      }
      name = name * 0x9E3779B1 + fragment.hashCode() + tries;
    }
    return name;
  }

  void remember(int ssrc) {
    if (numbers.size() < MAX_SOURCES) {
      numbers.put(ssrc, Boolean.TRUE);
    }
  }

  Set<Integer> remembered() {
    return numbers.keySet();
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
    return signalled || places.containsKey(place);
  }

  List<PathReport.Source> sources() {
    return sources;
  }

  String protection() {
    Keys now = keys;
    return now == null ? secure() ? "none yet" : "none" : now.words();
  }

  /** Any thread. */
  void close() {
    closed = true;
    registry.remove(this);
    binding = null;
    mediaTarget = null;
    controlTarget = null;
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

  private synchronized void record(InetSocketAddress place, Proof proof) {
    String address = NetUtil.toSocketAddressString(place);
    boolean same = !sources.isEmpty() && sources.get(sources.size() - 1).address().equals(address);
    if (same || sources.size() >= MAX_RECORDED) {
      return;
    }
    List<PathReport.Source> longer = new ArrayList<>(sources);
    longer.add(
        new PathReport.Source(
            address, clock.instant(), proof.name().toLowerCase(java.util.Locale.ROOT)));
    sources = List.copyOf(longer);
  }

  private static boolean samePlace(TransportPlan before, TransportPlan now) {
    return before.media().equals(now.media())
        && before.control().equals(now.control())
        && before.mux() == now.mux()
        && before.ice().isPresent() == now.ice().isPresent()
        && before.protection().getClass() == now.protection().getClass();
  }
}
