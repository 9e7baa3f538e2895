package io.sallyport.server.media;

import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.media.MediaSession.StreamReport;
import java.security.SecureRandom;
import java.util.List;

/**
 * One m= line of a call through its life: the same place in every description, with ports and keys
 * while it is in use.
 */
final class MediaStream {
  // immutable
  private final SecureRandom random;
  private final Figures figuresA = new Figures();
  private final Figures figuresB = new Figures();

  // owned by: shard
  private String kind;
  private StreamPath path;
  private LocalKeys keysA;
  private LocalKeys keysB;
  private RemoteLine remoteA;
  private RemoteLine remoteB;

  // any thread: volatile snapshots for the report
  private volatile String shownKind;
  private volatile String codec = "";
  private volatile String protectionA = "";
  private volatile String protectionB = "";

  MediaStream(SecureRandom random, String kind) {
    this.random = random;
    this.kind = kind;
    this.shownKind = kind;
  }

  String kind() {
    return kind;
  }

  boolean hasPorts() {
    return path != null;
  }

  /**
   * Takes ports for both sides.
   *
   * @return false where none are free
   */
  boolean open(String newKind, MediaLoop loop) {
    PortPair portsA = loop.pool().take();
    PortPair portsB = portsA == null ? null : loop.pool().take();
    if (portsB == null) {
      if (portsA != null) {
        loop.pool().untouched(portsA);
      }
      return false;
    }
    kind = newKind;
    shownKind = newKind;
    keysA = new LocalKeys(random);
    keysB = new LocalKeys(random);
    path = new StreamPath(loop, portsA, portsB, figuresA, figuresB);
    return true;
  }

  int port(Side side) {
    return path.ports(side).number();
  }

  LocalKeys keys(Side side) {
    return side == Side.A ? keysA : keysB;
  }

  /** What the side said last that was agreed; null before. */
  RemoteLine remote(Side side) {
    return side == Side.A ? remoteA : remoteB;
  }

  /** Binds the packet path to what both sides agreed. */
  void bind(Agreed agreed) {
    remoteA = agreed.sideA().remote();
    remoteB = agreed.sideB().remote();
    codec = agreed.codec();
    protectionA = protection(agreed.sideA().plan());
    protectionB = protection(agreed.sideB().plan());
    path.bind(agreed.sideA().plan(), agreed.sideB().plan());
  }

  /**
   * The stream was refused or removed: its ports stay taken until {@link #close}, because another
   * fork may still accept it.
   */
  void idle() {
    remoteA = null;
    remoteB = null;
  }

  /** Whether both sides agreed on it. */
  boolean inUse() {
    return remoteA != null;
  }

  /** Its kind and direction, seen from A. */
  String summary() {
    if (remoteA == null || remoteB == null) {
      return kind + " off";
    }
    return kind + " " + remoteA.direction().and(remoteB.direction().reversed()).attribute();
  }

  void close() {
    if (path != null) {
      path.release();
      path = null;
    }
    remoteA = null;
    remoteB = null;
  }

  Figures figures(Side side) {
    return side == Side.A ? figuresA : figuresB;
  }

  /** Any thread. */
  List<StreamReport> report() {
    return List.of(report(Side.A, figuresA, protectionA), report(Side.B, figuresB, protectionB));
  }

  private StreamReport report(Side side, Figures figures, String protection) {
    return new StreamReport(
        shownKind,
        side,
        codec,
        protection,
        figures.packets(),
        figures.bytes(),
        figures.drops(),
        List.of(),
        List.of());
  }

  private static String protection(EndPlan plan) {
    return plan.receive().map(key -> key.suite().name()).orElse("none");
  }
}
