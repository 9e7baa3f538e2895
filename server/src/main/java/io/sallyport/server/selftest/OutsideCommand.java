package io.sallyport.server.selftest;

import io.sallyport.server.edge.Listening;
import java.util.List;

/**
 * A line for a shell on another machine, with nothing but bash and curl: each port that should be
 * open is tried, the one for media with a check that only this server answers, and what must be
 * closed is tried too. It names no secret but the probe's, which opens nothing.
 */
final class OutsideCommand {
  private OutsideCommand() {}

  /**
   * The line.
   *
   * @param host a name or address, checked before
   * @param closed TCP ports that must not be open from outside
   */
  static String line(
      String host, List<Listening> listening, int mediaPort, byte[] check, List<Integer> closed) {
    StringBuilder script = new StringBuilder();
    script.append("h=").append(host).append("; ");
    script.append(
        "say(){ if [ \"$1\" = \"$2\" ]; then echo \"ok    $3\"; else echo \"FAIL  $3 ($1)\"; fi; };"
            + " ");
    script.append(
        "open(){ timeout 5 bash -c \"exec 3<>/dev/tcp/$h/$1\" 2>/dev/null && echo open || echo"
            + " closed; }; ");
    for (Listening each : listening) {
      int port = each.address().getPort();
      switch (each.kind()) {
        case SECURE -> secure(script, port);
        case SIPS -> tcp(script, port, "SIP over TLS");
        case PLAIN_TCP -> tcp(script, port, "plain SIP, from its networks only");
        case PLAIN_UDP -> {
          // an answer would need a whole SIP message; the TCP port beside it tells enough
        }
      }
    }
    media(script, mediaPort, check);
    for (int port : closed) {
      script.append("say $(open ").append(port).append(") closed \"TCP ").append(port);
      script.append(" is closed from outside\"; ");
    }
    return "bash -c '" + script.toString().strip() + "'";
  }

  private static void secure(StringBuilder script, int port) {
    tcp(script, port, "console and signalling");
    String url = "https://$h:" + port + "/";
    script
        .append("say \"$(curl -sk -m 5 -o /dev/null -w \"%{http_code}\" ")
        .append(url)
        .append("api/v1/health)\" 200 \"HTTPS on ")
        .append(port)
        .append("\"; ");
    script
        .append("say \"$(curl -sk -m 3 --http1.1 -o /dev/null -w \"%{http_code}\"")
        .append(" -H \"Connection: Upgrade\" -H \"Upgrade: websocket\"")
        .append(" -H \"Sec-WebSocket-Version: 13\"")
        .append(" -H \"Sec-WebSocket-Key: c2FsbHlwb3J0LWNoZWNrIQ==\"")
        .append(" -H \"Sec-WebSocket-Protocol: sip\" ")
        .append(url)
        .append(")\" 101 \"WebSocket on ")
        .append(port)
        .append("\"; ");
  }

  private static void tcp(StringBuilder script, int port, String what) {
    script
        .append("say $(open ")
        .append(port)
        .append(") open \"TCP ")
        .append(port)
        .append(", ")
        .append(what)
        .append("\"; ");
  }

  /** Three checks, since UDP may lose one; a good answer begins with 0101. */
  private static void media(StringBuilder script, int port, byte[] check) {
    StringBuilder bytes = new StringBuilder();
    for (byte each : check) {
      bytes.append("\\x%02x".formatted(each & 0xFF));
    }
    script
        .append("r=; for i in 1 2 3; do [ \"$r\" ] || r=$(exec 3<>/dev/udp/$h/")
        .append(port)
        .append("; printf \"")
        .append(bytes)
        .append("\" >&3; timeout 2 head -c 2 <&3 | od -An -tx1 | tr -d \" \\n\"); done; ")
        .append("say \"${r:-no answer}\" 0101 \"UDP ")
        .append(port)
        .append(", media\"; ");
  }
}
