package io.sallyport.server.boot;

import io.sallyport.server.edge.CertificateSource;
import io.sallyport.server.edge.EdgeSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks before the start whether it would fail: certificate files and ports, all of them, so that
 * an admin mends everything at once and a server that cannot run leaves nothing behind.
 */
final class Preflight {
  private final Settings settings;
  private final Instant now;
  private final List<Problem> problems = new ArrayList<>();

  private Preflight(Settings settings, Instant now) {
    this.settings = settings;
    this.now = now;
  }

  /** Problems with the keys of the settings that are to blame. */
  static List<Problem> check(Settings settings, Instant now) {
    Preflight preflight = new Preflight(settings, now);
    if (!settings.tls().own()) {
      preflight.certificate();
    }
    preflight.ports();
    return preflight.problems;
  }

  private void certificate() {
    Path chain = Path.of(settings.tls().certificate());
    Path key = Path.of(settings.tls().key());
    boolean readable = readable("tls.certificate", chain) & readable("tls.key", key);
    if (!readable) {
      return;
    }
    try {
      CertificateSource.Credential credential = CertificateSource.pem(chain, key).load();
      X509Certificate leaf = credential.chain().get(0);
      if (!Pem.match(credential.key(), leaf.getPublicKey())) {
        report("tls.key", key + " is not the key of " + chain, "name the key that was made for it");
      }
      if (leaf.getNotAfter().toInstant().isBefore(now)) {
        report(
            "tls.certificate", chain + " ended at " + leaf.getNotAfter().toInstant(), "renew it");
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      report("tls.certificate", "cannot be used: " + SettingsReader.printable(e.getMessage()), "");
    }
  }

  private boolean readable(String setting, Path file) {
    try {
      Files.readAllBytes(file);
      return true;
    } catch (NoSuchFileException e) {
      report(setting, file + " is not there", "name the file with its full path");
    } catch (IOException e) {
      report(
          setting,
          file + " cannot be read: " + e.getClass().getSimpleName(),
          "let the server's account read it");
    }
    return false;
  }

  private void ports() {
    EdgeSettings edge = settings.edge();
    for (String bind : edge.bind()) {
      try {
        InetAddress address = InetAddress.getByName(bind);
        tcp("edge.port", address, edge.port());
        if (edge.sips()) {
          tcp("edge.sips-port", address, edge.sipsPort());
        }
        if (!edge.plainSipNetworks().isEmpty()) {
          tcp("edge.plain-sip-port", address, edge.plainSipPort());
          udp("edge.plain-sip-port", address, edge.plainSipPort());
        }
      } catch (UnknownHostException e) {
        report(
            "edge.bind",
            "'" + SettingsReader.printable(bind) + "' is no address",
            "write for example 0.0.0.0");
      }
    }
    if (settings.web().management()) {
      tcp("web.management-port", InetAddress.getLoopbackAddress(), settings.web().managementPort());
    }
  }

  private void tcp(String setting, InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      busy(setting, "TCP", address, port, e);
    }
  }

  private void udp(String setting, InetAddress address, int port) {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, port))) {
      assert socket.isBound();
    } catch (IOException e) {
      busy(setting, "UDP", address, port, e);
    }
  }

  private void busy(String setting, String protocol, InetAddress address, int port, IOException e) {
    String why = String.valueOf(e.getMessage());
    String advice =
        why.contains("ermission")
            ? "ports below 1024 need the right to bind them (CAP_NET_BIND_SERVICE)"
            : "stop the process that has it ('ss -lntup' shows which) or set another port";
    report(
        setting,
        "cannot listen on %s %s:%d: %s".formatted(protocol, address.getHostAddress(), port, why),
        advice);
  }

  private void report(String key, String found, String advice) {
    problems.add(new Problem("settings", 0, key, found, advice));
  }
}
