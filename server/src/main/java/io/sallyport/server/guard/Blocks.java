package io.sallyport.server.guard;

import io.sallyport.server.base.PeerNetwork;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Networks that are shut out, and those whose block is over but not forgotten, so that the next one
 * lasts longer. Bounded: where there is no room even after the oldest that are over have gone, a
 * further network is not blocked. Any thread.
 */
final class Blocks {
  static final String SERVER = "server";

  // immutable
  private final GuardSettings.Blocks settings;
  private final int most;
  private final InstantSource clock;

  // any thread
  private final ConcurrentMap<PeerNetwork, Block> blocks = new ConcurrentHashMap<>();
  private volatile boolean any;

  Blocks(GuardSettings settings, InstantSource clock) {
    this.settings = settings.blocks();
    this.most = settings.remembered();
    this.clock = clock;
  }

  /** The block that holds for an address now. Called for each connection and datagram. */
  Optional<Block> of(InetAddress address) {
    return any ? of(PeerNetwork.of(address)) : Optional.empty();
  }

  Optional<Block> of(PeerNetwork network) {
    return Optional.ofNullable(blocks.get(network)).filter(b -> !b.isOver(clock.instant()));
  }

  /**
   * The one that offended is blocked for longer than the last time; empty where there is no room.
   */
  Optional<Block> offended(
      PeerNetwork network, boolean strangersOnly, boolean datagramsOnly, String reason) {
    Instant now = clock.instant();
    Block before = blocks.get(network);
    boolean running = before != null && !before.isOver(now);
    if (before == null && !makeRoom(now)) {
      return Optional.empty();
    }
    if (running && (before.datagramsOnly() == datagramsOnly || !before.datagramsOnly())) {
      // it is blocked already: what came in between, such as on an open connection, adds nothing
      return Optional.empty();
    }
    boolean again = before != null && now.isBefore(before.until().plus(settings.rememberFor()));
    int level = again ? before.level() + 1 : 1;
    Block block =
        new Block(
            network,
            strangersOnly,
            datagramsOnly,
            level,
            now,
            now.plus(lasting(level)),
            SERVER,
            reason);
    put(block);
    return Optional.of(block);
  }

  /** Blocks by command or from the database. */
  void put(Block block) {
    blocks.put(block.network(), block);
    any = true;
  }

  /** What was lifted, if it was blocked; nothing of it is remembered. */
  Optional<Block> lift(PeerNetwork network) {
    Block gone = blocks.remove(network);
    any = !blocks.isEmpty();
    return Optional.ofNullable(gone).filter(b -> !b.isOver(clock.instant()));
  }

  /** Those that hold now, the one that ends last at the end. */
  List<Block> running() {
    Instant now = clock.instant();
    return blocks.values().stream()
        .filter(b -> !b.isOver(now))
        .sorted(Comparator.comparing(Block::until))
        .toList();
  }

  /** Forgets what is long over; what went. */
  List<Block> forget() {
    Instant now = clock.instant();
    List<Block> gone =
        blocks.values().stream()
            .filter(b -> now.isAfter(b.until().plus(settings.rememberFor())))
            .filter(b -> blocks.remove(b.network(), b))
            .toList();
    any = !blocks.isEmpty();
    return gone;
  }

  private boolean makeRoom(Instant now) {
    if (blocks.size() < most) {
      return true;
    }
    blocks.values().removeIf(b -> b.isOver(now));
    return blocks.size() < most;
  }

  private Duration lasting(int level) {
    double seconds = settings.shortest().toSeconds() * Math.pow(settings.growth(), level - 1.0);
    return seconds < settings.longest().toSeconds()
        ? settings.shortest().multipliedBy((long) Math.pow(settings.growth(), level - 1.0))
        : settings.longest();
  }
}
