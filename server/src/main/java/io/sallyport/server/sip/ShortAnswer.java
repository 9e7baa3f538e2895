package io.sallyport.server.sip;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Answers to strangers over UDP, whose source may be forged: an answer much longer than its request
 * would make us a weapon against whoever really has that address. Phones' own requests are long
 * enough to be answered in full.
 */
final class ShortAnswer {
  /** What a peer can do without. */
  private static final Set<String> OPTIONAL =
      Set.of(HeaderNames.WARNING, HeaderNames.SUPPORTED, HeaderNames.ACCEPT);

  private static final Set<String> CHALLENGES =
      Set.of(HeaderNames.WWW_AUTHENTICATE, HeaderNames.PROXY_AUTHENTICATE);

  /** About what received and rport add to the Via. */
  private static final int VIA_GROWTH = 35;

  private ShortAnswer() {}

  /**
   * The answer, without what can be left out where it would be longer than one and a half times its
   * request: first what only informs, then all challenges but the last, which every phone knows.
   */
  static SipResponse of(SipRequest request, Flow flow, SipResponse answer) {
    if (flow.transport() != Transport.UDP) {
      return answer;
    }
    int most = request.encode().length * 3 / 2 - VIA_GROWTH;
    if (answer.encode().length <= most) {
      return answer;
    }
    SipResponse bare = without(answer, answer.status() == 405, false);
    return bare.encode().length <= most ? bare : without(bare, true, true);
  }

  private static SipResponse without(SipResponse answer, boolean allow, boolean oneChallenge) {
    List<Header> kept = new ArrayList<>();
    for (Header header : answer.headers()) {
      boolean optional =
          OPTIONAL.contains(header.name()) || (header.is(HeaderNames.ALLOW) && !allow);
      if (oneChallenge && CHALLENGES.contains(header.name())) {
        kept.removeIf(other -> CHALLENGES.contains(other.name()));
      }
      if (!optional) {
        kept.add(header);
      }
    }
    return new SipResponse(answer.status(), answer.reason(), kept, answer.body());
  }
}
