package io.sallyport.server.path;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where one side's RTP, or RTCP, may be, before any packet has shown it.
 *
 * @param signalling the address that the side's signalling comes from
 * @param declared what SDP says, as far as it may be believed: the signalling address itself, or
 *     for plain RTP another phone address of a plain network
 * @param written what SDP says, right or wrong, as {@code ADDRESS PORT}: when this changes, what
 *     was learnt starts over
 */
public record Whereabouts(
    InetAddress signalling, Optional<InetSocketAddress> declared, String written) {

  /**
   * Where to send at once: only to the address that signalling comes from; SDP alone aims at
   * nobody.
   */
  Optional<InetSocketAddress> target() {
    return declared.filter(address -> address.getAddress().equals(signalling));
  }

  /** The IP address that SDP names, believed or not; empty for a host name. */
  Optional<InetAddress> address() {
    int end = written.indexOf(' ');
    return Optional.ofNullable(
        NetUtil.createInetAddressFromIpAddressString(
            end < 0 ? written : written.substring(0, end)));
  }

  /** Whether the first plain packet may come from there. */
  boolean admitsFirst(InetSocketAddress sender) {
    if (declared.isPresent() && declared.get().equals(sender)) {
      return true;
    }
    // the port is free only where SDP does not know it: behind NAT
    return target().isEmpty() && sender.getAddress().equals(signalling);
  }
}
