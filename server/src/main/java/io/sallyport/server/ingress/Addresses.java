package io.sallyport.server.ingress;

import io.sallyport.protocol.sip.HeaderFault;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Policy;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.address.URI;

/** Addresses of record out of SIP headers, in the canonical form that policy compares. */
public final class Addresses {
  private static final String TEL = "tel:";
  private static final int MOST = 128;

  private Addresses() {}

  /** Whether a request is for a telephone number. */
  static boolean isTel(SipRequest request) {
    return request.uri().regionMatches(true, 0, TEL, 0, TEL.length());
  }

  /**
   * The Request-URI's address; empty where it names nobody (no user part) or is neither a SIP
   * address nor a telephone number (RFC 3966).
   */
  public static Optional<Address> asked(SipRequest request, Policy policy) {
    if (isTel(request)) {
      return policy.canonicalTel(request.uri().substring(TEL.length()));
    }
    return request.sipUri().flatMap(uri -> policy.canonical(uri.getUser(), uri.getHost()));
  }

  public static Optional<Address> from(SipMessage message, Policy policy) {
    return of(message.from().getAddress().getURI(), policy);
  }

  public static Optional<Address> to(SipMessage message, Policy policy) {
    return of(message.to().getAddress().getURI(), policy);
  }

  /**
   * The display name of From as the peer claims it, cut to what a record keeps; empty where there
   * is none.
   */
  public static String display(SipMessage message) {
    String claimed = message.from().getAddress().getDisplayName();
    return kept(claimed == null ? "" : claimed.strip());
  }

  /** What the sending device calls itself, cut to what a record keeps; empty where it is silent. */
  public static String device(SipMessage message) {
    return kept(
        message
            .first(HeaderNames.USER_AGENT)
            .or(() -> message.first(HeaderNames.SERVER))
            .orElse(""));
  }

  /** A peer's text cut to what a record keeps. */
  public static String kept(String text) {
    return text.length() > MOST ? text.substring(0, MOST) : text;
  }

  private static Optional<Address> of(URI uri, Policy policy) {
    if (!(uri instanceof SipURI sip)) {
      return Optional.empty();
    }
    try {
      return policy.canonical(sip.getUser(), sip.getHost());
    } catch (RuntimeException e) {
      throw new HeaderFault("From or To", "does not parse");
    }
  }
}
