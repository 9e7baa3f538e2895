package io.sallyport.client;

import io.sallyport.protocol.dtls.DtlsIdentity;
import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.sdp.Setup;
import io.sallyport.protocol.transaction.Timings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Builds a {@link Phone}. User, domain and server are needed; the rest has defaults: TLS, SRTP
 * required, the platform's trust.
 */
public final class PhoneBuilder {
  private String user;
  private String authUser;
  private String password = "";
  private String domain;
  private String host;
  private int port = -1;
  private Transport transport = Transport.TLS;
  private String tlsName;
  private String webSocketPath = "/";
  private int localPort;
  private Trust trust = Trust.platform();
  private Srtp srtp = Srtp.REQUIRED;
  private List<CryptoSuite> suites = MediaSettings.DEFAULT_SUITES;
  private boolean mux = true;
  private Setup setup = Setup.ACTPASS;
  private UUID instance = UUID.randomUUID();
  private Duration registrationExpires = Duration.ofMinutes(5);
  private Timings timings = Timings.DEFAULT;
  private PhoneThreads threads;

  PhoneBuilder() {}

  /** The user part of the address of record. */
  public PhoneBuilder user(String name) {
    user = name;
    return this;
  }

  /** The name for authentication where it is not the user's. */
  public PhoneBuilder authUser(String name) {
    authUser = name;
    return this;
  }

  public PhoneBuilder password(String secret) {
    password = secret;
    return this;
  }

  /** The domain of the address of record. */
  public PhoneBuilder domain(String name) {
    domain = name;
    return this;
  }

  /** Where to connect; the transport's default port. */
  public PhoneBuilder server(String hostName) {
    return server(hostName, -1);
  }

  public PhoneBuilder server(String hostName, int portNumber) {
    host = hostName;
    port = portNumber;
    return this;
  }

  public PhoneBuilder transport(Transport newTransport) {
    transport = newTransport;
    return this;
  }

  /** Believes servers with certificates below the authorities of this PEM file. */
  public PhoneBuilder trust(Path caPem) throws IOException {
    trust = Trust.authority(caPem);
    return this;
  }

  /**
   * Believes the server or authority whose certificate has this SHA-256 fingerprint, in hex with or
   * without colons.
   */
  public PhoneBuilder trustFingerprint(String sha256) {
    trust = Trust.fingerprint(sha256);
    return this;
  }

  /** The name that the server's certificate must carry, where it is not the host's. */
  public PhoneBuilder tlsName(String name) {
    tlsName = name;
    return this;
  }

  /** The path of the WebSocket; {@code /} where not said. */
  public PhoneBuilder webSocketPath(String path) {
    webSocketPath = path;
    return this;
  }

  /** The port to send from; any where not said. */
  public PhoneBuilder localPort(int portNumber) {
    localPort = portNumber;
    return this;
  }

  /** How media is protected; SRTP with keys in SDP unless said otherwise. */
  public PhoneBuilder srtp(Srtp mode) {
    srtp = mode;
    return this;
  }

  /** The suites for SRTP with keys in SDP, the preferred one first; others are refused. */
  public PhoneBuilder suites(CryptoSuite... preferred) {
    suites = List.of(preferred);
    return this;
  }

  /**
   * Whether RTCP may share RTP's port (RFC 5761): offered, and taken where it is offered. So unless
   * said otherwise.
   */
  public PhoneBuilder rtcpMux(boolean wanted) {
    mux = wanted;
    return this;
  }

  /**
   * The role in DTLS handshakes (RFC 5763 section 5) to offer, and to choose where the other side
   * leaves the choice. Unless said otherwise, offers leave it and answers are active.
   */
  public PhoneBuilder dtlsSetup(Setup role) {
    if (role == Setup.HOLDCONN) {
      throw new IllegalArgumentException("a role in a handshake is active, passive or either");
    }
    setup = role;
    return this;
  }

  /**
   * Tells this device from others of the same user (RFC 5626 section 4.1); keep it across restarts.
   * Random where not said.
   */
  public PhoneBuilder instance(UUID uuid) {
    instance = uuid;
    return this;
  }

  /** How long a registration is asked for. */
  public PhoneBuilder registrationExpires(Duration duration) {
    registrationExpires = duration;
    return this;
  }

  /** Trust that many phones share. */
  PhoneBuilder trust(Trust shared) {
    trust = shared;
    return this;
  }

  /** Shorter retransmission timers, for tests of lossy networks. */
  PhoneBuilder timings(Timings newTimings) {
    timings = newTimings;
    return this;
  }

  /** Threads that many phones share; the phone does not stop them. */
  PhoneBuilder threads(PhoneThreads shared) {
    threads = shared;
    return this;
  }

  /**
   * The phone; nothing is sent yet.
   *
   * @throws IllegalArgumentException where the host name does not resolve
   */
  public Phone build() {
    Objects.requireNonNull(user, "a phone needs a user");
    Objects.requireNonNull(domain, "a phone needs a domain");
    Objects.requireNonNull(host, "a phone needs a server");
    InetSocketAddress server =
        new InetSocketAddress(host, port < 0 ? transport.defaultPort() : port);
    if (server.isUnresolved()) {
      throw new IllegalArgumentException("no address for " + host);
    }
    if (srtp != Srtp.OFF) {
      SrtpGuard.prepare(new SecureRandom());
    }
    // a certificate is good for as long as the phone is
    Optional<DtlsIdentity> identity =
        srtp.dtls()
            ? Optional.of(DtlsIdentity.create(new SecureRandom(), Instant.now()))
            : Optional.empty();
    String name = tlsName == null ? host : tlsName;
    PhoneSettings settings =
        new PhoneSettings(
            user,
            authUser == null ? user : authUser,
            password,
            domain,
            new Link.Target(transport, server, name, webSocketPath, trust, localPort),
            new MediaSettings(srtp, suites, mux, setup, identity),
            instance,
            registrationExpires,
            timings);
    return new Phone(settings, Optional.ofNullable(threads));
  }
}
