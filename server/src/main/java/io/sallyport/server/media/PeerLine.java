package io.sallyport.server.media;

import io.sallyport.protocol.dtls.Fingerprint;
import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.sdp.Connection;
import io.sallyport.protocol.sdp.Direction;
import io.sallyport.protocol.sdp.ExtMap;
import io.sallyport.protocol.sdp.IceParameters;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.SessionDescription;
import io.sallyport.protocol.sdp.Setup;
import io.sallyport.server.base.Networks;
import io.sallyport.server.media.MediaSession.Rules;
import io.sallyport.server.path.Whereabouts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one side said about one stream that can be relayed.
 *
 * @param formats its payload types that pass, each once
 * @param cryptos its usable keys in its order, where the keys come from SDP
 * @param fingerprint its certificate, where the keys come from DTLS
 * @param setup who opens the DTLS connection; empty where it does not say
 */
record PeerLine(
    MediaDescription line,
    List<String> formats,
    Direction direction,
    List<SdesCrypto> cryptos,
    Optional<Fingerprint> fingerprint,
    Optional<Setup> setup,
    Optional<IceParameters> ice,
    Whereabouts media,
    Whereabouts control) {

  /** What a line is good for. */
  sealed interface Reading {
    record Usable(PeerLine line) implements Reading {}

    /** Refused with words for the user. */
    record Unusable(String why) implements Reading {}

    /** Its writer wants no such stream. */
    record Off() implements Reading {}
  }

  /**
   * Reads a line of an offer or answer.
   *
   * @param bundle the lines of the description that share a transport
   * @param plainAllowed whether this side may use RTP without encryption
   */
  static Reading read(
      SessionDescription sdp,
      int place,
      Bundle bundle,
      Rules rules,
      boolean plainAllowed,
      MediaRules media) {
    MediaDescription line = sdp.media().get(place);
    // a line with port 0 that lives in the bundle alone is no refused one (RFC 9143 section 6)
    boolean bundleOnly = bundle.holds(place) && line.has("bundle-only");
    if (line.isDisabled() && !bundleOnly) {
      return new Reading.Off();
    }
    if (!relayed(line)) {
      return new Reading.Unusable(whyNotRelayed(line));
    }
    if (!rules.limits().allows(line)) {
      return new Reading.Unusable("This kind of video is not allowed here");
    }
    MediaDescription tagged = bundle.holds(place) ? sdp.media().get(bundle.tagged()) : line;
    Optional<Fingerprint> fingerprint = sdp.fingerprintOf(line).or(() -> sdp.fingerprintOf(tagged));
    List<SdesCrypto> cryptos = line.isDtls() ? List.of() : line.cryptos();
    if (!cryptos.isEmpty()) {
      fingerprint = Optional.empty();
    }
    boolean keyless = cryptos.isEmpty() && fingerprint.isEmpty();
    if (keyless && (line.isDtls() || line.isSecureProfile() || !plainAllowed)) {
      return new Reading.Unusable(whyNotSecure(sdp, line));
    }
    MediaDescription where = line.isDisabled() ? tagged : line;
    Optional<Connection> connection = sdp.connectionOf(where);
    List<String> written = formats(line);
    if (connection.isEmpty() || written.isEmpty() || line.portCount() > 1) {
      return new Reading.Unusable("A media line lacks an address or a payload type");
    }
    List<String> formats = Codecs.passing(line, written, List.of());
    if (formats.isEmpty()) {
      return new Reading.Unusable(Codecs.whyNone(line, written));
    }
    // it says that it will not check, because our candidates did not suit it (RFC 8839)
    boolean mismatch = sdp.attributeOf(line, "ice-mismatch").isPresent();
    Optional<IceParameters> ice =
        mismatch ? Optional.empty() : sdp.iceOf(line).or(() -> sdp.iceOf(tagged));
    // only where nothing proves a source may another address than that of signalling be believed
    Networks plain = keyless ? media.plainNetworks() : Networks.NONE;
    int controlPort = line.rtcpMux() ? where.port() : where.rtcpPort();
    return new Reading.Usable(
        new PeerLine(
            line,
            formats,
            rules.limits().held() ? Direction.INACTIVE : direction(sdp, line, ice.isPresent()),
            cryptos,
            fingerprint,
            sdp.setupOf(line).or(() -> sdp.setupOf(tagged)),
            ice,
            whereabouts(connection.get(), where.port(), rules, plain),
            whereabouts(connection.get(), controlPort, rules, plain)));
  }

  /** Where its keys come from. */
  Manner.Shape shape() {
    if (isDtls()) {
      return Manner.Shape.DTLS;
    }
    return cryptos.isEmpty() ? Manner.Shape.PLAIN : Manner.Shape.SDES;
  }

  /** Whether its keys come from a DTLS handshake. */
  boolean isDtls() {
    return fingerprint.isPresent();
  }

  /** Whether RTCP may share the port, as far as this side is concerned. */
  boolean mux() {
    return line.rtcpMux();
  }

  /** Whether the side is on hold in the old way, without saying where it is. */
  boolean placeless() {
    return media.written().startsWith("0.0.0.0 ") || media.written().startsWith(":: ");
  }

  /** The same, at the place that was known before. */
  PeerLine at(PeerLine before) {
    return new PeerLine(
        line, formats, direction, cryptos, fingerprint, setup, ice, before.media, before.control);
  }

  /** The same with fewer payload types. */
  PeerLine only(List<String> fewer) {
    return new PeerLine(line, fewer, direction, cryptos, fingerprint, setup, ice, media, control);
  }

  /** The number of the header extension that names the line in each packet; 0 for none. */
  int midExtension() {
    return line.extMaps().stream()
        .filter(map -> map.uri().equals(ExtMap.MID))
        .mapToInt(ExtMap::id)
        .findFirst()
        .orElse(0);
  }

  /**
   * With trickle ICE an address of zeroes only says that no candidate is known yet (RFC 8840
   * section 4.1.1); without ICE it is the old way to hold.
   */
  private static Direction direction(SessionDescription sdp, MediaDescription line, boolean ice) {
    if (!ice) {
      return sdp.directionOf(line);
    }
    return line.direction().or(sdp::direction).orElse(Direction.SENDRECV);
  }

  private static Whereabouts whereabouts(
      Connection connection, int port, Rules rules, Networks plain) {
    Optional<InetSocketAddress> declared =
        connection
            .literal()
            .filter(address -> port > 0 && believable(address, rules, plain))
            .map(address -> new InetSocketAddress(address, port));
    return new Whereabouts(rules.signallingAddress(), declared, connection.address() + " " + port);
  }

  private static boolean believable(InetAddress address, Rules rules, Networks plain) {
    boolean unicast =
        !address.isAnyLocalAddress()
            && !address.isMulticastAddress()
            && !address.isLoopbackAddress();
    return address.equals(rules.signallingAddress()) || unicast && plain.contains(address);
  }

  private static List<String> formats(MediaDescription line) {
    LinkedHashSet<String> formats = new LinkedHashSet<>();
    for (String format : line.formats()) {
      // written as a number of RTP: 0 to 127 without leading zeroes
      if (format.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(format) <= 127) {
        formats.add(format);
      }
    }
    return List.copyOf(formats);
  }

  private static boolean relayed(MediaDescription line) {
    boolean kind = line.kind().equals("audio") || line.kind().equals("video");
    String proto = line.proto().toUpperCase(Locale.ROOT);
    boolean dtls = proto.equals("UDP/TLS/RTP/SAVP") || proto.equals("UDP/TLS/RTP/SAVPF");
    return kind && (line.isRtp() || dtls);
  }

  private static String whyNotRelayed(MediaDescription line) {
    String proto = line.proto().toUpperCase(Locale.ROOT);
    if (line.kind().equals("audio") || line.kind().equals("video")) {
      return "Only RTP over UDP is relayed";
    }
    if (line.kind().equals("image") || proto.contains("UDPTL")) {
      return "Fax over IP (T.38) is not relayed";
    }
    if (line.kind().equals("message") || proto.contains("MSRP")) {
      return "Message sessions (MSRP) are not relayed";
    }
    if (proto.contains("SCTP")) {
      return "Data channels are not relayed";
    }
    return "Only audio and video are relayed";
  }

  private static String whyNotSecure(SessionDescription sdp, MediaDescription line) {
    boolean certificate = sdp.attributeOf(line, "fingerprint").isPresent();
    if (line.isDtls() || certificate && !line.has("crypto")) {
      return certificate
          ? "A certificate fingerprint with sha-256, sha-384 or sha-512 is required"
          : "DTLS-SRTP lacks a certificate fingerprint";
    }
    return line.has("crypto")
        ? "SRTP with AES-GCM or AES_CM_128_HMAC_SHA1_80 or _32 is required"
        : "SRTP is required";
  }
}
