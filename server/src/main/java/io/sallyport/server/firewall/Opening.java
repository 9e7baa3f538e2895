package io.sallyport.server.firewall;

import java.util.List;

/**
 * One thing that a firewall must let through.
 *
 * @param first the first port: the server's inbound, the other side's outbound unless {@code
 *     fromPort}
 * @param peers networks on the other side; empty for everywhere
 * @param host name of the other side where it has one; empty otherwise
 * @param own addresses of this machine that are meant; {@link Net#ALL_V4} for every one of IPv4
 * @param fromPort whether the ports are this machine's although it sends first
 * @param carries what goes through
 * @param without what breaks where it is closed
 * @param needed whether nothing works without it; otherwise it serves a part
 * @param setting key of the setting that opens it
 */
public record Opening(
    Direction direction,
    Protocol protocol,
    int first,
    int last,
    List<Net> peers,
    String host,
    List<Net> own,
    boolean fromPort,
    String carries,
    String without,
    boolean needed,
    String setting) {

  /** Who begins. */
  public enum Direction {
    IN,
    OUT
  }

  /** What it runs over. */
  public enum Protocol {
    TCP,
    UDP;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public Opening {
    peers = List.copyOf(peers);
    own = List.copyOf(own);
  }

  /** A port of ours that others reach. */
  public static Opening in(
      Protocol protocol,
      int first,
      int last,
      List<Net> peers,
      List<Net> own,
      String carries,
      String without,
      boolean needed,
      String setting) {
    return new Opening(
        Direction.IN,
        protocol,
        first,
        last,
        peers,
        "",
        own,
        false,
        carries,
        without,
        needed,
        setting);
  }

  /** A port of another machine that we reach. */
  public static Opening out(
      Protocol protocol, int port, String host, String carries, String without, String setting) {
    return new Opening(
        Direction.OUT,
        protocol,
        port,
        port,
        List.of(),
        host,
        List.of(Net.ALL_V4, Net.ALL_V6),
        false,
        carries,
        without,
        false,
        setting);
  }

  /** Packets that one of our own ports sends first, to where an inbound opening leads. */
  public Opening back(String carriesBack, String breaks) {
    return new Opening(
        Direction.OUT,
        protocol,
        first,
        last,
        peers,
        "",
        own,
        true,
        carriesBack,
        breaks,
        needed,
        setting);
  }

  /** The port, or the first and the last. */
  String ports(String between) {
    return first == last ? String.valueOf(first) : first + between + last;
  }

  /** Where the other side may be, for a person. */
  public String where() {
    if (!host.isEmpty()) {
      return host;
    }
    return peers.isEmpty()
        ? "anywhere"
        : String.join(", ", peers.stream().map(Net::plain).toList());
  }
}
