package io.sallyport.server.seal;

import io.sallyport.server.base.Secret;
import io.sallyport.server.base.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The places outside that get every checkpoint; none of them is set by default. */
public record OutsideSettings(
    @Setting(
            "File that checkpoints are appended to, best on another machine's or a write-once"
                + " medium's file system; absolute; empty: none.")
        String file,
    @Setting(
            "HTTPS address that each checkpoint is posted to as text/plain; plain HTTP only on"
                + " this machine; empty: none.")
        String url,
    @Setting("Token that is sent with each post as 'Authorization: Bearer'; empty: none.")
        Secret urlToken,
    @Setting(
            "Host and port of a syslog server that takes messages over TLS (RFC 5425), such as"
                + " logs.example.org:6514; empty: none.")
        String syslog,
    @Setting(
            "PEM file with the certificates that these servers' certificates must come from; empty:"
                + " those that Java trusts.")
        String authorities,
    @Setting(value = "How long a place may take for one checkpoint.", min = 100, max = 60_000)
        Duration timeout,
    @Setting(value = "Pause before a checkpoint is sent again.", min = 100, max = 3_600_000)
        Duration retry) {

  public OutsideSettings {
    if (!file.isEmpty() && !isAbsolute(file)) {
      throw new IllegalArgumentException("file: must be an absolute path");
    }
    if (!url.isEmpty() && httpAddress(url).isEmpty()) {
      throw new IllegalArgumentException(
          "url: must be an address such as https://example.org/checkpoints; http only for"
              + " localhost");
    }
    if (url.isEmpty() && urlToken.reveal().length > 0) {
      throw new IllegalArgumentException("url-token: there is no url to send it to");
    }
    if (urlToken.revealText().chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException("url-token: must be of visible ASCII characters");
    }
    if (!syslog.isEmpty()
        && !syslog.matches("([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]+]):[0-9]{1,5}")) {
      throw new IllegalArgumentException("syslog: must be HOST:PORT");
    }
  }

  public static OutsideSettings defaults() {
    return new OutsideSettings(
        "", "", Secret.of(""), "", "", Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  /** The address that checkpoints are posted to. */
  static Optional<URI> httpAddress(String url) {
    try {
      URI uri = new URI(url);
      String host = uri.getHost();
      boolean plain =
          "http".equals(uri.getScheme())
              && host != null
              && host.matches("localhost|127\\..*|\\[::1]");
      boolean good = host != null && uri.getUserInfo() == null;
      return good && (plain || "https".equals(uri.getScheme()))
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean isAbsolute(String file) {
    try {
      return Path.of(file).isAbsolute();
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
