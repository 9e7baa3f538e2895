package io.sallyport.protocol.sdp;

import io.sallyport.protocol.sdp.SessionDescription.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One pass over the lines of a description; every bound is checked before anything is kept. */
final class SdpParser {
  private static final int MAX_LINES = 1500;
  private static final int MAX_LINE = 2000;
  private static final int MAX_FORMATS = 128;
  private static final Origin NO_ORIGIN = new Origin("-", "0", "0", new Connection(4, "0.0.0.0"));

  private final byte[] bytes;

  // of the session
  private Origin origin = NO_ORIGIN;
  private String sessionName = "-";
  private Connection sessionConnection;
  private final List<Bandwidth> sessionBandwidths = new ArrayList<>();
  private final List<Attribute> sessionAttributes = new ArrayList<>();
  private final List<MediaDescription> media = new ArrayList<>();

  // of the m= line being read; head is null before the first
  private MediaDescription head;
  private Connection connection;
  private List<Bandwidth> bandwidths = sessionBandwidths;
  private List<Attribute> attributes = sessionAttributes;

  SdpParser(byte[] bytes) {
    this.bytes = bytes;
  }

  Parsed parse() {
    if (bytes.length > SessionDescription.MAX_BYTES) {
      return new Parsed.Invalid(SdpFault.TOO_LONG);
    }
    int lines = 0;
    int at = 0;
    while (at < bytes.length) {
      int end = at;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      int stop = end > at && bytes[end - 1] == '\r' ? end - 1 : end;
      SdpFault fault = ++lines > MAX_LINES ? SdpFault.TOO_MANY_LINES : line(at, stop, lines == 1);
      if (fault != null) {
        return new Parsed.Invalid(fault);
      }
      at = end + 1;
    }
    if (lines == 0) {
      return new Parsed.Invalid(SdpFault.EMPTY);
    }
    endMedia();
    return new Parsed.Valid(
        new SessionDescription(
            origin,
            sessionName,
            Optional.ofNullable(sessionConnection),
            sessionBandwidths,
            sessionAttributes,
            media));
  }

  private SdpFault line(int from, int to, boolean first) {
    if (to - from > MAX_LINE) {
      return SdpFault.LINE_TOO_LONG;
    }
    if (to == from) {
      // some phones end with an empty line
      return first ? SdpFault.VERSION : null;
    }
    String line = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (!SdpText.isLine(line)) {
      return SdpFault.CONTROL_CHARACTER;
    }
    if (line.length() < 2
        || line.charAt(1) != '='
        || line.charAt(0) < 'a'
        || line.charAt(0) > 'z') {
      return SdpFault.LINE;
    }
    String value = line.substring(2);
    if (first) {
      return line.charAt(0) == 'v' && value.trim().equals("0") ? null : SdpFault.VERSION;
    }
    return field(line.charAt(0), value);
  }

  private SdpFault field(char type, String value) {
    switch (type) {
      case 'v' -> {
        return SdpFault.VERSION;
      }
      case 'o' -> {
        Origin read = Origin.parse(value);
        if (read == null) {
          return SdpFault.ORIGIN;
        }
        origin = read;
      }
      case 's' -> sessionName = value;
      case 'c' -> {
        return connection(value);
      }
      case 'b' -> {
        // a bandwidth that we cannot read limits nothing
        Bandwidth read = Bandwidth.parse(value);
        if (read != null) {
          bandwidths.add(read);
        }
      }
      case 'a' -> {
        return attribute(value);
      }
      case 'm' -> {
        return media(value);
      }
      default -> {
        // i, u, e, p, t, r, z, k and what may come: nothing that we use
      }
    }
    return null;
  }

  private SdpFault connection(String value) {
    Connection read = Connection.parse(value);
    if (read == null) {
      return SdpFault.CONNECTION;
    }
    if (head == null) {
      sessionConnection = read;
    } else if (connection == null) {
      connection = read;
    }
    return null;
  }

  private SdpFault attribute(String value) {
    int colon = value.indexOf(':');
    String name = (colon < 0 ? value : value.substring(0, colon)).trim();
    if (!SdpText.isToken(name)) {
      return SdpFault.ATTRIBUTE;
    }
    attributes.add(new Attribute(name, colon < 0 ? "" : value.substring(colon + 1).trim()));
    return null;
  }

  private SdpFault media(String value) {
    endMedia();
    if (media.size() == SessionDescription.MAX_MEDIA) {
      return SdpFault.TOO_MANY_MEDIA;
    }
    String[] parts = value.trim().split(" +");
    if (parts.length < 4 || !SdpText.isToken(parts[0]) || !SdpText.isWord(parts[2])) {
      return SdpFault.MEDIA;
    }
    if (parts.length > 3 + MAX_FORMATS) {
      return SdpFault.TOO_MANY_FORMATS;
    }
    String[] ports = parts[1].split("/", -1);
    if (ports.length > 2
        || !ports[0].matches("[0-9]{1,5}")
        || ports.length == 2 && !ports[1].matches("[1-9][0-9]{0,2}")) {
      return SdpFault.MEDIA;
    }
    int port = Integer.parseInt(ports[0]);
    List<String> formats = Arrays.asList(parts).subList(3, parts.length);
    if (port > 65535 || !formats.stream().allMatch(SdpText::isWord)) {
      return SdpFault.MEDIA;
    }
    int count = ports.length == 2 ? Integer.parseInt(ports[1]) : 1;
    head =
        new MediaDescription(
            parts[0], port, count, parts[2], formats, Optional.empty(), List.of(), List.of());
    connection = null;
    bandwidths = new ArrayList<>();
    attributes = new ArrayList<>();
    return null;
  }

  private void endMedia() {
    if (head != null) {
      media.add(
          new MediaDescription(
              head.kind(),
              head.port(),
              head.portCount(),
              head.proto(),
              head.formats(),
              Optional.ofNullable(connection),
              bandwidths,
              attributes));
    }
  }
}
