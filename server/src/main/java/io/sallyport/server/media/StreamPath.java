package io.sallyport.server.media;

/**
 * The packet path of one stream: two ends with a port pair each. The shard holds it as a proxy:
 * every call here posts to the media loop, in order.
 */
final class StreamPath {
  // immutable
  private final MediaLoop loop;
  private final PortPair portsA;
  private final PortPair portsB;
  private final PathEnd endA;
  private final PathEnd endB;

  StreamPath(MediaLoop loop, PortPair portsA, PortPair portsB, Figures figuresA, Figures figuresB) {
    this.loop = loop;
    this.portsA = portsA;
    this.portsB = portsB;
    this.endA = new PathEnd(loop, figuresA);
    this.endB = new PathEnd(loop, figuresB);
    loop.execute(
        () -> {
          endA.join(endB, portsA);
          endB.join(endA, portsB);
        });
  }

  PortPair ports(MediaSession.Side side) {
    return side == MediaSession.Side.A ? portsA : portsB;
  }

  void bind(EndPlan planA, EndPlan planB) {
    loop.execute(
        () -> {
          endA.apply(planA);
          endB.apply(planB);
        });
  }

  /** Stops the path and gives its ports back. */
  void release() {
    loop.execute(
        () -> {
          endA.unbind();
          endB.unbind();
          loop.pool().give(portsA);
          loop.pool().give(portsB);
        });
  }
}
