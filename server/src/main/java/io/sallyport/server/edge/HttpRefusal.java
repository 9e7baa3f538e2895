package io.sallyport.server.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * The few HTTP answers that the edge gives itself, all of them a refusal after which the connection
 * ends.
 */
final class HttpRefusal {
  private HttpRefusal() {}

  /**
   * The bytes of an answer with this status and reason, and with any headers that follow it after
   * CRLF.
   */
  static ByteBuf of(String statusAndHeaders) {
    String words = statusAndHeaders.lines().findFirst().orElseThrow() + "\n";
    String text =
        "HTTP/1.1 "
            + statusAndHeaders
            + "\r\nContent-Type: text/plain\r\nContent-Length: "
            + words.length()
            + "\r\nConnection: close\r\n\r\n"
            + words;
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
