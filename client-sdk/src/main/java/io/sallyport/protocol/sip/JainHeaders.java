package io.sallyport.protocol.sip;

import gov.nist.javax.sip.header.ContactList;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.parser.ContactParser;
import gov.nist.javax.sip.parser.FromParser;
import gov.nist.javax.sip.parser.HeaderParser;
import gov.nist.javax.sip.parser.ParserFactory;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.parser.ToParser;
import java.text.ParseException;
import java.util.Locale;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;

/**
 * JAIN-SIP's header parsers, run one header at a time on text that the validator let through.
 * Whatever they throw becomes a {@link HeaderFault}: several of them throw unchecked exceptions on
 * hostile input.
 */
public final class JainHeaders {
  /** One of JAIN-SIP's parsers, made for one header line. */
  private interface Parsing<T> {
    T parse() throws ParseException;
  }

  private JainHeaders() {}

  public static FromHeader from(String value) {
    return guarded(
        HeaderNames.FROM,
        () -> (FromHeader) new FromParser("From: " + bracketed(value) + "\n").parse());
  }

  public static ToHeader to(String value) {
    return guarded(
        HeaderNames.TO, () -> (ToHeader) new ToParser("To: " + bracketed(value) + "\n").parse());
  }

  public static ContactHeader contact(String element) {
    return guarded(
        HeaderNames.CONTACT,
        () ->
            (ContactHeader)
                ((ContactList) new ContactParser("Contact: " + bracketed(element) + "\n").parse())
                    .getFirst());
  }

  /** The URI where its scheme is sip or sips; empty for any other scheme. */
  public static Optional<SipURI> sipUri(String uri) {
    String scheme = uri.substring(0, Math.min(5, uri.length())).toLowerCase(Locale.ROOT);
    if (!scheme.startsWith("sip:") && !scheme.equals("sips:")) {
      return Optional.empty();
    }
    return Optional.of(guarded("Request-URI", () -> (SipURI) new StringMsgParser().parseUrl(uri)));
  }

  /**
   * Any other header as its JAIN-SIP class, for instance {@code header("Authorization", value,
   * AuthorizationHeader.class)}. Not Via: the library's parser for it does not come back from some
   * values, so that only {@link SipMessage#vias} reads those.
   */
  public static <T> T header(String name, String value, Class<T> type) {
    if (HeaderNames.canonical(name).equals(HeaderNames.VIA)) {
      throw new IllegalArgumentException("Via is read by SipMessage.vias");
    }
    return guarded(
        name,
        () -> {
          HeaderParser parser = ParserFactory.createParser(name + ": " + value + "\n");
          SIPHeader header = parser.parse();
          return type.cast(header instanceof SIPHeaderList<?> list ? list.getFirst() : header);
        });
  }

  /**
   * An address without brackets with them, so that what follows the semicolon belongs to the header
   * (RFC 3261 section 20): JAIN-SIP would give it to a URI whose scheme it does not know.
   */
  private static String bracketed(String value) {
    if (value.indexOf('<') >= 0 || value.startsWith("*")) {
      return value;
    }
    int semi = value.indexOf(';');
    return semi < 0
        ? "<" + value.trim() + ">"
        : "<" + value.substring(0, semi).trim() + ">" + value.substring(semi);
  }

  private static <T> T guarded(String name, Parsing<T> parsing) {
    T parsed = null;
    try {
      parsed = parsing.parse();
    } catch (ParseException | RuntimeException e) {
      throw new HeaderFault(name, "does not parse");
    }
    // a list that turns out empty is null there
    if (parsed == null) {
      throw new HeaderFault(name, "does not parse");
    }
    return parsed;
  }
}
