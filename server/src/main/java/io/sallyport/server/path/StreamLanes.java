package io.sallyport.server.path;

import java.util.List;

/** The four lanes of one stream: each side's RTP, and each side's RTCP that comes on its own. */
final class StreamLanes {
  // immutable
  private final SourceNames namesOfA = new SourceNames();
  private final SourceNames namesOfB = new SourceNames();
  private final Lane mediaFromA = new Lane(namesOfA, namesOfB);
  private final Lane controlFromA = new Lane(namesOfA, namesOfB);
  private final Lane mediaFromB = new Lane(namesOfB, namesOfA);
  private final Lane controlFromB = new Lane(namesOfB, namesOfA);

  // written by: the shard; any thread may read
  private volatile StreamPlan plan;
  private volatile boolean bound;

  /** Takes up what was agreed; gives the routes by which each side's transport finds the lanes. */
  void agree(StreamPlan next) {
    plan = next;
    bound = true;
    LaneSetting toB = LaneSetting.of(next, (Endpoint) next.b().transport());
    LaneSetting toA = LaneSetting.of(next, (Endpoint) next.a().transport());
    mediaFromA.agree(toB);
    controlFromA.agree(toB);
    mediaFromB.agree(toA);
    controlFromB.agree(toA);
  }

  /** Nothing flows any more. */
  void silence() {
    bound = false;
    for (Lane lane : List.of(mediaFromA, controlFromA, mediaFromB, controlFromB)) {
      lane.agree(null);
    }
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
        sent((Endpoint) now.a().transport(), mediaFromA, controlFromA),
        sent((Endpoint) now.b().transport(), mediaFromB, controlFromB));
  }

  private static PathReport.Sent sent(Endpoint endpoint, Lane media, Lane control) {
    Figures rtp = media.figures();
    Figures rtcp = control.figures();
    return new PathReport.Sent(
        endpoint.protection(),
        rtp.packets() + rtcp.packets(),
        rtp.bytes() + rtcp.bytes(),
        rtp.drops() + rtcp.drops(),
        endpoint.elsewhere(),
        endpoint.sources(),
        List.of());
  }
}
