package io.sallyport.protocol.sip;

import java.util.List;

/** A SIP response (RFC 3261 section 7.2). */
public final class SipResponse extends SipMessage {
  // immutable
  private final int status;
  private final String reason;

  public SipResponse(int status, String reason, List<Header> headers, byte[] body) {
    super(headers, body);
    this.status = status;
    this.reason = reason;
  }

  /**
   * A response to the request with Via, From, To, Call-ID and CSeq copied and, in a 100, Timestamp
   * (RFC 3261 section 8.2.6). The To tag is added where the status is over 100, the request has
   * none and {@code toTag} is not empty.
   */
  public static Builder to(SipRequest request, int status, String toTag) {
    Builder builder = new Builder(status, ReasonPhrases.of(status));
    for (Header header : request.headers()) {
      switch (header.name()) {
        case HeaderNames.VIA, HeaderNames.FROM, HeaderNames.CALL_ID, HeaderNames.CSEQ ->
            builder.add(header);
        case HeaderNames.TO -> {
          boolean tag = status > 100 && !toTag.isEmpty() && request.toTag().isEmpty();
          builder.add(HeaderNames.TO, tag ? header.value() + ";tag=" + toTag : header.value());
        }
        case "Timestamp" -> {
          if (status == 100) {
            builder.add(header);
          }
        }
        default -> {
          // not copied
        }
      }
    }
    return builder;
  }

  public static Builder builder(int status) {
    return new Builder(status, ReasonPhrases.of(status));
  }

  public int status() {
    return status;
  }

  public String reason() {
    return reason;
  }

  public boolean isProvisional() {
    return status < 200;
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  @Override
  public String startLine() {
    return "SIP/2.0 " + status + " " + reason;
  }

  /** A builder that begins as this response. */
  public Builder toBuilder() {
    Builder builder = new Builder(status, reason);
    builder.headers.addAll(headers());
    builder.body = body();
    return builder;
  }

  /** Builds a response. */
  public static final class Builder extends SipMessage.Builder<Builder> {
    private final int status;
    private String reason;

    private Builder(int status, String reason) {
      this.status = status;
      this.reason = reason;
    }

    /** The words after the status code, for a human. */
    public Builder reason(String words) {
      reason = words;
      return this;
    }

    @Override
    Builder self() {
      return this;
    }

    public SipResponse build() {
      return new SipResponse(status, reason, headers, body);
    }
  }
}
