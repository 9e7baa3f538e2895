package io.sallyport.protocol.sdp;

/**
 * An {@code a=} line (RFC 8866 section 5.13).
 *
 * @param name before the colon, as written
 * @param value after the colon; empty for a flag
 */
public record Attribute(String name, String value) {
  public Attribute {
    SdpText.requireToken(name);
    SdpText.requireLine(value);
  }

  public static Attribute flag(String name) {
    return new Attribute(name, "");
  }

  void print(StringBuilder out) {
    out.append("a=").append(name);
    if (!value.isEmpty()) {
      out.append(':').append(value);
    }
    out.append("\r\n");
  }
}
