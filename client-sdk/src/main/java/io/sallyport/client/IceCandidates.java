package io.sallyport.client;

import io.sallyport.protocol.sdp.Attribute;
import io.sallyport.protocol.sdp.Connection;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.SessionDescription;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code a=candidate} lines (RFC 8839 section 5.1) that a phone writes and reads. */
final class IceCandidates {
  private static final int MAX_READ = 8;

  /** Type preference 126, local preference 65535, component 1 (RFC 8445 section 5.1.2). */
  private static final long HOST_PRIORITY = 126L << 24 | 65_535L << 8 | 255;

  /** The port that stands for none yet (RFC 8840 section 4.3.1). */
  private static final int DISCARD = 9;

  private IceCandidates() {}

  static List<Attribute> ofHost(InetAddress address, int port) {
    String where = Connection.of(address).address() + " " + port;
    return List.of(
        new Attribute("candidate", "1 1 UDP " + HOST_PRIORITY + " " + where + " typ host"),
        Attribute.flag("end-of-candidates"));
  }

  /**
   * Where the peer may be: its UDP candidates for RTP with literal addresses, and the address of
   * the line itself.
   */
  static List<InetSocketAddress> of(SessionDescription theirs, MediaDescription line) {
    List<InetSocketAddress> found = new ArrayList<>();
    for (Attribute attribute : line.attributes()) {
      if (attribute.name().equals("candidate") && found.size() < MAX_READ) {
        read(attribute.value()).filter(c -> !found.contains(c)).ifPresent(found::add);
      }
    }
    Optional<InetAddress> address = theirs.connectionOf(line).flatMap(Connection::literal);
    if (found.isEmpty()
        && address.isPresent()
        && !address.get().isAnyLocalAddress()
        && line.port() != DISCARD) {
      found.add(new InetSocketAddress(address.get(), line.port()));
    }
    return found;
  }

  private static Optional<InetSocketAddress> read(String value) {
    String[] words = value.trim().split(" +");
    if (words.length < 8
        || !words[1].equals("1")
        || !words[2].equalsIgnoreCase("UDP")
        || !words[5].matches("[1-9][0-9]{0,4}")
        || Integer.parseInt(words[5]) > 65_535) {
      return Optional.empty();
    }
    return new Connection(words[4].indexOf(':') < 0 ? 4 : 6, words[4])
        .literal()
        .map(address -> new InetSocketAddress(address, Integer.parseInt(words[5])));
  }
}
