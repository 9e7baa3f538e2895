package io.sallyport.server.media;

import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.sdp.Connection;
import io.sallyport.protocol.sdp.Direction;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.SessionDescription;
import io.sallyport.server.base.Networks;
import io.sallyport.server.media.MediaSession.Rules;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What one side said about one stream that can be relayed.
 *
 * @param cryptos its usable keys in its order; empty for plain RTP
 * @param formats its payload types, each once
 */
record RemoteLine(
    MediaDescription line,
    List<SdesCrypto> cryptos,
    List<String> formats,
    Direction direction,
    Whereabouts media,
    Whereabouts control) {

  /** What a line is good for. */
  sealed interface Reading {
    record Usable(RemoteLine remote) implements Reading {}

    /** Refused with words for the user. */
    record Unusable(String why) implements Reading {}

    /** Its writer wants no such stream. */
    record Off() implements Reading {}
  }

  /**
   * Reads a line of an offer or answer.
   *
   * @param plainAllowed whether this side may use RTP without encryption
   * @param plain the networks where that is known at all
   */
  static Reading read(
      SessionDescription sdp,
      MediaDescription line,
      Rules rules,
      boolean plainAllowed,
      Networks plain) {
    if (line.isDisabled()) {
      return new Reading.Off();
    }
    if (!line.kind().equals("audio") && !line.kind().equals("video")) {
      return new Reading.Unusable("Only audio and video are relayed");
    }
    if (line.isDtls()) {
      return new Reading.Unusable("DTLS-SRTP is not supported yet");
    }
    if (!line.isRtp()) {
      return new Reading.Unusable("Only RTP over UDP is relayed");
    }
    List<SdesCrypto> cryptos = line.cryptos();
    if (cryptos.isEmpty() && (line.isSecureProfile() || !plainAllowed)) {
      return new Reading.Unusable(whyNotSecure(line));
    }
    Optional<Connection> connection = sdp.connectionOf(line);
    List<String> formats = formats(line);
    if (connection.isEmpty() || formats.isEmpty() || line.portCount() > 1) {
      return new Reading.Unusable("A media line lacks an address or a payload type");
    }
    int controlPort = line.rtcpMux() ? line.port() : line.rtcpPort();
    return new Reading.Usable(
        new RemoteLine(
            line,
            cryptos,
            formats,
            sdp.directionOf(line),
            whereabouts(connection.get(), line.port(), rules, plain),
            whereabouts(connection.get(), controlPort, rules, plain)));
  }

  /** Whether RTCP shares the port, as far as this side is concerned. */
  boolean mux() {
    return line.rtcpMux();
  }

  /** Whether the side is on hold in the old way, without saying where it is. */
  boolean placeless() {
    return media.written().startsWith("0.0.0.0 ") || media.written().startsWith(":: ");
  }

  /** The same, at the place that was known before. */
  RemoteLine at(RemoteLine before) {
    return new RemoteLine(line, cryptos, formats, direction, before.media, before.control);
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

  private static String whyNotSecure(MediaDescription line) {
    if (line.has("fingerprint") && !line.has("crypto")) {
      return "DTLS-SRTP is not supported yet";
    }
    return line.has("crypto")
        ? "SRTP with AES_CM_128_HMAC_SHA1_80 or _32 is required"
        : "SRTP is required";
  }
}
