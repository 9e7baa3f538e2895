package io.sallyport.client;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One media description of a received SDP (RFC 4566 section 5.14), as far as a phone uses it.
 *
 * @param kind audio, video or what else the peer writes
 * @param profile such as RTP/SAVP
 * @param direction what the peer says of itself: sendrecv, sendonly, recvonly or inactive
 * @param address of its {@code c=} line, unresolved
 * @param rtcpPort of {@code a=rtcp} (RFC 3605), else the port after the RTP port
 * @param cryptos values of {@code a=crypto} (RFC 4568)
 */
record SdpMedia(
    String kind,
    int port,
    String profile,
    List<String> formats,
    String direction,
    String address,
    int rtcpPort,
    List<String> cryptos) {

  /** An SDP that cannot be understood or agreed to: answered 488 with these words. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String why) {
      super(why, null, false, false);
    }
  }

  /** Every media description, in order. */
  static List<SdpMedia> parse(byte[] sdp) throws Refused {
    List<SdpMedia> all = new ArrayList<>();
    String sessionAddress = "";
    String sessionDirection = "sendrecv";
    Section section = null;
    for (String line : new String(sdp, StandardCharsets.UTF_8).split("\\r?\\n")) {
      if (line.length() < 2 || line.charAt(1) != '=') {
        throw new Refused("a line of the SDP is not of the form x=");
      }
      String value = line.substring(2).trim();
      if (line.charAt(0) == 'm') {
        if (section != null) {
          all.add(section.end());
        }
        section = new Section(value, sessionAddress, sessionDirection);
      } else if (section != null) {
        section.line(line.charAt(0), value);
      } else if (line.charAt(0) == 'c') {
        sessionAddress = address(value);
      } else if (line.charAt(0) == 'a' && isDirection(value)) {
        sessionDirection = value;
      }
    }
    if (section == null) {
      throw new Refused("the SDP has no media");
    }
    all.add(section.end());
    return all;
  }

  boolean isSecureProfile() {
    return profile.startsWith("RTP/SAVP");
  }

  InetSocketAddress rtpAddress() {
    return new InetSocketAddress(address, port);
  }

  InetSocketAddress rtcpAddress() {
    return new InetSocketAddress(address, rtcpPort);
  }

  private static boolean isDirection(String value) {
    return value.equals("sendrecv")
        || value.equals("sendonly")
        || value.equals("recvonly")
        || value.equals("inactive");
  }

  /** The address of {@code IN IP4 192.0.2.1/127}. */
  private static String address(String connection) throws Refused {
    String[] parts = connection.split(" +");
    if (parts.length != 3) {
      throw new Refused("a c= line of the SDP does not parse");
    }
    String address = parts[2].split("/")[0];
    // an address literal only: a name would make the phone ask a name server for a stranger
    if (!address.matches("[0-9a-fA-F:.]+")) {
      throw new Refused("a c= line of the SDP has no address");
    }
    return address;
  }

  private static int number(String text, int min, int max) throws Refused {
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < min
        || Integer.parseInt(text) > max) {
      throw new Refused("a number of the SDP is out of range");
    }
    return Integer.parseInt(text);
  }

  /** A media description while its lines are read. */
  private static final class Section {
    private final String[] parts;
    private final int port;
    private final List<String> cryptos = new ArrayList<>();
    private String address;
    private String direction;
    private int rtcpPort;

    Section(String m, String address, String direction) throws Refused {
      parts = m.split(" +");
      if (parts.length < 4) {
        throw new Refused("an m= line of the SDP does not parse");
      }
      port = number(parts[1].split("/")[0], 0, 65_535);
      rtcpPort = Math.min(port + 1, 65_535);
      this.address = address;
      this.direction = direction;
    }

    void line(char type, String value) throws Refused {
      if (type == 'c') {
        address = SdpMedia.address(value);
      } else if (type == 'a' && isDirection(value)) {
        direction = value;
      } else if (type == 'a' && value.startsWith("rtcp:")) {
        rtcpPort = number(value.substring(5).split(" ")[0], 0, 65_535);
      } else if (type == 'a' && value.startsWith("crypto:")) {
        cryptos.add(value.substring(7));
      }
    }

    SdpMedia end() throws Refused {
      if (port != 0 && address.isEmpty()) {
        throw new Refused("the SDP has no c= line");
      }
      return new SdpMedia(
          parts[0],
          port,
          parts[2],
          List.of(parts).subList(3, parts.length),
          direction,
          address,
          rtcpPort,
          List.copyOf(cryptos));
    }
  }
}
