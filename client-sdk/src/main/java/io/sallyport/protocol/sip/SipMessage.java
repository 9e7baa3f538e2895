package io.sallyport.protocol.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;

/**
 * A SIP message (RFC 3261 section 7): start line, header fields in order, body. Immutable as seen
 * from outside.
 *
 * <p>Headers stay text until a step asks for one: {@link #from()} and its like parse on first use
 * with JAIN-SIP's header classes, and what is passed on untouched is never parsed. The JAIN objects
 * that accessors return are shared: read them, never change them. An accessor throws {@link
 * HeaderFault} where the text does not parse.
 */
public abstract sealed class SipMessage permits SipRequest, SipResponse {
  private static final byte[] NO_BODY = {};

  // immutable
  private final List<Header> headers;
  private final byte[] body;

  // parsed on first use; a race parses twice and keeps either
  private FromHeader from;
  private ToHeader to;
  private CSeq cseq;
  private List<Via> vias;
  private List<ContactHeader> contacts;
  private String fromTag;
  private String toTag;

  SipMessage(List<Header> headers, byte[] body) {
    this.headers = List.copyOf(headers);
    this.body = body == null ? NO_BODY : body;
  }

  /** Hands over what the validator has parsed already. */
  final void known(CSeq sequence, List<Via> parsedVias, String tagOfFrom, String tagOfTo) {
    cseq = sequence;
    vias = List.copyOf(parsedVias);
    fromTag = tagOfFrom;
    toTag = tagOfTo;
  }

  /** The request or status line without its CRLF. */
  public abstract String startLine();

  public List<Header> headers() {
    return headers;
  }

  /** The body's bytes, shared with the caller; empty where there is none. */
  public byte[] body() {
    return body;
  }

  public boolean has(String name) {
    return raw(name) != null;
  }

  /** The value of the first header field of that name. */
  public Optional<String> first(String name) {
    return Optional.ofNullable(raw(name));
  }

  /** The values of every header field of that name, one a field, commas unsplit. */
  public List<String> all(String name) {
    List<String> found = new ArrayList<>(2);
    for (Header header : headers) {
      if (header.is(name)) {
        found.add(header.value());
      }
    }
    return found;
  }

  /**
   * The comma-separated elements of every header field of that name, in order. Fields whose grammar
   * is no list, such as Date or WWW-Authenticate, are not split: those come as {@link #all} gives
   * them.
   */
  public List<String> elements(String name) {
    if (!HeaderText.isList(name)) {
      return all(name);
    }
    List<String> found = new ArrayList<>(4);
    for (Header header : headers) {
      if (header.is(name)) {
        HeaderText.split(header.value(), ',', found);
      }
    }
    return found;
  }

  /** Whether a list of tokens such as Supported or Require holds the option tag, in any case. */
  public boolean lists(String name, String token) {
    for (String element : elements(name)) {
      if (element.equalsIgnoreCase(token)) {
        return true;
      }
    }
    return false;
  }

  public String callId() {
    return required(HeaderNames.CALL_ID);
  }

  public CSeq cseq() {
    if (cseq == null) {
      cseq = HeaderGrammar.cseq(required(HeaderNames.CSEQ));
    }
    return cseq;
  }

  public FromHeader from() {
    if (from == null) {
      from = JainHeaders.from(required(HeaderNames.FROM));
    }
    return from;
  }

  public ToHeader to() {
    if (to == null) {
      to = JainHeaders.to(required(HeaderNames.TO));
    }
    return to;
  }

  /** The From tag, or the empty string of an RFC 2543 peer. */
  public String fromTag() {
    if (fromTag == null) {
      fromTag = HeaderGrammar.address(HeaderNames.FROM, required(HeaderNames.FROM));
    }
    return fromTag;
  }

  /** The To tag, or the empty string outside a dialog. */
  public String toTag() {
    if (toTag == null) {
      toTag = HeaderGrammar.address(HeaderNames.TO, required(HeaderNames.TO));
    }
    return toTag;
  }

