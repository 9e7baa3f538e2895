package io.sallyport.server.boot;

import java.nio.file.Path;

/** A server for tests: every port is any free one of the loopback address. */
public final class EphemeralServer {
  static final String YAML =
      """
      edge:
        bind: [127.0.0.1]
        port: 0
        sips-port: 0
      web:
        management-port: 0
      """;

  private EphemeralServer() {}

  public static Server start(Path data) throws StartRefused {
    return Server.start(Settings.of(YAML), data);
  }
}
