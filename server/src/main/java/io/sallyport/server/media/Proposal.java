package io.sallyport.server.media;

import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.server.media.MediaSession.Rules;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.path.Transport;
import java.util.ArrayList;
import java.util.List;

/**
 * An offer and all that its answers need. It is kept after the first answer, because a 200 may
 * answer again what a 183 answered.
 *
 * @param bundle the offerer's lines that will share a transport, as far as they are accepted
 */
record Proposal(Side from, Rules fromRules, Bundle bundle, List<Line> lines) {

  /**
   * One line of it.
   *
   * @param written as the offerer wrote it
   * @param remote what the offerer said; null where the line is off or cannot be relayed
   * @param transport what we answer the offerer with
   * @param mid its name in both directions
   * @param showings how the other side saw it; several where forks differ
   */
  record Line(
      MediaDescription written,
      PeerLine remote,
      Transport transport,
      String mid,
      List<Showing> showings) {

    boolean isOff() {
      return remote == null;
    }

    Line alsoShown(Showing showing) {
      List<Showing> longer = new ArrayList<>(showings);
      longer.add(showing);
      return new Line(written, remote, transport, mid, List.copyOf(longer));
    }
  }

  /**
   * A line as one device of the other side saw it.
   *
   * @param cryptos our keys in it; empty where there are none in SDP
   * @param bundled whether it was offered in a bundle
   */
  record Showing(Manner manner, Transport transport, List<SdesCrypto> cryptos, boolean bundled) {}

  Proposal with(List<Line> newLines) {
    return new Proposal(from, fromRules, bundle, List.copyOf(newLines));
  }
}
