package io.sallyport.server.interop;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Someone on another address of this machine who sends what he likes, also under the addresses of
 * others. What comes back to him is for a capture to tell.
 */
final class Attacker implements AutoCloseable {
  private static final int SOCKETS = 4;

  private final Path directory;
  private final List<DatagramSocket> sockets = new ArrayList<>();

  private Attacker(Path directory) {
    this.directory = directory;
  }

  /** A datagram with the source that it names. */
  record Shot(InetSocketAddress source, InetSocketAddress target, byte[] payload) {}

  static Attacker at(Path directory, String address) {
    Attacker attacker = new Attacker(directory);
    try {
      for (int i = 0; i < SOCKETS; i++) {
        DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 0));
        attacker.sockets.add(socket);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return attacker;
  }

  /** Where he himself listens. */
  List<InetSocketAddress> addresses() {
    return sockets.stream()
        .map(socket -> (InetSocketAddress) socket.getLocalSocketAddress())
        .toList();
  }

  /**
   * Sends from his own sockets, once to each of these ports: what finds a relay that answers to
   * whoever speaks first (RTP bleed).
   */
  void knock(InetAddress server, List<Integer> ports, byte[] payload) {
    for (int port : ports) {
      DatagramSocket socket = sockets.get(port % SOCKETS);
      try {
        socket.send(new DatagramPacket(payload, payload.length, server, port));
      } catch (IOException e) {
        // a closed port says so by ICMP, to the next that sends
        continue;
      }
    }
  }

  /** Sends the shots over and over at that rate. Returns at once; the sprayer ends by itself. */
  Subprocess spray(String name, List<Shot> shots, int packetsPerSecond, Duration time) {
    Path file = directory.resolve(name + ".shots");
    Path script = directory.resolve("spray.py");
    try (InputStream source = Attacker.class.getResourceAsStream("spray.py")) {
      Files.write(script, source.readAllBytes());
      Files.write(file, bytes(shots));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Subprocess.start(
        directory,
        name + ".log",
        Map.of(),
        List.of(
            "python3",
            script.toString(),
            file.toString(),
            Integer.toString(packetsPerSecond),
            Double.toString(time.toMillis() / 1000.0)));
  }

  private static byte[] bytes(List<Shot> shots) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (Shot shot : shots) {
      for (InetSocketAddress end : List.of(shot.source(), shot.target())) {
        out.write(end.getAddress().getAddress());
        out.writeShort(end.getPort());
      }
      out.writeShort(shot.payload().length);
      out.write(shot.payload());
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    sockets.forEach(DatagramSocket::close);
  }
}
