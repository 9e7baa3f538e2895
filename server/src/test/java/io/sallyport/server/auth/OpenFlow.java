package io.sallyport.server.auth;

import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.Transport;
import java.net.InetSocketAddress;

/** A flow that takes everything and sends nothing. */
record OpenFlow(InetSocketAddress remote) implements Flow {
  @Override
  public String id() {
    return "flow";
  }

  @Override
  public Transport transport() {
    return Transport.TLS;
  }

  @Override
  public InetSocketAddress local() {
    return remote;
  }

  @Override
  public boolean send(byte[] message) {
    return true;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // nothing is open
  }
}
