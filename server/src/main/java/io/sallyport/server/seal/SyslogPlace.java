package io.sallyport.server.seal;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A syslog server over TLS (RFC 5425): each checkpoint as one message (RFC 5424) on a connection of
 * its own, because syslog acknowledges nothing and an old connection may lead nowhere.
 */
record SyslogPlace(String host, int port, SSLSocketFactory tls, Duration timeout)
    implements Outside.Place {
  static final String WORD = "sallyport-checkpoint";

  /** Facility 13, log audit; severity 5, notice. */
  private static final int PRIORITY = 13 * 8 + 5;

  static SyslogPlace at(String hostAndPort, SSLSocketFactory tls, Duration timeout) {
    int colon = hostAndPort.lastIndexOf(':');
    String host = hostAndPort.substring(0, colon).replaceAll("[\\[\\]]", "");
    return new SyslogPlace(host, Integer.parseInt(hostAndPort.substring(colon + 1)), tls, timeout);
  }

  @Override
  public String name() {
    return "syslog";
  }

  @Override
  public void deliver(String note) throws IOException {
    byte[] message = message(note).getBytes(StandardCharsets.UTF_8);
    byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
      plain.setSoTimeout((int) timeout.toMillis());
      try (SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true)) {
        SSLParameters checked = socket.getSSLParameters();
        checked.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(checked);
        socket.startHandshake();
        OutputStream out = socket.getOutputStream();
        out.write(length);
        out.write(message);
        out.flush();
        socket.shutdownOutput();
        awaitEnd(socket);
      }
    }
  }

  /** RFC 5424: no host name and no clock of ours, both stand in what is signed. */
  static String message(String note) {
    String encoded = Base64Text.encode(note.getBytes(StandardCharsets.UTF_8));
    return "<%d>1 - - sallyport - checkpoint - %s %s".formatted(PRIORITY, WORD, encoded);
  }

  /** A server that read all of it closes; one that merely keeps quiet is believed as well. */
  private static void awaitEnd(SSLSocket socket) throws IOException {
    try {
      socket.setSoTimeout(2_000);
      while (socket.getInputStream().read() >= 0) {
        // syslog servers say nothing
      }
    } catch (SocketTimeoutException e) {
      // it keeps the connection open
    }
  }
}
