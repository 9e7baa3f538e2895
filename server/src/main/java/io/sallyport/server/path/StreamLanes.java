package io.sallyport.server.path;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** The four lanes of one stream: each side's RTP, and each side's RTCP that comes on its own. */
final class StreamLanes {
  // ten packets of G.711, four times what comes between two looks of the recorder
  private static final int FIRST_RING = 2_048;

  // immutable
  private final SourceNames namesOfA = new SourceNames();
  private final SourceNames namesOfB = new SourceNames();
  private final DirectionQuality qualityOfA;
  private final DirectionQuality qualityOfB;
  private final Lane mediaFromA;
  private final Lane controlFromA;
  private final Lane mediaFromB;
  private final Lane controlFromB;
  // of RTP, and of RTCP on its own
  private final List<LaneReaders> readersOfA;
  private final List<LaneReaders> readersOfB;

  // written by: the shard; any thread may read
  private volatile StreamPlan plan;
  private volatile boolean bound;

  // owned by: the shard
  private IntConsumer digitsOfA;
  private IntConsumer digitsOfB;
  private Player toA;
  private Player toB;

  StreamLanes(StreamPlan first, InstantSource clock) {
    CodecImpairment codec = first.kind().equals("audio") ? CodecImpairment.of(first.codec()) : null;
    qualityOfA = new DirectionQuality(codec, clock);
    qualityOfB = new DirectionQuality(codec, clock);
    mediaFromA = new Lane(namesOfA, namesOfB, qualityOfA, qualityOfB);
    controlFromA = new Lane(namesOfA, namesOfB, qualityOfA, qualityOfB);
    mediaFromB = new Lane(namesOfB, namesOfA, qualityOfB, qualityOfA);
    controlFromB = new Lane(namesOfB, namesOfA, qualityOfB, qualityOfA);
    readersOfA = List.of(new LaneReaders(mediaFromA), new LaneReaders(controlFromA));
    readersOfB = List.of(new LaneReaders(mediaFromB), new LaneReaders(controlFromB));
  }

  /** Takes up what was agreed; gives the routes by which each side's transport finds the lanes. */
  void agree(StreamPlan next) {
    // who owns the packets of a new transport is not who owned those of the old one
    if (plan != null && next.a().transport() != plan.a().transport()) {
      stop(false);
    }
    if (plan != null && next.b().transport() != plan.b().transport()) {
      stop(true);
    }
    plan = next;
    bound = true;
    LaneSetting toB = LaneSetting.of(next, (Endpoint) next.b().transport());
    LaneSetting toA = LaneSetting.of(next, (Endpoint) next.a().transport());
    mediaFromA.agree(toB);
    controlFromA.agree(toB);
    mediaFromB.agree(toA);
    controlFromB.agree(toA);
    listen(mediaFromA, digitsOfA);
    listen(mediaFromB, digitsOfB);
  }

  /** What the sides send each other goes no further, or does again. */
  void holdBack(boolean held) {
    for (Lane lane : List.of(mediaFromA, controlFromA, mediaFromB, controlFromB)) {
      lane.interlude().holdBack(held);
    }
  }

  /** Who is told of the digits that one side presses; null: nobody. */
  void digits(boolean fromA, IntConsumer listener) {
    if (fromA) {
      digitsOfA = listener;
    } else {
      digitsOfB = listener;
    }
    if (listener == null) {
      (fromA ? mediaFromA : mediaFromB).interlude().ear(null);
    } else if (bound) {
      listen(fromA ? mediaFromA : mediaFromB, listener);
    }
  }

  private void listen(Lane lane, IntConsumer listener) {
    if (listener != null) {
      lane.interlude().ear(new DigitEar(plan, listener));
    }
  }

  /** Says something to one side in place of the other; what was being said to it is cut short. */
  void play(boolean listenerIsA, Sound sound, MediaLoop spare) {
    Lane lane = listenerIsA ? mediaFromB : mediaFromA;
    lane.interlude();
    Endpoint speaker = (Endpoint) (listenerIsA ? plan.b() : plan.a()).transport();
    Player before = listenerIsA ? toA : toB;
    if (before != null) {
      before.stop();
    }
    Player player = new Player(lane, speaker.media(), sound);
    if (listenerIsA) {
      toA = player;
    } else {
      toB = player;
    }
    player.start(spare, before);
  }

