package io.sallyport.server.playback;

import io.sallyport.server.playback.Playback.Route;
import io.sallyport.server.playback.Recorded.Packets;
import io.sallyport.server.playback.Recorded.Side;
import io.sallyport.server.playback.Recorded.Track;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** Writes all packets of a recording into a capture file. */
final class Capture {
  private static final String COMMENT =
      "Clear RTP and RTCP of a recorded call. IP and UDP headers were made for this file. To see"
          + " RTP: Analyze, Enabled Protocols, rtp_udp; or tshark --enable-heuristic rtp_udp.";
  private static final int FIRST_PORT = 40_000;

  private Capture() {}

  static long write(
      Recorded recorded, long beginEpochNanos, Map<Integer, Route> routes, OutputStream out)
      throws IOException {
    List<Track> tracks = recorded.tracks();
    Route[] ways = new Route[tracks.size()];
    StringBuilder comment = new StringBuilder(COMMENT);
    for (int i = 0; i < ways.length; i++) {
      ways[i] = routes.containsKey(i) ? routes.get(i) : nobody(tracks.get(i), i);
      comment.append('\n').append(tracks.get(i).label()).append(": ");
      comment.append(text(ways[i].from())).append(" to ").append(text(ways[i].to()));
    }
    // never closed: the stream is its owner's
    Pcapng file = Pcapng.begin(out, Long.MAX_VALUE / 2, comment.toString());
    Packet packet = new Packet();
    long packets = 0;
    try (Packets source = recorded.open(0)) {
      while (source.next(packet)) {
        Route way = ways[packet.track()];
        file.write(
            beginEpochNanos + packet.arrivalNanos(),
            way.from(),
            way.to(),
            packet.bytes(),
            0,
            packet.length());
        packets++;
      }
    }
    out.flush();
    return packets;
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + " port " + address.getPort();
  }

  private static Route nobody(Track track, int place) throws IOException {
    int port = FIRST_PORT + 2 * place;
    int caller = track.side() == Side.CALLER ? 1 : 2;
    return new Route(documentation(caller, port), documentation(3 - caller, port));
  }

  private static InetSocketAddress documentation(int host, int port) throws IOException {
    byte[] address = {(byte) 192, 0, 2, (byte) host};
    return new InetSocketAddress(InetAddress.getByAddress(address), port);
  }
}
