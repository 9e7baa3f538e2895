package io.sallyport.protocol.sip;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One element of a Via header field (RFC 3261 section 20.42, RFC 3581).
 *
 * @param transport upper case: UDP, TCP, TLS, SCTP, WS, WSS or another token
 * @param host as written, IPv6 references in brackets
 * @param port -1 where absent
 * @param parameters names in lower case, in order; a flag has the empty string
 */
public record Via(String transport, String host, int port, Map<String, String> parameters) {
  /** What a branch must begin with to be unique in the sense of RFC 3261 section 8.1.1.7. */
  public static final String MAGIC_COOKIE = "z9hG4bK";

  public Via {
    transport = transport.toUpperCase(Locale.ROOT);
    parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  public Optional<String> branch() {
    return Optional.ofNullable(parameters.get("branch"));
  }

  /** {@code host:port} with the default port of the transport filled in. */
  public String sentBy() {
    int known = port >= 0 ? port : transport.equals("TLS") ? 5061 : 5060;
    return host.toLowerCase(Locale.ROOT) + ":" + known;
  }

  public Via with(String parameter, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(parameter, value);
    return new Via(transport, host, port, more);
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(96).append("SIP/2.0/").append(transport).append(' ').append(host);
    if (port >= 0) {
      text.append(':').append(port);
    }
    parameters.forEach(
        (name, value) -> {
          text.append(';').append(name);
          if (!value.isEmpty()) {
            text.append('=').append(value);
          }
        });
    return text.toString();
  }
}
