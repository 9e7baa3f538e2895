package io.sallyport.protocol.sdp;

import java.util.Locale;
import java.util.Optional;

/** The {@code a=setup} attribute (RFC 4145 section 4): who opens the DTLS connection. */
public enum Setup {
  ACTIVE,
  PASSIVE,
  ACTPASS,
  HOLDCONN;

  /** Reads an attribute's value; empty where it is none of the four. */
  public static Optional<Setup> parse(String value) {
    return switch (value.trim().toLowerCase(Locale.ROOT)) {
      case "active" -> Optional.of(ACTIVE);
      case "passive" -> Optional.of(PASSIVE);
      case "actpass" -> Optional.of(ACTPASS);
      case "holdconn" -> Optional.of(HOLDCONN);
      default -> Optional.empty();
    };
  }

  public Attribute attribute() {
    return new Attribute("setup", name().toLowerCase(Locale.ROOT));
  }
}
