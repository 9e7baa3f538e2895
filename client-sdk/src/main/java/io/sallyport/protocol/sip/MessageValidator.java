package io.sallyport.protocol.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The gate between a frame and a message: every header that routing, transactions, dialogs or the
 * archive rest on is held to the grammar of RFC 3261 before any parser of JAIN-SIP sees a byte of
 * it. Stateless; any thread.
 *
 * <p>What is well formed but cannot be served (unknown methods, schemes, extensions, hops used up)
 * passes: upper layers answer that. Headers of no consequence, such as Date, Warning or credentials
 * of an unknown scheme, may hold anything.
 */
public final class MessageValidator {

  /** A message or why it is none. */
  public sealed interface Outcome {
    record Valid(SipMessage message) implements Outcome {}

    record Invalid(Fault fault) implements Outcome {}
  }

  /** Header fields that may stand in a message once only, each with its bit. */
  private static final Map<String, Integer> SINGLE =
      Map.ofEntries(
          Map.entry(HeaderNames.FROM, 1),
          Map.entry(HeaderNames.TO, 1 << 1),
          Map.entry(HeaderNames.CALL_ID, 1 << 2),
          Map.entry(HeaderNames.CSEQ, 1 << 3),
          Map.entry(HeaderNames.MAX_FORWARDS, 1 << 4),
          Map.entry(HeaderNames.CONTENT_TYPE, 1 << 5),
          Map.entry(HeaderNames.CONTENT_DISPOSITION, 1 << 6),
          Map.entry(HeaderNames.EXPIRES, 1 << 7),
          Map.entry(HeaderNames.MIN_EXPIRES, 1 << 8),
          Map.entry(HeaderNames.RSEQ, 1 << 9),
          Map.entry(HeaderNames.RACK, 1 << 10),
          Map.entry(HeaderNames.EVENT, 1 << 11),
          Map.entry(HeaderNames.REFER_TO, 1 << 12),
          Map.entry(HeaderNames.REPLACES, 1 << 13),
          Map.entry(HeaderNames.SESSION_EXPIRES, 1 << 14),
          Map.entry(HeaderNames.MIN_SE, 1 << 15),
          Map.entry("Reply-To", 1 << 16));

  private static final String[] MANDATORY = {
    HeaderNames.FROM, HeaderNames.TO, HeaderNames.CALL_ID, HeaderNames.CSEQ
  };

  // immutable
  private final FrameLimits limits;

  public MessageValidator(FrameLimits limits) {
    this.limits = limits;
  }

  public Outcome validate(SipFrame frame) {
    try {
      return frame.isResponse() ? response(frame) : request(frame);
    } catch (HeaderFault e) {
      return invalid(frame, Fault.Kind.VALUE, 400, e.getMessage());
    }
  }

  /** What one pass over the headers found. */
  private static final class Findings {
    private int seen;
    private CSeq cseq;
    private String fromTag = "";
    private String toTag = "";
    private int contacts;
    private boolean wildcard;
    private final List<Via> vias = new ArrayList<>(2);
    private String repeated;
  }

  private Outcome request(SipFrame frame) {
    String line = frame.startLine();
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    if (first <= 0
        || last == first
        || line.indexOf(' ', first + 1) != last
        || !isToken(line, first)) {
      return invalid(frame, Fault.Kind.START_LINE, 400, "Malformed request line");
    }
    if (!line.regionMatches(true, last + 1, "SIP/2.0", 0, 7) || line.length() != last + 8) {
      boolean version = line.regionMatches(true, last + 1, "SIP/", 0, 4);
      return version
          ? invalid(frame, Fault.Kind.VERSION, 505, "Version Not Supported")
          : invalid(frame, Fault.Kind.START_LINE, 400, "Malformed request line");
    }
    UriGrammar.check("Request-URI", line, first + 1, last, false);
    Findings found = headers(frame);
    Outcome missing = missing(frame, found);
    if (missing != null) {
      return missing;
    }
    String method = line.substring(0, first);
    if (!found.cseq.method().equals(method)) {
      return invalid(frame, Fault.Kind.VALUE, 400, "CSeq: method differs from the request's");
    }
    SipRequest request =
        new SipRequest(method, line.substring(first + 1, last), frame.headers(), frame.body());
    request.known(found.cseq, found.vias, found.fromTag, found.toTag);
    return new Outcome.Valid(request);
  }

