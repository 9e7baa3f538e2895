package io.sallyport.protocol.sdp;

import io.sallyport.protocol.rtp.SdesCrypto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An {@code m=} line with the lines under it (RFC 8866 section 5.14).
 *
 * @param kind audio, video, application, image, message, text
 * @param port 0 to 65535; 0 disables the stream (RFC 3264 section 6)
 * @param portCount 1 unless a range is named
 * @param proto such as RTP/AVP, as written
 * @param formats payload types for RTP, in order of preference
 * @param connection its own {@code c=} line, if any; see {@link SessionDescription#connectionOf}
 * @param attributes in the order written
 */
public record MediaDescription(
    String kind,
    int port,
    int portCount,
    String proto,
    List<String> formats,
    Optional<Connection> connection,
    List<Bandwidth> bandwidths,
    List<Attribute> attributes) {

  public MediaDescription {
    SdpText.requireToken(kind);
    SdpText.requireWord(proto);
    formats.forEach(SdpText::requireWord);
    if (port < 0 || port > 65535 || portCount < 1 || formats.isEmpty()) {
      throw new IllegalArgumentException("a media line needs a port and a format");
    }
    formats = List.copyOf(formats);
    bandwidths = List.copyOf(bandwidths);
    attributes = List.copyOf(attributes);
  }

  /** A line without a connection or bandwidth of its own. */
  public static MediaDescription of(
      String kind, int port, String proto, List<String> formats, List<Attribute> attributes) {
    return new MediaDescription(
        kind, port, 1, proto, formats, Optional.empty(), List.of(), attributes);
  }

  /**
   * The line that refuses or ends this stream: same kind, transport and formats, port 0, nothing
   * else.
   */
  public MediaDescription disabled() {
    return of(kind, 0, proto, formats, List.of());
  }

  /** Whether it is video that is said to carry slides, as a shared screen does (RFC 4796). */
  public boolean showsSlides() {
    return kind().equals("video")
        && attributes().stream()
            .filter(attribute -> attribute.name().equals("content"))
            .anyMatch(content -> List.of(content.value().trim().split("[ ,]+")).contains("slides"));
  }

  public boolean isDisabled() {
    return port == 0;
  }

  /** The value of the first attribute of that name. */
  public Optional<String> attribute(String name) {
    for (Attribute attribute : attributes) {
      if (attribute.name().equals(name)) {
        return Optional.of(attribute.value());
      }
    }
    return Optional.empty();
  }

  public boolean has(String name) {
    return attribute(name).isPresent();
  }

  /** The line's own direction; empty where the session's applies. */
  public Optional<Direction> direction() {
    return SessionDescription.directionIn(attributes);
  }

  /** What a payload type means here: its rtpmap, else its static meaning. */
  public Optional<RtpMap> rtpMap(String format) {
    for (Attribute attribute : attributes) {
      if (attribute.name().equals("rtpmap") && attribute.value().startsWith(format + " ")) {
        return RtpMap.parse(attribute.value());
      }
    }
    return format.matches("[0-9]{1,3}")
        ? RtpMap.ofStatic(Integer.parseInt(format))
        : Optional.empty();
  }

  /** The parameters of a payload type (RFC 8866 section 6.15). */
  public Optional<String> fmtp(String format) {
    for (Attribute attribute : attributes) {
      if (attribute.name().equals("fmtp") && attribute.value().startsWith(format + " ")) {
        return Optional.of(attribute.value().substring(format.length() + 1).trim());
      }
    }
    return Optional.empty();
  }

  /**
   * The SDES keys that we can use, in the writer's order of preference; lines that are not for us
   * are left out.
   */
  public List<SdesCrypto> cryptos() {
    List<SdesCrypto> cryptos = new ArrayList<>();
    for (Attribute attribute : attributes) {
      if (attribute.name().equals("crypto")) {
        SdesCrypto.parse(attribute.value()).ifPresent(cryptos::add);
      }
    }
    return cryptos;
  }

  /** The line's identification (RFC 5888); empty where there is none, or it is no token. */
  public Optional<String> mid() {
    return attribute("mid").filter(SdpText::isToken);
  }

  /** The header extensions that can be read, one a number, in the order written (RFC 8285). */
  public List<ExtMap> extMaps() {
    Map<Integer, ExtMap> maps = new LinkedHashMap<>();
    for (Attribute attribute : attributes) {
      if (attribute.name().equals("extmap")) {
        ExtMap.parse(attribute.value()).ifPresent(map -> maps.putIfAbsent(map.id(), map));
      }
    }
    return List.copyOf(maps.values());
  }

  /** Whether RTCP may share RTP's port (RFC 5761). */
  public boolean rtcpMux() {
    return has("rtcp-mux");
  }

  /** The port for RTCP where {@code a=rtcp} names one (RFC 3605), else the one above RTP's. */
  public int rtcpPort() {
    String[] parts = attribute("rtcp").orElse("").split(" ");
    if (parts[0].matches("[0-9]{1,5}") && Integer.parseInt(parts[0]) <= 65535) {
      return Integer.parseInt(parts[0]);
    }
    return port >= 65535 ? 0 : port + 1;
  }

  /** Whether it is RTP over plain UDP datagrams: RTP/AVP, RTP/SAVP and their feedback forms. */
  public boolean isRtp() {
    return switch (proto.toUpperCase(Locale.ROOT)) {
      case "RTP/AVP", "RTP/AVPF", "RTP/SAVP", "RTP/SAVPF" -> true;
      default -> false;
    };
  }

  /** Whether the transport itself promises SRTP: RTP/SAVP and RTP/SAVPF. */
  public boolean isSecureProfile() {
    return proto.toUpperCase(Locale.ROOT).contains("/SAVP");
  }

  /** Whether the keys come from DTLS (RFC 5764). */
  public boolean isDtls() {
    return proto.toUpperCase(Locale.ROOT).startsWith("UDP/TLS/");
  }

  /** Whether early feedback is allowed: RTP/AVPF and RTP/SAVPF (RFC 4585). */
  public boolean isFeedbackProfile() {
    return proto.toUpperCase(Locale.ROOT).endsWith("AVPF");
  }

  void print(StringBuilder out) {
    out.append("m=").append(kind).append(' ').append(port);
    if (portCount > 1) {
      out.append('/').append(portCount);
    }
    out.append(' ').append(proto);
    formats.forEach(format -> out.append(' ').append(format));
    out.append("\r\n");
    connection.ifPresent(c -> c.print(out));
    bandwidths.forEach(b -> b.print(out));
    attributes.forEach(a -> a.print(out));
  }
}
