package io.sallyport.protocol.sdp;

/** A {@code b=} line (RFC 8866 section 5.8), such as {@code b=AS:64}. */
public record Bandwidth(String type, long value) {
  public Bandwidth {
    SdpText.requireToken(type);
  }

  void print(StringBuilder out) {
    out.append("b=").append(type).append(':').append(value).append("\r\n");
  }

  /** Reads what follows {@code b=}; null where it is no number. */
  static Bandwidth parse(String value) {
    int colon = value.indexOf(':');
    if (colon < 1 || !SdpText.isToken(value.substring(0, colon))) {
      return null;
    }
    String number = value.substring(colon + 1).trim();
    return number.matches("[0-9]{1,15}")
        ? new Bandwidth(value.substring(0, colon), Long.parseLong(number))
        : null;
  }
}
