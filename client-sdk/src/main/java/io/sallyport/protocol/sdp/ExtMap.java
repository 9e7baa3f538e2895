package io.sallyport.protocol.sdp;

import java.util.Optional;

/**
 * An {@code a=extmap} line (RFC 8285 section 5): what a header extension of RTP packets means.
 *
 * @param id 1 to 14, as fits the one-byte header; others are not read
 * @param direction as written, such as {@code sendonly}; empty for both ways
 */
public record ExtMap(int id, String direction, String uri) {
  /** Carries the identification of a media line (RFC 9143 section 15.2). */
  public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";

  /** Reads an attribute's value; empty where it is malformed or its number is out of range. */
  public static Optional<ExtMap> parse(String value) {
    String[] parts = value.trim().split(" +");
    if (parts.length < 2
        || !parts[0].matches("[1-9][0-9]?(/[a-z]{8})?")
        || !SdpText.isWord(parts[1])) {
      return Optional.empty();
    }
    int slash = parts[0].indexOf('/');
    int id = Integer.parseInt(slash < 0 ? parts[0] : parts[0].substring(0, slash));
    String direction = slash < 0 ? "" : parts[0].substring(slash + 1);
    boolean known = direction.isEmpty() || Direction.named(direction) != null;
    return id <= 14 && known ? Optional.of(new ExtMap(id, direction, parts[1])) : Optional.empty();
  }

  /** The attribute without extension attributes, which none of those that we know has. */
  public Attribute attribute() {
    return new Attribute("extmap", id + (direction.isEmpty() ? "" : "/" + direction) + " " + uri);
  }
}
