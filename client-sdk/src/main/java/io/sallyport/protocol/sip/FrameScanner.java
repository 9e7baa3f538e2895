package io.sallyport.protocol.sip;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The strict, bounded scanner that turns bytes into {@link SipFrame}s (RFC 3261 sections 7 and
 * 18.3, RFC 5626 section 4.4.1). One a stream, confined to the thread that reads it: {@link #feed}
 * what has come in, then call {@link #next} until it needs more. What it finds does not depend on
 * where the stream was cut, its time is linear and its memory bounded by {@link FrameLimits}.
 *
 * <p>A stream on which framing was lost stays broken: whoever could make two readers disagree about
 * where a message ends could smuggle one past the gate.
 */
public final class FrameScanner {

  /** What the bytes so far amount to. */
  public sealed interface Outcome {
    /** Nothing whole yet. */
    record NeedMore() implements Outcome {}

    /** One message, framed but not validated. */
    record Frame(SipFrame frame) implements Outcome {}

    /**
     * A request on a stream without a Content-Length, which only the end of the connection could
     * end (RFC 2543): read as if it had no body. Nothing more comes out of the stream, so that
     * nobody can hide a second request in what may be a body.
     */
    record Last(SipFrame frame) implements Outcome {}

    /**
     * A double CRLF between messages, to be answered with a single one. Its first half has been
     * reported as a pong.
     */
    record Ping() implements Outcome {}

    /** A single CRLF between messages: the answer to a ping, or nothing of interest. */
    record Pong() implements Outcome {}

    /** No message. After a fault that closes a stream nothing more comes out of it. */
    record Refused(Fault fault) implements Outcome {}
  }

  private enum State {
    BETWEEN,
    AFTER_CRLF,
    HEAD,
    BODY,
    BROKEN
  }

  private static final byte[] EMPTY = {};
  private static final Outcome NEED_MORE = new Outcome.NeedMore();
  private static final Outcome PING = new Outcome.Ping();
  private static final Outcome PONG = new Outcome.Pong();

  // immutable
  private final FrameLimits limits;

  // owned by: the thread that reads the stream
  private final HeadScan scan;
  private State state = State.BETWEEN;
  private byte[] buffer = EMPTY;
  private int start;
  private int end;
  private HeadParser head;

  public FrameScanner(FrameLimits limits) {
    this.limits = limits;
    this.scan = new HeadScan(limits);
  }

  /**
   * Reads one datagram: one message, a keep-alive or a fault, never NeedMore. Bytes after
   * Content-Length are ignored.
   */
  public static Outcome datagram(ByteBuffer datagram, FrameLimits limits) {
    byte[] bytes;
    int at = 0;
    int end = datagram.remaining();
    if (datagram.hasArray()) {
      bytes = datagram.array();
      at = datagram.arrayOffset() + datagram.position();
      end += at;
      datagram.position(datagram.limit());
    } else {
      bytes = new byte[end];
      datagram.get(bytes);
    }
    int first = at;
    while (at + 1 < end && bytes[at] == '\r' && bytes[at + 1] == '\n') {
      at += 2;
    }
    if (at == end) {
      return at - first >= 4 ? PING : PONG;
    }
    HeadScan scan = new HeadScan(limits);
    scan.begin(at);
    HeadScan.Found found = scan.run(bytes, end);
    if (found != HeadScan.Found.END) {
      boolean bad = found == HeadScan.Found.BAD;
      SipFrame frame = HeadParser.lenient(bytes, at, end, limits);
      return bad
          ? refused(scan.kind(), scan.reason(), frame, false)
          : refused(Fault.Kind.HEADER_SYNTAX, "Header without an end", frame, false);
    }
    HeadParser head = new HeadParser(bytes, at, limits);
    if (!head.parse()) {
      return refused(head.kind(), head.reason(), HeadParser.lenient(bytes, at, end, limits), false);
    }
    int available = end - scan.at();
    long length = head.contentLength() == HeadParser.NO_LENGTH ? available : head.contentLength();
    if (length > available) {
      return refused(
          Fault.Kind.CONTENT_LENGTH, "Body shorter than Content-Length", frame(head, EMPTY), false);
    }
    if (length > limits.maxBodyBytes()) {
      return refused(413, Fault.Kind.BODY_TOO_LONG, "Message too large", frame(head, EMPTY), false);
    }
    return new Outcome.Frame(
        frame(head, Arrays.copyOfRange(bytes, scan.at(), scan.at() + (int) length)));
  }

  /**
   * Takes in what the stream brought. Everything before must have been drawn by {@link #next} until
   * it needed more.
   */
  public void feed(ByteBuffer bytes) {
    if (state == State.BROKEN) {
      bytes.position(bytes.limit());
      return;
    }
    int more = bytes.remaining();
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      scan.moved(start);
      end -= start;
      start = 0;
    }
    if (end + more > buffer.length) {
      // doubling keeps a stream of single bytes linear; an idle stream holds no buffer at all
      buffer = Arrays.copyOf(buffer, Math.max(end + more, Math.min(2 * end, 1 << 20)));
    }
    bytes.get(buffer, end, more);
    end += more;
  }

  /** What comes next; NeedMore once everything that was fed has been reported. */
  public Outcome next() {
    Outcome outcome =
        switch (state) {
          case BETWEEN, AFTER_CRLF -> between();
          case HEAD -> head();
          case BODY -> body();
          case BROKEN -> NEED_MORE;
        };
    if (start == end && state != State.HEAD) {
      buffer = EMPTY;
      start = 0;
      end = 0;
    }
    return outcome;
  }

  /**
   * Whether a message has begun to arrive but is not whole: what a time limit on slow peers asks.
   */
  public boolean inMessage() {
    return state == State.HEAD || state == State.BODY || (state != State.BROKEN && start < end);
  }

  /** What to refuse a message with whose body did not come in time; null where none has begun. */
  public Fault overdue() {
    if (state != State.BODY) {
      return null;
    }
    SipFrame frame = frame(head, EMPTY);
    broken(Fault.Kind.CONTENT_LENGTH, "", null);
    return new Fault(
        Fault.Kind.CONTENT_LENGTH,
        frame.isAnswerable() ? 400 : 0,
        "Body shorter than Content-Length",
        frame,
        true);
  }

  private Outcome between() {
    if (start == end) {
      return NEED_MORE;
    }
    if (buffer[start] != '\r') {
      state = State.HEAD;
      scan.begin(start);
      return head();
    }
    if (end - start == 1) {
      return NEED_MORE;
    }
    if (buffer[start + 1] != '\n') {
      return broken(Fault.Kind.START_LINE, "Carriage return without line feed", null);
    }
    start += 2;
    boolean second = state == State.AFTER_CRLF;
    state = second ? State.BETWEEN : State.AFTER_CRLF;
    return second ? PING : PONG;
  }

  private Outcome head() {
    HeadScan.Found found = scan.run(buffer, end);
    if (found == HeadScan.Found.MORE) {
      return NEED_MORE;
    }
    if (found == HeadScan.Found.BAD) {
      return broken(
          scan.kind(), scan.reason(), HeadParser.lenient(buffer, start, scan.at(), limits));
    }
    head = new HeadParser(buffer, start, limits);
    if (!head.parse()) {
      return broken(
          head.kind(), head.reason(), HeadParser.lenient(buffer, start, scan.at(), limits));
    }
    start = scan.at();
    if (head.contentLength() == HeadParser.NO_LENGTH) {
      return endless();
    }
    if (head.contentLength() > limits.maxBodyBytes()) {
      broken(Fault.Kind.BODY_TOO_LONG, "", null);
      return refused(413, Fault.Kind.BODY_TOO_LONG, "Message too large", frame(head, EMPTY), true);
    }
    state = State.BODY;
    return body();
  }

  private Outcome endless() {
    SipFrame frame = frame(head, EMPTY);
    Outcome refused = broken(Fault.Kind.CONTENT_LENGTH, "Content-Length missing", frame);
    return frame.isAnswerable() ? new Outcome.Last(frame) : refused;
  }

  private Outcome body() {
    int length = (int) head.contentLength();
    if (end - start < length) {
      return NEED_MORE;
    }
    byte[] body = length == 0 ? EMPTY : Arrays.copyOfRange(buffer, start, start + length);
    Outcome frame = new Outcome.Frame(frame(head, body));
    start += length;
    head = null;
    state = State.BETWEEN;
    return frame;
  }

  private Outcome broken(Fault.Kind kind, String reason, SipFrame frame) {
    state = State.BROKEN;
    start = end;
    return refused(kind, reason, frame, true);
  }

  private static SipFrame frame(HeadParser head, byte[] body) {
    return new SipFrame(head.startLine(), head.headers(), body);
  }

  private static Outcome refused(Fault.Kind kind, String reason, SipFrame frame, boolean closes) {
    return refused(400, kind, reason, frame, closes);
  }

  private static Outcome refused(
      int status, Fault.Kind kind, String reason, SipFrame frame, boolean closes) {
    boolean answerable = frame != null && frame.isAnswerable();
    return new Outcome.Refused(new Fault(kind, answerable ? status : 0, reason, frame, closes));
  }
}
