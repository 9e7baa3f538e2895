package io.sallyport.server.path;

import java.net.InetSocketAddress;

/**
 * One UDP port of ours, open on every media loop with a socket of its own (SO_REUSEPORT): the
 * kernel gives all packets of one source to the same socket, and every loop can send from the port.
 */
final class UdpPort {
  // immutable
  private final int number;
  private final PortChannel[] channels;

  UdpPort(int number, PortChannel[] channels) {
    this.number = number;
    this.channels = channels;
  }

  int number() {
    return number;
  }

  /** Takes packets from now on. */
  void read() {
    for (PortChannel channel : channels) {
      channel.read();
    }
  }

  PortChannel on(MediaLoop loop) {
    return channels[loop.index()];
  }

  /** Packets go to this component from now on; null: nowhere. Any thread. */
  void attach(Intake intake) {
    for (PortChannel channel : channels) {
      channel.attach(intake);
    }
  }

  /** Sends what is not media, from any thread. */
  void sendLater(byte[] bytes, InetSocketAddress to) {
    channels[0].sendLater(bytes, to);
  }

  void close() {
    for (PortChannel channel : channels) {
      channel.close();
    }
  }
}
