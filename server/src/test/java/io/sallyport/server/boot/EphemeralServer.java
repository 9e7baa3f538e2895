package io.sallyport.server.boot;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A server for tests: every listener is on any free port of the loopback address, and each server
 * has media ports of its own.
 */
public final class EphemeralServer {
  private static final int FIRST_PORT = 22_000;
  private static final int PORTS = 400;
  private static final int BLOCKS = 25;
  // other test runs on the same machine begin elsewhere
  private static final AtomicInteger BLOCK =
      new AtomicInteger((int) (ProcessHandle.current().pid() % BLOCKS));

  private EphemeralServer() {}

  public static Server start(Path data) throws StartRefused {
    return Server.start(Settings.of(yaml()), data);
  }

  /** A client's TLS that trusts the authority of that server and nobody else. */
  public static SSLContext trusting(Server server) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    try (InputStream in = Files.newInputStream(server.authorityFile().orElseThrow())) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Settings of one such server; more sections may be appended. */
  public static String yaml() {
    int first = freeBlock();
    return """
    edge:
      bind: [127.0.0.1]
      port: 0
      sips-port: 0
    media:
      bind-address: 127.0.0.1
      port: 0
      first-port: %d
      last-port: %d
    web:
      management-port: 0
    """
        .formatted(first, first + PORTS - 1);
  }

  /**
   * A block whose first ports nobody has: servers of other test runs take theirs from the front.
   */
  private static int freeBlock() {
    for (int tries = 0; tries < BLOCKS; tries++) {
      int first = FIRST_PORT + BLOCK.getAndIncrement() % BLOCKS * PORTS;
      try (DatagramSocket one = new DatagramSocket(first, InetAddress.getLoopbackAddress());
          DatagramSocket two = new DatagramSocket(first + 2, InetAddress.getLoopbackAddress())) {
        if (one.isBound() && two.isBound()) {
          return first;
        }
      } catch (IOException taken) {
        // the next block
      }
    }
    throw new IllegalStateException("no media ports are free for a test server");
  }
}
