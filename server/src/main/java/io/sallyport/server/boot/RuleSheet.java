package io.sallyport.server.boot;

import io.sallyport.server.base.Networks;
import io.sallyport.server.edge.EdgeSettings;
import io.sallyport.server.edge.Listening;
import io.sallyport.server.firewall.Net;
import io.sallyport.server.firewall.Opening;
import io.sallyport.server.firewall.Opening.Protocol;
import io.sallyport.server.firewall.Sheet;
import io.sallyport.server.path.MediaSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * The firewall's rule sheet of these settings: each listener that they open, each machine that they
 * have the server reach, and nothing else.
 */
final class RuleSheet {
  private static final int HTTPS = 443;
  private static final int DNS = 53;
  private static final int TIME = 123;
  private static final int POSTGRESQL = 5432;

  /** The ports that listeners have got, where the settings leave that to the machine. */
  interface Ports {
    /** Of a kind; 0 where it does not listen. */
    int of(Listening.Kind kind);

    int media();
  }

  // immutable
  private final Settings settings;
  private final Ports ports;
  // owned by: the thread that makes it
  private final List<Opening> in = new ArrayList<>();
  private final List<Opening> out = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private RuleSheet(Settings settings, Ports ports) {
    this.settings = settings;
    this.ports = ports;
  }

  /** The sheet of a server that runs. */
  static Sheet of(Settings settings, List<Listening> listening, int mediaPort, String server) {
    return of(
        settings,
        server,
        new Ports() {
          @Override
          public int of(Listening.Kind kind) {
            return listening.stream()
                .filter(each -> each.kind() == kind)
                .mapToInt(each -> each.address().getPort())
                .findFirst()
                .orElse(0);
          }

          @Override
          public int media() {
            return mediaPort;
          }
        });
  }

  /** The sheet of settings that nothing runs with yet. */
  static Sheet of(Settings settings, String server) {
    EdgeSettings edge = settings.edge();
    return of(
        settings,
        server,
        new Ports() {
          @Override
          public int of(Listening.Kind kind) {
            return switch (kind) {
              case SECURE -> edge.port();
              case SIPS -> edge.sips() ? edge.sipsPort() : 0;
              case PLAIN_TCP, PLAIN_UDP ->
                  edge.plainSipNetworks().isEmpty() ? 0 : edge.plainSipPort();
            };
          }

          @Override
          public int media() {
            return settings.media().port();
          }
        });
  }

  private static Sheet of(Settings settings, String server, Ports ports) {
    RuleSheet sheet = new RuleSheet(settings, ports);
    List<Net> edge = sheet.own(settings.edge().bind(), "edge.bind");
    sheet.signalling(edge);
    sheet.media();
    sheet.outside();
    List<Opening> all = new ArrayList<>(sheet.in);
    all.addAll(sheet.out);
    return new Sheet(server, all, sheet.closed(), sheet.notes);
  }

  private void signalling(List<Net> own) {
    int secure = port(Listening.Kind.SECURE, "edge.port");
    listen(
        Protocol.TCP,
        secure,
        Networks.NONE,
        own,
        settings.web().enabled()
            ? "HTTPS: console, browser phone, SIP over WebSocket, SIP over TLS"
            : "SIP over TLS, SIP over WebSocket",
        "nobody signs in, and no browser or phone reaches the server",
        true,
        "edge.port");
    if (settings.edge().sips()) {
      listen(
          Protocol.TCP,
          port(Listening.Kind.SIPS, "edge.sips-port"),
          Networks.NONE,
          own,
          "SIP over TLS on its standard port",
          "phones that insist on this port do not register; others use port " + secure,
          false,
          "edge.sips-port");
    }
    Networks plain = settings.edge().plainSipNetworks();
    if (!plain.isEmpty()) {
      int port = port(Listening.Kind.PLAIN_UDP, "edge.plain-sip-port");
      String without = "devices without TLS in these networks do not register";
      listen(
          Protocol.UDP,
          port,
          plain,
          own,
          "plain SIP over UDP",
          without,
          false,
          "edge.plain-sip-networks");
      listen(
          Protocol.TCP,
          port(Listening.Kind.PLAIN_TCP, "edge.plain-sip-port"),
          plain,
          own,
          "plain SIP over TCP",
          without,
          false,
          "edge.plain-sip-networks");
      back(in.get(in.size() - 2), "requests to devices on plain SIP over UDP");
    }
  }

