package io.sallyport.protocol.sdp;

import java.util.Locale;
import java.util.Optional;

/**
 * An {@code a=rtpmap} value (RFC 8866 section 6.6): what an RTP payload type means.
 *
 * @param channels 1 where none are named
 */
public record RtpMap(int payloadType, String encoding, int clockRate, int channels) {

  /** Reads {@code 96 opus/48000/2}; empty where it is malformed. */
  public static Optional<RtpMap> parse(String value) {
    int space = value.indexOf(' ');
    if (space < 1 || !value.substring(0, space).matches("[0-9]{1,3}")) {
      return Optional.empty();
    }
    String[] parts = value.substring(space + 1).trim().split("/", -1);
    int payloadType = Integer.parseInt(value.substring(0, space));
    if (parts.length < 2 || parts.length > 3 || payloadType > 127) {
      return Optional.empty();
    }
    if (!SdpText.isToken(parts[0]) || !parts[1].matches("[0-9]{1,7}")) {
      return Optional.empty();
    }
    int channels =
        parts.length == 3 && parts[2].matches("[0-9]{1,2}") ? Integer.parseInt(parts[2]) : 1;
    return Optional.of(new RtpMap(payloadType, parts[0], Integer.parseInt(parts[1]), channels));
  }

  /**
   * What a static payload type means without a line (RFC 3551 section 6), for those still in use.
   */
  public static Optional<RtpMap> ofStatic(int payloadType) {
    return Optional.ofNullable(
        switch (payloadType) {
          case 0 -> new RtpMap(0, "PCMU", 8000, 1);
          case 3 -> new RtpMap(3, "GSM", 8000, 1);
          case 4 -> new RtpMap(4, "G723", 8000, 1);
          case 8 -> new RtpMap(8, "PCMA", 8000, 1);
          case 9 -> new RtpMap(9, "G722", 8000, 1);
          case 13 -> new RtpMap(13, "CN", 8000, 1);
          case 18 -> new RtpMap(18, "G729", 8000, 1);
          case 26 -> new RtpMap(26, "JPEG", 90000, 1);
          case 31 -> new RtpMap(31, "H261", 90000, 1);
          case 34 -> new RtpMap(34, "H263", 90000, 1);
          default -> null;
        });
  }

  /** Whether both mean the same codec, whatever their numbers. */
  public boolean sameCodec(RtpMap other) {
    return encoding.toLowerCase(Locale.ROOT).equals(other.encoding.toLowerCase(Locale.ROOT))
        && clockRate == other.clockRate
        && channels == other.channels;
  }

  /** The codec without its number: {@code opus/48000/2}. */
  public String codec() {
    return encoding + "/" + clockRate + (channels > 1 ? "/" + channels : "");
  }

  public Attribute attribute() {
    return new Attribute("rtpmap", payloadType + " " + codec());
  }
}
