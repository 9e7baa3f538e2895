package io.sallyport.protocol.sip;

import java.util.List;

/**
 * One framed message before validation: the start line, header fields in order with unfolded
 * values, and the body.
 *
 * <p>Made by {@link FrameScanner} within its limits; nothing in it has been understood yet beyond
 * Content-Length.
 *
 * @param startLine without CRLF
 * @param headers names canonical, values trimmed and unfolded
 * @param body shared, never changed
 */
public record SipFrame(String startLine, List<Header> headers, byte[] body) {
  public SipFrame {
    headers = List.copyOf(headers);
  }

  /** Whether the start line is that of a response. */
  public boolean isResponse() {
    return startLine.regionMatches(true, 0, "SIP/", 0, 4);
  }

  /** Whether an answer may be given at all: never to a response and never to an ACK. */
  public boolean isAnswerable() {
    return !isResponse() && !startLine.startsWith("ACK ");
  }

  /**
   * The first value of a header field, or null: for routing decisions before anything is validated.
   */
  public String first(String name) {
    for (Header header : headers) {
      if (header.is(name)) {
        return header.value();
      }
    }
    return null;
  }
}
