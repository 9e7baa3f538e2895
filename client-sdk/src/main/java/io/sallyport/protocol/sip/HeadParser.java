package io.sallyport.protocol.sip;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the bytes of one head, its lines known to end in CRLF, into start line and header fields:
 * unfolds (RFC 3261 section 7.3.1), takes white space before the colon (HCOLON), checks names and
 * characters, and reads Content-Length.
 */
final class HeadParser {
  static final long NO_LENGTH = -1;

  // immutable
  private final byte[] bytes;
  private final FrameLimits limits;

  // owned by: the caller's thread
  private final List<Header> headers = new ArrayList<>(16);
  private String startLine;
  private long contentLength = NO_LENGTH;
  private int at;
  private Fault.Kind kind;
  private String reason;

  HeadParser(byte[] bytes, int start, FrameLimits limits) {
    this.bytes = bytes;
    this.at = start;
    this.limits = limits;
  }

  /**
   * Reads up to the empty line; false where something is wrong, with {@link #kind()} and {@link
   * #reason()}.
   */
  boolean parse() {
    startLine = line(at, false);
    if (startLine == null) {
      return false;
    }
    while (bytes[at] != '\r') {
      if (!header()) {
        return false;
      }
    }
    return true;
  }

  /**
   * What can be understood of a head that is not in order, for the answer's sake: every line that
   * parses on its own up to the first empty line. Null where not even the start line does.
   */
  static SipFrame lenient(byte[] bytes, int start, int end, FrameLimits limits) {
    List<Header> found = new ArrayList<>();
    String first = null;
    int at = start;
    while (at < end && found.size() <= limits.maxHeaders()) {
      int close = at;
      while (close < end && bytes[close] != '\n') {
        close++;
      }
      int length = close - at - (close > at && bytes[close - 1] == '\r' ? 1 : 0);
      if (close == end || length == 0) {
        break;
      }
      byte[] line = new byte[Math.min(length, limits.maxLineBytes()) + 2];
      System.arraycopy(bytes, at, line, 0, line.length - 2);
      line[line.length - 2] = '\r';
      line[line.length - 1] = '\n';
      HeadParser one = new HeadParser(line, 0, limits);
      if (first == null) {
        first = one.line(0, false);
        if (first == null) {
          return null;
        }
      } else if (line[0] != ' ' && line[0] != '\t' && one.field()) {
        found.addAll(one.headers);
      }
      at = close + 1;
    }
    return first == null ? null : new SipFrame(first, found, new byte[0]);
  }

  String startLine() {
    return startLine;
  }

  List<Header> headers() {
    return headers;
  }

  /** The Content-Length, or {@link #NO_LENGTH}. */
  long contentLength() {
    return contentLength;
  }

  Fault.Kind kind() {
    return kind;
  }

  String reason() {
    return reason;
  }

  private boolean header() {
    int fields = headers.size();
    if (!field()) {
      return false;
    }
    Header header = headers.get(fields);
    return !header.name().equals(HeaderNames.CONTENT_LENGTH) || length(header.value());
  }

  private boolean field() {
    int from = at;
    while (Characters.is(bytes[at], Characters.TOKEN)) {
      at++;
    }
    int nameEnd = at;
    while (bytes[at] == ' ' || bytes[at] == '\t') {
      at++;
    }
    if (nameEnd == from || bytes[at] != ':') {
      return fault(Fault.Kind.HEADER_SYNTAX, "Bad header field name");
    }
    String name = new String(bytes, from, nameEnd - from, StandardCharsets.ISO_8859_1);
    String value = line(at + 1, true);
    if (value == null) {
      return false;
    }
    if (at - from > limits.maxLineBytes() + 2) {
      return fault(Fault.Kind.LINE_TOO_LONG, "Header field too long");
    }
    headers.add(new Header(name, value));
    return true;
  }

  /**
   * The text from here to the end of the line, unfolded and trimmed where it is a header's; null
   * where it holds what it may not.
   */
  private String line(int begin, boolean header) {
    StringBuilder unfolded = null;
    int from = begin;
    boolean quoted = false;
    while (true) {
      boolean ascii = true;
      boolean escaped = false;
      int i = from;
      for (; bytes[i] != '\r'; i++) {
        byte c = bytes[i];
        // a control character may stand in a quoted pair only
        if (((c >= 0 && c < ' ' && c != '\t') || c == 127) && !(header && quoted && escaped)) {
          fault(header ? Fault.Kind.HEADER_SYNTAX : Fault.Kind.START_LINE, "Control character");
          return null;
        }
        ascii &= c >= 0;
        if (c == '"' && !escaped) {
          quoted = !quoted;
        }
        escaped = c == '\\' && quoted && !escaped;
      }
      at = i + 2;
      String text = header ? trimmed(from, i, ascii) : decoded(from, i, ascii);
      boolean folds = header && at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\t');
      if (text == null || (unfolded == null && !folds)) {
        return text;
      }
      unfolded = unfolded == null ? new StringBuilder() : unfolded;
      if (unfolded.length() > 0 && !text.isEmpty()) {
        unfolded.append(' ');
      }
      unfolded.append(text);
      if (!folds) {
        return unfolded.toString();
      }
      from = at;
    }
  }

  private String trimmed(int from, int to, boolean ascii) {
    int start = from;
    int end = to;
    while (start < end && (bytes[start] == ' ' || bytes[start] == '\t')) {
      start++;
    }
    while (end > start && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t')) {
      end--;
    }
    return decoded(start, end, ascii);
  }

  private String decoded(int from, int to, boolean ascii) {
    if (ascii) {
      return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      fault(Fault.Kind.ENCODING, "Not UTF-8");
      return null;
    }
  }

  private boolean length(String value) {
    if (contentLength != NO_LENGTH) {
      return fault(Fault.Kind.CONTENT_LENGTH, "More than one Content-Length");
    }
    long length = 0;
    for (int i = 0; i < value.length(); i++) {
      if (!Characters.is(value.charAt(i), Characters.DIGIT)) {
        return fault(Fault.Kind.CONTENT_LENGTH, "Bad Content-Length");
      }
      length = length * 10 + (value.charAt(i) - '0');
      if (length > Integer.MAX_VALUE) {
        return fault(Fault.Kind.CONTENT_LENGTH, "Content-Length too large");
      }
    }
    if (value.isEmpty()) {
      return fault(Fault.Kind.CONTENT_LENGTH, "Bad Content-Length");
    }
    contentLength = length;
    return true;
  }

  private boolean fault(Fault.Kind what, String why) {
    kind = what;
    reason = why;
    return false;
  }
}
