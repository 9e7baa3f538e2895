package io.sallyport.protocol.dtls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;

/** A pipe over a UDP socket on loopback, to whoever sent last. */
final class UdpPipe implements DatagramPipe, AutoCloseable {
  private final DatagramSocket socket;
  private SocketAddress peer;

  UdpPipe() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  }

  UdpPipe to(int port) {
    peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return this;
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) {
    try {
      socket.setSoTimeout(Math.max(1, waitMillis));
      DatagramPacket packet = new DatagramPacket(buffer, offset, length);
      socket.receive(packet);
      peer = packet.getSocketAddress();
      return packet.getLength();
    } catch (SocketTimeoutException e) {
      return NOTHING;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    try {
      socket.send(new DatagramPacket(bytes, offset, length, peer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
