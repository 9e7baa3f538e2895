package io.sallyport.server.registrar;

import io.sallyport.server.base.Ids;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A flow that carries nothing; over UDP equal where its peer is, as the edge's are. */
final class FakeFlow implements Flow {
  private final String id;
  private final Transport transport;
  private final InetSocketAddress remote;
  boolean open = true;
  Duration silence = Duration.ZERO;

  FakeFlow(Transport transport, String remoteHost, int remotePort) {
    this.transport = transport;
    this.remote = new InetSocketAddress(remoteHost, remotePort);
    this.id =
        transport == Transport.UDP
            ? "udp:192.0.2.1:5060/" + remoteHost + ":" + remotePort
            : Ids.random(20);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public InetSocketAddress local() {
    return new InetSocketAddress("192.0.2.1", transport == Transport.UDP ? 5060 : 8443);
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public boolean send(byte[] message) {
    throw new AssertionError("the registrar sends nothing by itself");
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void allowSilence(Duration atMost) {
    silence = atMost;
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FakeFlow flow && flow.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id;
  }
}