  private Outcome response(SipFrame frame) {
    String line = frame.startLine();
    boolean shape =
        line.length() >= 11
            && line.charAt(7) == ' '
            && (line.length() == 11 || line.charAt(11) == ' ');
    int status = 0;
    for (int i = 8; shape && i < 11; i++) {
      shape = Characters.is(line.charAt(i), Characters.DIGIT);
      status = status * 10 + (line.charAt(i) - '0');
    }
    if (!line.regionMatches(true, 0, "SIP/2.0", 0, 7)) {
      return invalid(frame, Fault.Kind.VERSION, 0, "Version Not Supported");
    }
    if (!shape || status < 100 || status > 699) {
      return invalid(frame, Fault.Kind.START_LINE, 0, "Malformed status line");
    }
    Findings found = headers(frame);
    Outcome missing = missing(frame, found);
    if (missing != null) {
      return missing;
    }
    String reason = line.length() > 12 ? line.substring(12) : "";
    SipResponse response = new SipResponse(status, reason, frame.headers(), frame.body());
    response.known(found.cseq, found.vias, found.fromTag, found.toTag);
    return new Outcome.Valid(response);
  }

  private Findings headers(SipFrame frame) {
    Findings found = new Findings();
    for (Header header : frame.headers()) {
      Integer bit = SINGLE.get(header.name());
      if (bit != null) {
        if ((found.seen & bit) != 0) {
          found.repeated = found.repeated == null ? header.name() : found.repeated;
        }
        found.seen |= bit;
        single(header, found);
      } else {
        repeatable(header, found);
      }
    }
    if (found.vias.size() > limits.maxVias()) {
      throw new HeaderFault(HeaderNames.VIA, "too many");
    }
    if (found.contacts > limits.maxContacts()) {
      throw new HeaderFault(HeaderNames.CONTACT, "too many");
    }
    if (found.wildcard && found.contacts > 1) {
      throw new HeaderFault(HeaderNames.CONTACT, "wildcard among addresses");
    }
    return found;
  }

  private static void single(Header header, Findings found) {
    String name = header.name();
    String value = header.value();
    switch (name) {
      case HeaderNames.FROM -> found.fromTag = HeaderGrammar.address(name, value);
      case HeaderNames.TO -> found.toTag = HeaderGrammar.address(name, value);
      case HeaderNames.CALL_ID -> HeaderGrammar.callId(value);
      case HeaderNames.CSEQ -> found.cseq = HeaderGrammar.cseq(value);
      case HeaderNames.MAX_FORWARDS -> HeaderGrammar.number(name, value, 0, 255);
      case HeaderNames.CONTENT_TYPE -> HeaderGrammar.contentType(value);
      case HeaderNames.EXPIRES, HeaderNames.MIN_EXPIRES ->
          HeaderGrammar.number(name, value, 0, HeaderGrammar.MAX_DELTA);
      case HeaderNames.RSEQ -> HeaderGrammar.number(name, value, 1, HeaderGrammar.MAX_DELTA);
      case HeaderNames.RACK -> HeaderGrammar.rack(value);
      case HeaderNames.SESSION_EXPIRES, HeaderNames.MIN_SE ->
          HeaderGrammar.numberWithParameters(name, value);
      case HeaderNames.EVENT, HeaderNames.CONTENT_DISPOSITION ->
          HeaderGrammar.tokenWithParameters(name, value);
      case HeaderNames.REFER_TO, "Reply-To" -> HeaderGrammar.address(name, value);
      default -> {
        // Replaces is read by whoever supports it
      }
    }
  }

  private void repeatable(Header header, Findings found) {
    String name = header.name();
    switch (name) {
      case HeaderNames.VIA -> HeaderGrammar.vias(header.value(), found.vias);
      case HeaderNames.CONTACT -> {
        if (header.value().equals("*")) {
          found.wildcard = true;
          found.contacts++;
        } else {
          found.contacts += HeaderGrammar.addresses(name, header.value(), false);
        }
      }
      case HeaderNames.ROUTE, HeaderNames.RECORD_ROUTE, HeaderNames.PATH ->
          HeaderGrammar.addresses(name, header.value(), true);
      default -> {
        // no grammar that anything here rests on
      }
    }
  }

  private static Outcome missing(SipFrame frame, Findings found) {
    if (found.repeated != null) {
      return invalid(frame, Fault.Kind.REPEATED_HEADER, 400, found.repeated + ": given twice");
    }
    if (found.vias.isEmpty()) {
      return invalid(frame, Fault.Kind.MISSING_HEADER, 400, "Via: missing");
    }
    for (String name : MANDATORY) {
      if ((found.seen & SINGLE.get(name)) == 0) {
        return invalid(frame, Fault.Kind.MISSING_HEADER, 400, name + ": missing");
      }
    }
    return null;
  }

  private static boolean isToken(String line, int end) {
    for (int i = 0; i < end; i++) {
      if (!Characters.is(line.charAt(i), Characters.TOKEN)) {
        return false;
      }
    }
    return true;
  }

  private static Outcome invalid(SipFrame frame, Fault.Kind kind, int status, String reason) {
    return new Outcome.Invalid(
        new Fault(kind, frame.isAnswerable() ? status : 0, reason, frame, false));
  }
}
