package io.sallyport.protocol.sip;

/**
 * Looks for the empty line that ends a head, byte by byte and never twice, and holds each line to
 * the caps on the way. Knows nothing of headers: only of lines, which end in CRLF (RFC 3261 section
 * 7).
 */
final class HeadScan {
  /** How far a scan has come. */
  enum Found {
    MORE,
    END,
    BAD
  }

  // immutable
  private final FrameLimits limits;

  // owned by: the scanner's thread
  private int start;
  private int at;
  private int lineStart;
  private int lines;
  private Fault.Kind kind;
  private String reason;

  HeadScan(FrameLimits limits) {
    this.limits = limits;
  }

  /** Begins a head at this index. */
  void begin(int index) {
    start = index;
    at = index;
    lineStart = index;
    lines = 0;
  }

  /** The bytes have been moved towards the front of their array. */
  void moved(int by) {
    start -= by;
    at -= by;
    lineStart -= by;
  }

  Found run(byte[] bytes, int end) {
    int stop = Math.min(end, start + limits.maxHeadBytes());
    while (at < stop) {
      byte c = bytes[at++];
      boolean afterReturn = at - 2 >= lineStart && bytes[at - 2] == '\r';
      if (c == '\n') {
        if (!afterReturn) {
          return bad(Fault.Kind.HEADER_SYNTAX, "Line feed without carriage return");
        }
        if (at - 2 == lineStart) {
          return Found.END;
        }
        if (bytes[lineStart] != ' '
            && bytes[lineStart] != '\t'
            && ++lines > limits.maxHeaders() + 1) {
          return bad(Fault.Kind.TOO_MANY_HEADERS, "Too many header fields");
        }
        lineStart = at;
      } else if (afterReturn) {
        return bad(Fault.Kind.HEADER_SYNTAX, "Carriage return without line feed");
      } else if (at - lineStart > limits.maxLineBytes() + 1) {
        return bad(Fault.Kind.LINE_TOO_LONG, "Line too long");
      }
    }
    return at - start >= limits.maxHeadBytes()
        ? bad(Fault.Kind.HEAD_TOO_LONG, "Header too long")
        : Found.MORE;
  }

  /** The index after the head's last byte so far. */
  int at() {
    return at;
  }

  int start() {
    return start;
  }

  Fault.Kind kind() {
    return kind;
  }

  String reason() {
    return reason;
  }

  private Found bad(Fault.Kind what, String why) {
    kind = what;
    reason = why;
    return Found.BAD;
  }
}
