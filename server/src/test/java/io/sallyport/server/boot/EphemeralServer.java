package io.sallyport.server.boot;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

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

  /** Settings of one such server; more sections may be appended. */
  public static String yaml() {
    int first = FIRST_PORT + BLOCK.getAndIncrement() % BLOCKS * PORTS;
    return """
    edge:
      bind: [127.0.0.1]
      port: 0
      sips-port: 0
    media:
      bind-address: 127.0.0.1
      first-port: %d
      last-port: %d
    web:
      management-port: 0
    """
        .formatted(first, first + PORTS - 1);
  }
}
