package io.sallyport.protocol.sip;

import java.util.Optional;

/**
 * Answers to what is not a message (RFC 3261 section 8.2.6 as far as the fault lets it): Via, From,
 * To, Call-ID and CSeq as they came, and nothing else of the peer's.
 */
public final class FaultResponses {
  private FaultResponses() {}

  /** The answer, or nothing where the fault forbids one or no Via says whom it is for. */
  public static Optional<SipResponse> of(Fault fault) {
    SipFrame frame = fault.frame();
    if (fault.status() == 0 || frame == null || !frame.isAnswerable()) {
      return Optional.empty();
    }
    SipResponse.Builder response = SipResponse.builder(fault.status()).reason(fault.reason());
    int vias = 0;
    boolean from = false;
    boolean to = false;
    boolean callId = false;
    boolean cseq = false;
    for (Header header : frame.headers()) {
      if (!isClean(header.value())) {
        continue;
      }
      switch (header.name()) {
        case HeaderNames.VIA -> {
          response.add(header);
          vias++;
        }
        case HeaderNames.FROM -> from = once(response, header, from);
        case HeaderNames.TO -> to = once(response, tagged(header, frame), to);
        case HeaderNames.CALL_ID -> callId = once(response, header, callId);
        case HeaderNames.CSEQ -> cseq = once(response, header, cseq);
        default -> {
          // nothing else is echoed
        }
      }
    }
    return vias == 0 ? Optional.empty() : Optional.of(response.build());
  }

  private static boolean once(SipResponse.Builder response, Header header, boolean before) {
    if (!before) {
      response.add(header);
    }
    return true;
  }

  /** To with a tag, the same for every retransmission since nothing is remembered. */
  private static Header tagged(Header to, SipFrame frame) {
    try {
      if (!HeaderGrammar.address(HeaderNames.TO, to.value()).isEmpty()) {
        return to;
      }
    } catch (HeaderFault e) {
      return to;
    }
    int seed =
        31 * String.valueOf(frame.first(HeaderNames.CALL_ID)).hashCode()
            + String.valueOf(frame.first(HeaderNames.VIA)).hashCode();
    return new Header(HeaderNames.TO, to.value() + ";tag=f" + Integer.toHexString(seed));
  }

  /**
   * Whether a value may be sent back: not empty, and no control character outside what the scanner
   * let through in quotes.
   */
  private static boolean isClean(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\r'
          || c == '\n'
          || (Character.isISOControl(c) && c != '\t' && (i == 0 || value.charAt(i - 1) != '\\'))) {
        return false;
      }
    }
    return !value.isEmpty();
  }
}
