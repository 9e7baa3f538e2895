package io.sallyport.server.sip;

import io.sallyport.server.edge.Flow;
import java.net.InetSocketAddress;

/**
 * Gives the UDP flow from the same listener to another port of the same host: where a peer without
 * rport wants its response (RFC 3261 section 18.2.2). Implemented by edge, connected by boot.
 */
@FunctionalInterface
public interface UdpFlows {
  Flow to(Flow from, InetSocketAddress remote);
}