  /** Every Via element, topmost first; empty in a message that has not been sent. */
  public List<Via> vias() {
    if (vias == null) {
      List<Via> parsed = new ArrayList<>(2);
      for (Header header : headers) {
        if (header.is(HeaderNames.VIA)) {
          HeaderGrammar.vias(header.value(), parsed);
        }
      }
      vias = List.copyOf(parsed);
    }
    return vias;
  }

  public Via topVia() {
    if (vias().isEmpty()) {
      throw new HeaderFault(HeaderNames.VIA, "missing");
    }
    return vias().get(0);
  }

  /** Every Contact element; the wildcard has {@code isWildCard()}. */
  public List<ContactHeader> contacts() {
    if (contacts == null) {
      List<ContactHeader> parsed = new ArrayList<>(2);
      for (String element : elements(HeaderNames.CONTACT)) {
        parsed.add(JainHeaders.contact(element));
      }
      contacts = List.copyOf(parsed);
    }
    return contacts;
  }

  /**
   * A header that is one decimal number such as Expires, RSeq or Min-SE; parameters after it are
   * ignored.
   */
  public Optional<Long> number(String name) {
    String value = raw(name);
    return value == null ? Optional.empty() : Optional.of(HeaderText.number(name, value));
  }

  /**
   * The media type in lower case without parameters, such as {@code application/sdp}; empty where
   * there is none.
   */
  public String contentType() {
    String value = raw(HeaderNames.CONTENT_TYPE);
    return value == null ? "" : HeaderText.mediaType(value);
  }

  /** The message as it goes on the wire, with a Content-Length of our own counting. */
  public byte[] encode() {
    String startLine = startLine();
    int size = startLine.length() + 40;
    for (Header header : headers) {
      size += header.name().length() + header.value().length() + 4;
    }
    StringBuilder head = new StringBuilder(size).append(startLine).append("\r\n");
    for (Header header : headers) {
      // the name is canonical, so that equality is enough
      if (!header.name().equals(HeaderNames.CONTENT_LENGTH)) {
        head.append(header.name()).append(": ").append(header.value()).append("\r\n");
      }
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] text = head.toString().getBytes(StandardCharsets.UTF_8);
    if (body.length == 0) {
      return text;
    }
    byte[] whole = Arrays.copyOf(text, text.length + body.length);
    System.arraycopy(body, 0, whole, text.length, body.length);
    return whole;
  }

  /** Start line and headers for a trace; callers redact before they show it. */
  @Override
  public String toString() {
    return startLine();
  }

  private String raw(String name) {
    for (Header header : headers) {
      if (header.is(name)) {
        return header.value();
      }
    }
    return null;
  }

  private String required(String name) {
    String value = raw(name);
    if (value == null) {
      throw new HeaderFault(name, "missing");
    }
    return value;
  }

  /** Builds either kind of message; header order is the order of calls. */
  public abstract static sealed class Builder<B extends Builder<B>>
      permits SipRequest.Builder, SipResponse.Builder {
    protected final List<Header> headers = new ArrayList<>(16);
    protected byte[] body = NO_BODY;

    abstract B self();

    public B add(String name, String value) {
      headers.add(new Header(name, value));
      return self();
    }

    public B add(Header header) {
      headers.add(header);
      return self();
    }

    /** Puts the field before all others: where a new top Via or Route goes. */
    public B prepend(String name, String value) {
      headers.add(0, new Header(name, value));
      return self();
    }

    /** Replaces every field of that name by one. */
    public B set(String name, String value) {
      remove(name);
      return add(name, value);
    }

    public B remove(String name) {
      headers.removeIf(h -> h.is(name));
      return self();
    }

    public B body(String contentType, byte[] bytes) {
      set(HeaderNames.CONTENT_TYPE, contentType);
      body = bytes;
      return self();
    }

    /** Sets the body alone, with the Content-Type that the headers already name. */
    public B bodyBytes(byte[] bytes) {
      body = bytes;
      return self();
    }
  }
}
