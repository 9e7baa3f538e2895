package io.sallyport.server.edge;

import java.net.InetAddress;

/** Who says which peers are thrown away unread. Asked on io loops; must not block. */
@FunctionalInterface
public interface Doorkeeper {
  /** Whether a connection, or else a datagram, from there is not even looked at. */
  boolean turnsAway(InetAddress source, boolean datagram);
}
