package io.sallyport.protocol.transaction;

import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.sip.Via;

/**
 * What a message is matched to its transaction by (RFC 3261 sections 17.1.3 and 17.2.3).
 *
 * @param branch of the top Via; for a request of RFC 2543, which has no unique one, what section
 *     17.2.3 lists instead
 * @param sentBy of the top Via for server transactions; empty for client transactions, whose branch
 *     is ours
 * @param method of the transaction: INVITE for an ACK
 */
public record TransactionKey(String branch, String sentBy, String method) {

  /**
   * The server transaction that a request belongs to: a new one, the one it repeats, or for an ACK
   * the INVITE's.
   */
  public static TransactionKey of(SipRequest request) {
    Via via = request.topVia();
    String method = request.is(SipRequest.ACK) ? SipRequest.INVITE : request.method();
    String branch = via.branch().orElse("");
    if (hasMagicCookie(branch)) {
      return new TransactionKey(branch, via.sentBy(), method);
    }
    // The To tag is left out: an ACK has the response's, the INVITE none; the others tell
    // transactions apart well enough.
    String fallback =
        request.uri()
            + '\n'
            + request.fromTag()
            + '\n'
            + request.callId()
            + '\n'
            + request.cseq().number()
            + '\n'
            + via;
    return new TransactionKey(fallback, via.sentBy(), method);
  }

  /** The client transaction that a response answers, or that a request of ours opens. */
  public static TransactionKey client(SipMessage message) {
    return new TransactionKey(message.topVia().branch().orElse(""), "", message.cseq().method());
  }

  /** The server transaction that a CANCEL means (section 9.2): all the same but the method. */
  public TransactionKey ofInvite() {
    return new TransactionKey(branch, sentBy, SipRequest.INVITE);
  }

  /**
   * Whether a CANCEL that matched by key is by the same caller as the INVITE: Call-ID, From tag and
   * CSeq number agree.
   */
  public static boolean cancels(SipRequest cancel, SipRequest invite) {
    return cancel.callId().equals(invite.callId())
        && cancel.fromTag().equals(invite.fromTag())
        && cancel.cseq().number() == invite.cseq().number();
  }

  /** Whether the ACK acknowledges this 2xx (section 13.2.2.4): same dialog, same CSeq number. */
  public static boolean acknowledges(SipRequest ack, SipResponse success) {
    return ack.callId().equals(success.callId())
        && ack.fromTag().equals(success.fromTag())
        && ack.toTag().equals(success.toTag())
        && ack.cseq().number() == success.cseq().number();
  }

  private static boolean hasMagicCookie(String branch) {
    String cookie = Via.MAGIC_COOKIE;
    return branch.length() > cookie.length()
        && branch.regionMatches(true, 0, cookie, 0, cookie.length());
  }
}
