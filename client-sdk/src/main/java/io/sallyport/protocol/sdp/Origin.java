package io.sallyport.protocol.sdp;

/**
 * The {@code o=} line (RFC 8866 section 5.2): the session's identity and the version of this
 * description.
 *
 * @param sessionId decimal digits, of any length up to 20
 * @param version grows with each change of the description; decimal digits, of any length up to 20
 */
public record Origin(String username, String sessionId, String version, Connection address) {
  public Origin {
    SdpText.requireWord(username);
    SdpText.requireDigits(sessionId);
    SdpText.requireDigits(version);
  }

  public static Origin of(String username, long sessionId, long version, Connection address) {
    return new Origin(
        username, Long.toUnsignedString(sessionId), Long.toUnsignedString(version), address);
  }

  void print(StringBuilder out) {
    out.append("o=").append(username).append(' ').append(sessionId).append(' ').append(version);
    out.append(" IN IP")
        .append(address.ipVersion())
        .append(' ')
        .append(address.address())
        .append("\r\n");
  }

  /**
   * Reads what follows {@code o=}; null where it is malformed. A user name with spaces or other
   * letters becomes a hyphen.
   */
  static Origin parse(String value) {
    String[] parts = value.trim().split(" +");
    int at = parts.length - 5;
    if (at < 1 || !SdpText.isDigits(parts[at]) || !SdpText.isDigits(parts[at + 1])) {
      return null;
    }
    int ipVersion = Connection.ipVersion(parts[at + 3]);
    if (!parts[at + 2].equalsIgnoreCase("IN") || ipVersion == 0 || !SdpText.isWord(parts[at + 4])) {
      return null;
    }
    String username = at == 1 && SdpText.isWord(parts[0]) ? parts[0] : "-";
    return new Origin(username, parts[at], parts[at + 1], new Connection(ipVersion, parts[at + 4]));
  }
}
