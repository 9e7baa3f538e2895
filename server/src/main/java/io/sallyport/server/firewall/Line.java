package io.sallyport.server.firewall;

import io.sallyport.server.firewall.Opening.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rule that a packet filter has no choice about: one family, one network on each side. An opening
 * is one or several of them.
 *
 * @param peer the network on the other side; empty for all of the family
 * @param own the address of this machine; empty for all of the family
 * @param both whether it holds for the other family as well, so that none need be named
 */
record Line(Opening opening, boolean v6, Optional<Net> peer, Optional<Net> own, boolean both) {

  /** The lines of openings in one direction. */
  static List<Line> of(List<Opening> openings, Direction direction) {
    List<Line> lines = new ArrayList<>();
    openings.stream()
        .filter(opening -> opening.direction() == direction)
        .forEach(opening -> expand(opening, lines));
    return lines;
  }

  private static void expand(Opening opening, List<Line> into) {
    boolean everywhere =
        opening.peers().isEmpty()
            && opening.own().contains(Net.ALL_V4)
            && opening.own().contains(Net.ALL_V6);
    if (everywhere) {
      into.add(new Line(opening, false, Optional.empty(), Optional.empty(), true));
      return;
    }
    for (Net own : opening.own()) {
      Optional<Net> address = Optional.of(own).filter(net -> !net.all());
      if (opening.peers().isEmpty()) {
        into.add(new Line(opening, own.v6(), Optional.empty(), address, false));
      }
      for (Net peer : opening.peers()) {
        if (peer.v6() == own.v6()) {
          Optional<Net> network = Optional.of(peer).filter(net -> !net.all());
          into.add(new Line(opening, own.v6(), network, address, false));
        }
      }
    }
  }

  /** Those that a filter of one family alone takes. */
  static List<Line> ofFamily(List<Line> lines, boolean v6) {
    return lines.stream().filter(line -> line.both || line.v6 == v6).toList();
  }
}
