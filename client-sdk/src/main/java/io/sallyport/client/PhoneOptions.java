package io.sallyport.client;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.sdp.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/**
 * The options that say where the server is and how to reach it, the same for every command of the
 * command-line phone.
 */
final class PhoneOptions {
  @Option(names = "--domain", required = true, description = "Domain of the addresses.")
  String domain;

  @Option(
      names = "--server",
      required = true,
      paramLabel = "HOST[:PORT]",
      description = "Where to connect.")
  String server;

  @Option(
      names = "--transport",
      defaultValue = "tls",
      converter = TransportName.class,
      description = "udp, tcp, tls, ws or wss; default ${DEFAULT-VALUE}.")
  Transport transport;

  @Option(names = "--ca", paramLabel = "FILE", description = "PEM file of the authority to trust.")
  Path ca;

  @Option(
      names = "--fingerprint",
      paramLabel = "HEX",
      description = "SHA-256 fingerprint of the server or its authority.")
  String fingerprint;

  @Option(
      names = "--tls-name",
      description = "Name that the server's certificate must carry; default the host.")
  String tlsName;

  @Option(
      names = "--ws-path",
      defaultValue = "/",
      description = "Path of the WebSocket; default ${DEFAULT-VALUE}.")
  String webSocketPath;

  @Option(
      names = "--srtp",
      defaultValue = "required",
      converter = SrtpName.class,
      description =
          "required, optional or off, with keys in SDP; dtls; or web, as a browser; default"
              + " ${DEFAULT-VALUE}.")
  Srtp srtp;

  @Option(
      names = "--suites",
      split = ",",
      paramLabel = "SUITE",
      description =
          "SRTP suites for keys in SDP, the preferred one first: ${COMPLETION-CANDIDATES}.")
  CryptoSuite[] suites;

  @Option(names = "--no-rtcp-mux", description = "Keep RTCP on a port of its own.")
  boolean noRtcpMux;

  @Option(
      names = "--dtls-setup",
      defaultValue = "actpass",
      converter = SetupName.class,
      description =
          "Role in DTLS handshakes: active, passive or actpass; default ${DEFAULT-VALUE}.")
  Setup setup;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File whose first line is the password.")
  Path passwordFile;

  @Option(
      names = "--password-env",
      paramLabel = "NAME",
      description = "Environment variable that holds the password.")
  String passwordVariable;

  // owned by: the main thread
  private Trust trust;

  /** The password from where the options say; empty where they say nothing. */
  Optional<String> password() throws IOException {
    if (passwordFile != null) {
      return Files.readAllLines(passwordFile).stream().findFirst();
    }
    return Optional.ofNullable(passwordVariable).map(System::getenv);
  }

  PhoneBuilder builder(String user) throws IOException {
    int colon = server.lastIndexOf(':');
    boolean bareIpv6 = colon != server.indexOf(':') && !server.contains("]:");
    PhoneBuilder builder =
        Phone.builder()
            .user(user)
            .domain(domain)
            .transport(transport)
            .srtp(srtp)
            .rtcpMux(!noRtcpMux)
            .dtlsSetup(setup);
    if (suites != null) {
      builder.suites(suites);
    }
    if (colon < 0 || bareIpv6) {
      builder.server(unbracketed(server));
    } else {
      builder.server(
          unbracketed(server.substring(0, colon)), Integer.parseInt(server.substring(colon + 1)));
    }
    builder.trust(trust());
    if (tlsName != null) {
      builder.tlsName(tlsName);
    }
    password().ifPresent(builder::password);
    return builder.webSocketPath(webSocketPath);
  }

  /** One for all phones of this process. */
  private Trust trust() throws IOException {
    if (trust == null) {
      trust =
          fingerprint != null
              ? Trust.fingerprint(fingerprint)
              : ca != null ? Trust.authority(ca) : Trust.platform();
    }
    return trust;
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** Reads a transport in any case. */
  static final class TransportName implements ITypeConverter<Transport> {
    @Override
    public Transport convert(String value) {
      return Transport.valueOf(value.toUpperCase(Locale.ROOT));
    }
  }

  /** Reads a role in any case. */
  static final class SetupName implements ITypeConverter<Setup> {
    @Override
    public Setup convert(String value) {
      return Setup.valueOf(value.toUpperCase(Locale.ROOT));
    }
  }

  /** Reads an SRTP mode in any case. */
  static final class SrtpName implements ITypeConverter<Srtp> {
    @Override
    public Srtp convert(String value) {
      return Srtp.valueOf(value.toUpperCase(Locale.ROOT));
    }
  }
}