  /** Nothing more is said to that side. */
  void stop(boolean listenerIsA) {
    Player player = listenerIsA ? toA : toB;
    if (player != null) {
      player.stop();
    }
  }

  boolean isAudio() {
    return plan.kind().equals("audio");
  }

  List<PayloadFormat> formats() {
    return plan.formats();
  }

  /** Nothing flows any more. */
  void silence() {
    bound = false;
    stop(true);
    stop(false);
    for (Lane lane : List.of(mediaFromA, controlFromA, mediaFromB, controlFromB)) {
      lane.agree(null);
    }
  }

  String kind() {
    return plan.kind();
  }

  /** One side's packets do not reach the other. */
  void mute(boolean fromA, boolean muted) {
    (fromA ? mediaFromA : mediaFromB).mute(muted);
  }

  boolean bound() {
    return bound;
  }

  Route routeFromA() {
    return new Route(plan.a(), mediaFromA, controlFromA);
  }

  Route routeFromB() {
    return new Route(plan.b(), mediaFromB, controlFromB);
  }

  long packets() {
    return mediaFromA.figures().packets()
        + controlFromA.figures().packets()
        + mediaFromB.figures().packets()
        + controlFromB.figures().packets();
  }

  /** Any thread. */
  PathReport.Stream report() {
    StreamPlan now = plan;
    return new PathReport.Stream(
        now.index(),
        now.kind(),
        now.codec(),
        sent((Endpoint) now.a().transport(), mediaFromA, controlFromA, qualityOfA),
        sent((Endpoint) now.b().transport(), mediaFromB, controlFromB, qualityOfB));
  }

  /** Rings from which the clear packets of one side can be read: RTP's, and that of other RTCP. */
  List<MediaTap> tap(boolean fromA, int capacity) {
    List<TapRing> rings = rings(capacity);
    for (int i = 0; i < rings.size(); i++) {
      (fromA ? readersOfA : readersOfB).get(i).recorder(rings.get(i));
    }
    return List.copyOf(rings);
  }

  void untap() {
    readersOfA.forEach(readers -> readers.recorder(null));
    readersOfB.forEach(readers -> readers.recorder(null));
  }

  /** The same for a capture, which takes nothing from a recorder. */
  List<MediaTap> capture(boolean fromA, int capacity) {
    List<TapRing> rings = rings(capacity);
    for (int i = 0; i < rings.size(); i++) {
      (fromA ? readersOfA : readersOfB).get(i).capture(rings.get(i));
    }
    return List.copyOf(rings);
  }

  /** The same for somebody who listens in; of RTP alone. */
  MediaTap listen(boolean fromA, int capacity) {
    TapRing ring = new TapRing(Integer.highestOneBit(Math.max(4096, capacity)));
    (fromA ? readersOfA : readersOfB).get(0).listener(ring);
    return ring;
  }

  void endListening() {
    readersOfA.get(0).listener(null);
    readersOfB.get(0).listener(null);
  }

  void endCapture() {
    readersOfA.forEach(readers -> readers.capture(null));
    readersOfB.forEach(readers -> readers.capture(null));
  }

  private static List<TapRing> rings(int capacity) {
    return List.of(
        new TapRing(FIRST_RING, Integer.highestOneBit(Math.max(4096, capacity))),
        new TapRing(FIRST_RING / 4, Integer.highestOneBit(Math.max(4096, capacity / 16))));
  }

  /** Every lane's steps with a counter each, for the debug view. */
  Map<String, Object> steps() {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("fromA", mediaFromA.figures().steps());
    view.put("fromA control", controlFromA.figures().steps());
    view.put("fromB", mediaFromB.figures().steps());
    view.put("fromB control", controlFromB.figures().steps());
    return view;
  }

  private static PathReport.Sent sent(
      Endpoint endpoint, Lane media, Lane control, DirectionQuality quality) {
    Figures rtp = media.figures();
    Figures rtcp = control.figures();
    return new PathReport.Sent(
        endpoint.protection(),
        rtp.packets() + rtcp.packets(),
        rtp.bytes() + rtcp.bytes(),
        rtp.drops() + rtcp.drops(),
        endpoint.elsewhere(),
        endpoint.sources(),
        quality.samples());
  }
}
