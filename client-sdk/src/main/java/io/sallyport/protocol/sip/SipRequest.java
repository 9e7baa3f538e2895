package io.sallyport.protocol.sip;

import java.util.List;
import java.util.Optional;
import javax.sip.address.SipURI;

/** A SIP request (RFC 3261 section 7.1). */
public final class SipRequest extends SipMessage {
  public static final String ACK = "ACK";
  public static final String BYE = "BYE";
  public static final String CANCEL = "CANCEL";
  public static final String INFO = "INFO";
  public static final String INVITE = "INVITE";
  public static final String MESSAGE = "MESSAGE";
  public static final String NOTIFY = "NOTIFY";
  public static final String OPTIONS = "OPTIONS";
  public static final String PRACK = "PRACK";
  public static final String PUBLISH = "PUBLISH";
  public static final String REFER = "REFER";
  public static final String REGISTER = "REGISTER";
  public static final String SUBSCRIBE = "SUBSCRIBE";
  public static final String UPDATE = "UPDATE";

  // immutable
  private final String method;
  private final String uri;

  // parsed on first use
  private Optional<SipURI> sipUri;

  public SipRequest(String method, String uri, List<Header> headers, byte[] body) {
    super(headers, body);
    this.method = method;
    this.uri = uri;
  }

  public static Builder builder(String method, String uri) {
    return new Builder(method, uri);
  }

  /** The method, case kept: methods are case-sensitive. */
  public String method() {
    return method;
  }

  public boolean is(String other) {
    return method.equals(other);
  }

  /** The Request-URI as written. */
  public String uri() {
    return uri;
  }

  /** The Request-URI where its scheme is sip or sips. */
  public Optional<SipURI> sipUri() {
    if (sipUri == null) {
      sipUri = JainHeaders.sipUri(uri);
    }
    return sipUri;
  }

  /** Max-Forwards, or 70 where a peer of RFC 2543 leaves it out. */
  public int maxForwards() {
    return number(HeaderNames.MAX_FORWARDS).map(n -> (int) Math.min(n, 255)).orElse(70);
  }

  @Override
  public String startLine() {
    return method + " " + uri + " SIP/2.0";
  }

  /** A builder that begins as this request. */
  public Builder toBuilder() {
    Builder builder = new Builder(method, uri);
    builder.headers.addAll(headers());
    builder.body = body();
    return builder;
  }

  /** Builds a request. */
  public static final class Builder extends SipMessage.Builder<Builder> {
    private final String method;
    private String uri;

    private Builder(String method, String uri) {
      this.method = method;
      this.uri = uri;
    }

    public Builder uri(String newUri) {
      uri = newUri;
      return this;
    }

    @Override
    Builder self() {
      return this;
    }

    public SipRequest build() {
      return new SipRequest(method, uri, headers, body);
    }
  }
}
