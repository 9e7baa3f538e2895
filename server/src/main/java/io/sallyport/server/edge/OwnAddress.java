package io.sallyport.server.edge;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;

/** The address that phones are told for a socket which is bound to all of them. */
final class OwnAddress {
  private OwnAddress() {}

  /**
   * The bound address where it is one, otherwise the advertised one, otherwise the first of this
   * machine that others reach.
   */
  static InetAddress of(InetAddress bound, String advertised) throws UnknownHostException {
    if (!bound.isAnyLocalAddress()) {
      return bound;
    }
    return advertised.isEmpty() ? ofThisMachine() : InetAddress.getByName(advertised);
  }

  private static InetAddress ofThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .min(Comparator.comparing(address -> !(address instanceof Inet4Address)))
          .orElse(InetAddress.getLoopbackAddress());
    } catch (SocketException e) {
      return InetAddress.getLoopbackAddress();
    }
  }
}