  private void media() {
    MediaSettings media = settings.media();
    List<Net> own =
        media.bindAddress().isEmpty()
            ? List.of(Net.ALL_V4, Net.ALL_V6)
            : own(List.of(media.bindAddress()), "media.bind-address");
    int port = ports.media();
    if (port == 0) {
      notes.add("media.port is 0, any free port: set a fixed one to write a rule for it.");
    }
    listen(
        Protocol.UDP,
        port,
        Networks.NONE,
        own,
        "all encrypted media of all calls: SRTP, DTLS-SRTP, ICE",
        "calls ring and are answered, and nobody hears or sees anything",
        true,
        "media.port");
    if (port != 0) {
      back(in.get(in.size() - 1), "media to phones that have not sent any yet");
    }
    if (!media.plainRtpNetworks().isEmpty()) {
      in.add(
          Opening.in(
              Protocol.UDP,
              media.firstPort(),
              media.lastPort(),
              nets(media.plainRtpNetworks()),
              own,
              "plain RTP, two ports for each stream of a device",
              "devices without SRTP in these networks hear nothing and are not heard",
              false,
              "media.plain-rtp-networks"));
      back(in.get(in.size() - 1), "plain RTP to devices that have not sent any yet");
    }
  }

  private void outside() {
    var outside = settings.seal().outside();
    boolean names = false;
    if (!outside.url().isEmpty()) {
      URI url = URI.create(outside.url());
      int port = url.getPort() > 0 ? url.getPort() : "http".equals(url.getScheme()) ? 80 : HTTPS;
      reach(port, url.getHost(), "checkpoints of the archive by HTTPS", "seal.outside.url");
      names = true;
    }
    if (!outside.syslog().isEmpty()) {
      String at = outside.syslog();
      int colon = at.lastIndexOf(':');
      reach(
          Integer.parseInt(at.substring(colon + 1)),
          at.substring(0, colon),
          "checkpoints of the archive by syslog over TLS",
          "seal.outside.syslog");
      names = true;
    }
    names |= database();
    if (names || !settings.media().advertisedAddress().isEmpty()) {
      out.add(
          Opening.out(
              Protocol.UDP,
              DNS,
              "",
              "DNS to your resolvers",
              "the names of machines that the settings name are not found",
              ""));
    }
    out.add(
        Opening.out(
            Protocol.UDP,
            TIME,
            "",
            "NTP, the machine's clock",
            "times on record drift, and certificates count as expired or not yet valid",
            ""));
    if (!settings.keys().command().isEmpty()) {
      notes.add(
          "keys.command runs a program of yours, which may have to reach a key service: its rule is"
              + " yours to add.");
    }
  }

  private boolean database() {
    String url = settings.database().url();
    if (!url.matches("jdbc:[a-z]+://[^/?#]+.*")) {
      return false;
    }
    URI uri = URI.create(url.substring("jdbc:".length()).replaceFirst("[?#].*", ""));
    if (uri.getHost() == null) {
      notes.add("database.url names no single machine: its rules are yours to add.");
      return false;
    }
    out.add(
        Opening.out(
            Protocol.TCP,
            uri.getPort() > 0 ? uri.getPort() : POSTGRESQL,
            uri.getHost(),
            "the database",
            "the server does not start",
            "database.url"));
    return true;
  }

  private List<String> closed() {
    return settings.web().management()
        ? List.of(
            "TCP %d (management: metrics, health, debug state) listens on this machine's loopback address alone; never forward it."
                .formatted(settings.web().managementPort()))
        : List.of();
  }

  private void reach(int port, String host, String carries, String setting) {
    out.add(
        Opening.out(
            Protocol.TCP,
            port,
            host,
            carries,
            "checkpoints wait here, and proof against this machine's own administrator is missing"
                + " meanwhile",
            setting));
  }

  private int port(Listening.Kind kind, String setting) {
    int port = ports.of(kind);
    if (port == 0) {
      notes.add(setting + " is 0, any free port: set a fixed one to write a rule for it.");
    }
    return port;
  }

  private void listen(
      Protocol protocol,
      int port,
      Networks peers,
      List<Net> own,
      String carries,
      String without,
      boolean needed,
      String setting) {
    if (port != 0) {
      in.add(Opening.in(protocol, port, port, nets(peers), own, carries, without, needed, setting));
    }
  }

  private void back(Opening opening, String carries) {
    out.add(opening.back(carries, "answers still pass a filter that remembers; these may not"));
  }

  private static List<Net> nets(Networks networks) {
    return networks.entries().stream().map(Net::of).toList();
  }

  private List<Net> own(List<String> bind, String setting) {
    List<Net> own = new ArrayList<>();
    boolean loopback = true;
    for (String each : bind) {
      try {
        InetAddress address = InetAddress.getByName(each);
        loopback &= address.isLoopbackAddress();
        if (!address.isAnyLocalAddress()) {
          own.add(Net.of(address));
        } else if (address.getAddress().length == 4) {
          own.add(Net.ALL_V4);
        } else {
          own.addAll(List.of(Net.ALL_V4, Net.ALL_V6));
        }
      } catch (UnknownHostException e) {
        notes.add(
            setting + " names '" + SettingsReader.printable(each) + "', which is no address.");
      }
    }
    if (loopback && !own.isEmpty()) {
      notes.add(
          setting
              + " is an address that only this machine reaches: rules open nothing until it is"
              + " another.");
    }
    return own.stream().distinct().toList();
  }
}
