package io.sallyport.server.edge;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The path to one peer (RFC 5626 section 2): a connection, or for UDP a pair of addresses. Any
 * thread may use it; sending posts to the io loop that owns the socket.
 */
public interface Flow {

  /**
   * Unique on this node and not guessable; a UDP flow's is made of its addresses, so that it
   * survives a restart.
   */
  String id();

  Transport transport();

  /**
   * The address of our listener that the peer talks to: what Via, Contact and Record-Route towards
   * this peer must name.
   */
  InetSocketAddress local();

  InetSocketAddress remote();

  /**
   * Queues bytes of one message (or one keep-alive) for sending.
   *
   * @return false when the flow is closed or its send buffer is over its limit; nothing was queued
   *     then
   */
  boolean send(byte[] message);

  boolean isOpen();

  /**
   * Lets the peer be silent for this long before an idle connection is closed; never shortens the
   * limit of the settings. For peers that have logged in: a registration that lasts an hour need
   * not ping. Does nothing for UDP.
   */
  default void allowSilence(Duration atMost) {}

  /**
   * Somebody has logged in on this connection: it outlives a block of its network for strangers.
   * Does nothing for UDP.
   */
  default void proven() {}

  /** Closes a connection once what is queued has been sent; does nothing for UDP. */
  void close();
}
