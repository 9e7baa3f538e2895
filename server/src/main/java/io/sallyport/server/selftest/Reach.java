package io.sallyport.server.selftest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Goes to the server's own listeners as a client would: asks a question over a socket and looks
 * whether the answer begins as it must.
 *
 * @param name that clients use, for TLS and the Host header
 * @param certificate the one that must be shown
 */
record Reach(String name, X509Certificate certificate, SecureRandom random) {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int MOST = 8_192;

  /** An answer's first line and how it came. */
  record Answer(String line, String tls, double millis) {}

  Answer https(InetSocketAddress at) throws IOException, GeneralSecurityException {
    return overTls(
        at,
        "GET /api/v1/health HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n\r\n"
            .formatted(name, at.getPort()));
  }

  Answer webSocket(InetSocketAddress at) throws IOException, GeneralSecurityException {
    byte[] key = new byte[16];
    random.nextBytes(key);
    return overTls(
        at,
        """
        GET / HTTP/1.1\r
        Host: %1$s:%2$d\r
        Origin: https://%1$s:%2$d\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: %3$s\r
        Sec-WebSocket-Protocol: sip\r
        \r
        """
            .formatted(name, at.getPort(), Base64.getEncoder().encodeToString(key)));
  }

  Answer sips(InetSocketAddress at) throws IOException, GeneralSecurityException {
    return overTls(at, ping("TLS", at));
  }

  Answer plainTcp(InetSocketAddress at) throws IOException {
    long began = System.nanoTime();
    try (Socket socket = connect(at)) {
      return asked(socket, ping("TCP", at), "", began);
    }
  }

  Answer plainUdp(InetSocketAddress at) throws IOException {
    long began = System.nanoTime();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(at);
      socket.setSoTimeout(PATIENCE_MILLIS);
      byte[] question = ping("UDP", at).getBytes(StandardCharsets.UTF_8);
      socket.send(new DatagramPacket(question, question.length));
      DatagramPacket answer = new DatagramPacket(new byte[MOST], MOST);
      socket.receive(answer);
      String text =
          new String(
              answer.getData(), answer.getOffset(), answer.getLength(), StandardCharsets.UTF_8);
      return new Answer(text.lines().findFirst().orElse(""), "", millis(began));
    }
  }

  /** OPTIONS to the server itself, which everybody may ask (RFC 3261 section 11). */
  private String ping(String transport, InetSocketAddress at) {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    return """
    OPTIONS sip:%1$s SIP/2.0\r
    Via: SIP/2.0/%2$s %1$s:%3$d;branch=z9hG4bK%4$s;rport\r
    Max-Forwards: 70\r
    From: <sip:self-test@%1$s>;tag=%4$s\r
    To: <sip:%1$s>\r
    Call-ID: %4$s\r
    CSeq: 1 OPTIONS\r
    Content-Length: 0\r
    \r
    """
        .formatted(name, transport, at.getPort(), id);
  }

  private Answer overTls(InetSocketAddress at, String question)
      throws IOException, GeneralSecurityException {
    long began = System.nanoTime();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Shown(certificate)}, random);
    try (Socket plain = connect(at);
        SSLSocket socket =
            (SSLSocket) context.getSocketFactory().createSocket(plain, name, at.getPort(), true)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      if (!name.matches("[0-9.]+|.*:.*")) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(java.util.List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
      }
      socket.startHandshake();
      return asked(socket, question, socket.getSession().getProtocol(), began);
    }
  }

  private static Socket connect(InetSocketAddress at) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(at, PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Answer asked(Socket socket, String question, String tls, long began)
      throws IOException {
    socket.getOutputStream().write(question.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return new Answer(line(socket.getInputStream()), tls, millis(began));
  }

  /** The first line that comes; a server that says nothing is a time-out. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() == MOST) {
        throw new SocketTimeoutException("no line ends within " + MOST + " bytes");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  private static double millis(long began) {
    return (System.nanoTime() - began) / 1e6;
  }
}
