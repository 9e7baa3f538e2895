package io.sallyport.server.edge;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/**
 * A pair of UDP addresses, made anew for each datagram: equal where the addresses are equal. Its id
 * is those addresses, so that a binding can find its way again after a restart.
 */
final class UdpFlow implements Flow {
  static final String PREFIX = "udp:";
  static final char BETWEEN = '/';

  // immutable
  private final UdpListener listener;
  private final InetSocketAddress remote;

  // any thread: made on first use, a race makes it twice
  private String id;

  UdpFlow(UdpListener listener, InetSocketAddress remote) {
    this.listener = listener;
    this.remote = remote;
  }

  UdpListener listener() {
    return listener;
  }

  @Override
  public String id() {
    if (id == null) {
      id =
          PREFIX
              + NetUtil.toSocketAddressString(listener.local())
              + BETWEEN
              + NetUtil.toSocketAddressString(remote);
    }
    return id;
  }

  @Override
  public Transport transport() {
    return Transport.UDP;
  }

  @Override
  public InetSocketAddress local() {
    return listener.local();
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public boolean send(byte[] message) {
    return listener.send(message, remote);
  }

  @Override
  public boolean isOpen() {
    return listener.isOpen();
  }

  @Override
  public void close() {
    // a pair of addresses has no end
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UdpFlow flow && flow.listener == listener && flow.remote.equals(remote);
  }

  @Override
  public int hashCode() {
    return remote.hashCode();
  }

  @Override
  public String toString() {
    return "UDP " + remote;
  }
}
