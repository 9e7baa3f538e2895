package io.sallyport.server.hostile;

import io.sallyport.server.edge.Listening;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/**
 * One blocking socket to a server from a loopback address of its own, with no manners: sends any
 * bytes and keeps all that comes back.
 */
final class Peer implements AutoCloseable {
  /** The ways in. */
  enum Way {
    UDP,
    TCP,
    TLS
  }

  private static final Pattern STATUS = Pattern.compile("(?m)^SIP/2\\.0 (\\d{3}) ");
  private static final Pattern VIA_PORT =
      Pattern.compile(
          "(?im)^(?:via|v)[ \\t]*:\\s*SIP\\s*/\\s*2\\.0\\s*/\\s*\\w+\\s+"
              + "(?:\\[[^\\]]*\\]|[^;,:\\s]+)\\s*:\\s*(\\d+)");
  private static final AtomicInteger NUMBER =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 4_000 & 0xFFFFF));

  private final DatagramSocket datagrams;
  private final Socket stream;
  private final InetSocketAddress server;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private int datagramsReceived;
  private boolean ended;

  private Peer(DatagramSocket datagrams, Socket stream, InetSocketAddress server) {
    this.datagrams = datagrams;
    this.stream = stream;
    this.server = server;
  }

  /**
   * Opens a way in.
   *
   * @param viaPort the port that a datagram's top Via names, where an answer without rport goes
   */
  static Peer open(LiveServer live, Way way, int viaPort) throws Exception {
    return switch (way) {
      case UDP -> udp(live.address(Listening.Kind.PLAIN_UDP), viaPort);
      case TCP -> tcp(live.address(Listening.Kind.PLAIN_TCP));
      case TLS -> tls(live, live.address(Listening.Kind.SIPS));
    };
  }

  static Peer udp(InetSocketAddress server, int viaPort) throws IOException {
    DatagramSocket socket = new DatagramSocket(null);
    socket.setReuseAddress(true);
    try {
      socket.bind(new InetSocketAddress(source(), viaPort));
    } catch (SocketException taken) {
      socket.bind(new InetSocketAddress(source(), 0));
    }
    return new Peer(socket, null, server);
  }

  static Peer tcp(InetSocketAddress server) throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.bind(new InetSocketAddress(source(), 0));
    socket.connect(server, 20_000);
    return new Peer(null, socket, server);
  }

  static Peer tls(LiveServer live, InetSocketAddress server) throws IOException {
    SSLSocket socket = (SSLSocket) live.trusting().getSocketFactory().createSocket();
    socket.setTcpNoDelay(true);
    socket.bind(new InetSocketAddress(source(), 0));
    socket.connect(server, 20_000);
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return new Peer(null, socket, server);
  }

  /** The port in a message's top Via, 5060 where there is none. */
  static int viaPort(byte[] message) {
    Matcher via = VIA_PORT.matcher(new String(message, StandardCharsets.ISO_8859_1));
    int port = via.find() ? Integer.parseInt(via.group(1)) : 5060;
    return port < 1_024 || port > 65_535 ? 0 : port;
  }

  void send(byte[] bytes) throws IOException {
    send(bytes, 0, bytes.length);
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a part; what a stream's server has closed already takes nothing more, silently. */
  void send(byte[] bytes, int from, int to) throws IOException {
    if (datagrams != null) {
      datagrams.send(new DatagramPacket(bytes, from, to - from, server));
      return;
    }
    try {
      stream.getOutputStream().write(bytes, from, to - from);
      stream.getOutputStream().flush();
    } catch (SocketException closed) {
      // what was answered before is still to be read
    }
  }

  /** Reads until a text has come, the server has closed, or the time is up; all that ever came. */
  String readUntil(String text, long millis) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = deadline - System.nanoTime();
    while (!text().contains(text) && !ended && left > 0) {
      read(Math.max(1, (int) TimeUnit.NANOSECONDS.toMillis(left)));
      left = deadline - System.nanoTime();
    }
    return text();
  }

  /** The first status that comes in time, or {@code none}. */
  String status(long millis) throws IOException {
    readUntil("SIP/2.0 ", millis);
    List<String> all = statuses();
    return all.isEmpty() ? "none" : all.get(0);
  }

  /** The statuses of everything that has come. */
  List<String> statuses() {
    List<String> statuses = new ArrayList<>();
    Matcher matcher = STATUS.matcher(text());
    while (matcher.find()) {
      statuses.add(matcher.group(1));
    }
    return statuses;
  }

  /** Whether the server ends the connection in time. */
  boolean endsWithin(long millis) throws IOException {
    readUntil("\0never\0", millis);
    return ended;
  }

  String text() {
    return received.toString(StandardCharsets.UTF_8);
  }

  int bytesReceived() {
    return received.size();
  }

  int datagramsReceived() {
    return datagramsReceived;
  }

  void forget() {
    received.reset();
  }

  int localPort() {
    return datagrams != null ? datagrams.getLocalPort() : stream.getLocalPort();
  }

  String localHost() {
    InetAddress address =
        datagrams != null ? datagrams.getLocalAddress() : stream.getLocalAddress();
    return address.getHostAddress();
  }

  @Override
  public void close() throws IOException {
    if (datagrams != null) {
      datagrams.close();
    } else {
      // no lingering states for thousands of connections
      stream.setSoLinger(!(stream instanceof SSLSocket), 0);
      stream.close();
    }
  }

  private void read(int millis) throws IOException {
    byte[] buffer = new byte[65_536];
    try {
      if (datagrams != null) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        datagrams.setSoTimeout(millis);
        datagrams.receive(packet);
        datagramsReceived++;
        received.write(buffer, 0, packet.getLength());
        return;
      }
      stream.setSoTimeout(millis);
      InputStream in = stream.getInputStream();
      int count = in.read(buffer);
      ended = count < 0;
      received.write(buffer, 0, Math.max(0, count));
    } catch (SocketTimeoutException e) {
      // nothing came
    } catch (SocketException reset) {
      ended = true;
    }
  }

  private static InetAddress source() throws IOException {
    int number = NUMBER.getAndIncrement();
    byte third = (byte) (number >> 8);
    byte last = (byte) (1 + (number & 0xFF) % 250);
    byte second = (byte) (4 + (number >> 16 & 0x0F));
    return InetAddress.getByAddress(new byte[] {127, second, third, last});
  }
}
