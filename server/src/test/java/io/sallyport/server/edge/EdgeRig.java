package io.sallyport.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.Fault;
import io.sallyport.protocol.sip.SipFrame;
import io.sallyport.server.base.Networks;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An edge on ephemeral ports with a listener that keeps what it is told, and clients to talk to it.
 */
final class EdgeRig implements AutoCloseable {
  /** What the listener was told about a frame. */
  record Heard(Flow flow, SipFrame frame) {}

  /** What the listener was told about a fault. */
  record Faulted(Flow flow, Fault fault) {}

  final BlockingQueue<Heard> frames = new LinkedBlockingQueue<>();
  final BlockingQueue<Faulted> faults = new LinkedBlockingQueue<>();
  final BlockingQueue<Flow> closed = new LinkedBlockingQueue<>();
  final Counters counters = new Counters();
  final TestCertificate certificate;
  final Edge edge;
  volatile InetSocketAddress web;

  /** Makes the listener throw at the next frame. */
  volatile boolean failing;

  EdgeRig(EdgeSettings settings) throws Exception {
    this(settings, TestCertificate.of("EC", "edge"));
  }

  EdgeRig(EdgeSettings settings, TestCertificate certificate) throws Exception {
    this(settings, certificate, certificate.source());
  }

  EdgeRig(EdgeSettings settings, TestCertificate certificate, CertificateSource source)
      throws Exception {
    this.certificate = certificate;
    edge = new Edge(settings, source, new Ears(), () -> web, counters, InstantSource.system());
    edge.start();
  }

  /** Every listener on 127.0.0.1 with an ephemeral port, plain SIP for loopback. */
  static EdgeSettings settings() {
    return settings(limits(), List.of(), true);
  }

  static EdgeSettings settings(EdgeSettings.Limits limits) {
    return settings(limits, List.of(), true);
  }

  static EdgeSettings settings(EdgeSettings.Limits limits, List<String> origins, boolean epoll) {
    return new EdgeSettings(
        List.of("127.0.0.1"),
        0,
        true,
        0,
        Networks.of(List.of("127.0.0.0/8")),
        0,
        "",
        origins,
        1,
        epoll,
        limits);
  }

  static EdgeSettings.Limits limits() {
    return EdgeSettings.Limits.defaults();
  }

  /** The default limits with other times. */
  static EdgeSettings.Limits times(
      Duration handshake, Duration message, Duration idle, Duration slowReader) {
    EdgeSettings.Limits d = limits();
    return new EdgeSettings.Limits(
        d.connections(),
        d.connectionsPerAddress(),
        d.lineBytes(),
        d.headBytes(),
        d.headerLines(),
        d.bodyBytes(),
        handshake,
        message,
        idle,
        d.sendBufferBytes(),
        slowReader,
        d.udpSendQueue());
  }

  /** The default limits with other caps on connections. */
  static EdgeSettings.Limits caps(int connections, int ofOneAddress) {
    EdgeSettings.Limits d = limits();
    return new EdgeSettings.Limits(
        connections,
        ofOneAddress,
        d.lineBytes(),
        d.headBytes(),
        d.headerLines(),
        d.bodyBytes(),
        d.handshakeTime(),
        d.messageTime(),
        d.idleTime(),
        d.sendBufferBytes(),
        d.slowReaderTime(),
        d.udpSendQueue());
  }

  InetSocketAddress address(Listening.Kind kind) {
    return edge.address(kind).orElseThrow();
  }

  /** A TLS connection whose handshake is done. */
  SSLSocket tls(Listening.Kind kind) throws IOException, GeneralSecurityException {
    return tls(TestCertificate.trusting(certificate), kind);
  }

  SSLSocket tls(SSLContext context, Listening.Kind kind) throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
    socket.connect(address(kind), 5_000);
    socket.setSoTimeout(5_000);
    socket.startHandshake();
    return socket;
  }

  Socket tcp(Listening.Kind kind) throws IOException {
    Socket socket = new Socket();
    socket.connect(address(kind), 5_000);
    socket.setSoTimeout(5_000);
    return socket;
  }

  Heard heard() throws InterruptedException {
    Heard heard = frames.poll(5, TimeUnit.SECONDS);
    assertThat(heard).as("a frame within 5 s").isNotNull();
    return heard;
  }

  Faulted faulted() throws InterruptedException {
    Faulted faulted = faults.poll(5, TimeUnit.SECONDS);
    assertThat(faulted).as("a fault within 5 s").isNotNull();
    return faulted;
  }

  Flow closedFlow() throws InterruptedException {
    Flow flow = closed.poll(5, TimeUnit.SECONDS);
    assertThat(flow).as("a closed flow within 5 s").isNotNull();
    return flow;
  }

  long count(Counter counter) {
    return counters.get(counter);
  }

  @Override
  public void close() {
    edge.close();
  }

  /** A whole SIP request whose Call-ID tells it apart. */
  static byte[] request(String callId) {
    return bytes(
        "OPTIONS sip:example.org SIP/2.0\r\n"
            + "Via: SIP/2.0/TLS 127.0.0.1;branch=z9hG4bKa;rport\r\n"
            + "Max-Forwards: 70\r\n"
            + "From: <sip:a@example.org>;tag=1\r\n"
            + "To: <sip:b@example.org>\r\n"
            + "Call-ID: "
            + callId
            + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static void write(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Reads exactly as many bytes. */
  static String read(Socket socket, int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  /** Reads to the end of the stream; a reset counts as the end. */
  static String readAll(Socket socket) {
    StringBuilder text = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        text.append((char) b);
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("still open after 5 s, read so far: " + text, e);
    } catch (IOException e) {
      // reset
    }
    return text.toString();
  }

  /** Keeps everything it is told. */
  private final class Ears implements FlowListener {
    @Override
    public void frame(Flow flow, SipFrame frame) {
      if (failing) {
        failing = false;
        throw new IllegalStateException("meant to fail");
      }
      frames.add(new Heard(flow, frame));
    }

    @Override
    public void fault(Flow flow, Fault fault) {
      faults.add(new Faulted(flow, fault));
    }

    @Override
    public void closed(Flow flow) {
      closed.add(flow);
    }
  }
}
