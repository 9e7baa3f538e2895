package io.sallyport.server.edge;

import java.net.InetSocketAddress;
import java.util.Optional;

/** The flows of this node, as the registrar looks them up. Any thread. */
public interface Flows {

  /**
   * A flow by its id: a connection that is open, or a pair of UDP addresses whose own side is one
   * of ours and whose peer may still use plain SIP.
   */
  Optional<Flow> flow(String id);

  /** A flow from the same UDP socket to another peer; {@code like} is a UDP flow of this node. */
  Flow udpFlow(Flow like, InetSocketAddress remote);

  /** Whether SIP is taken on this port, so that a contact naming it might be this server. */
  boolean listensOn(int port);
}
