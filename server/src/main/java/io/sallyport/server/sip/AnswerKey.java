package io.sallyport.server.sip;

import io.sallyport.protocol.sip.HeaderFault;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;

/**
 * What the ACK to a 2xx and a PRACK have in common with the INVITE that they are about: dialog and
 * number.
 */
record AnswerKey(String callId, String localTag, long number) {

  static AnswerKey ofAck(SipRequest ack) {
    return new AnswerKey(ack.callId(), ack.toTag(), ack.cseq().number());
  }

  /** By RAck: response number, CSeq number, method. */
  static AnswerKey ofPrack(SipRequest prack) {
    String[] parts = prack.first(HeaderNames.RACK).orElse("").trim().split("[ \t]+");
    if (parts.length != 3 || !parts[1].matches("[0-9]{1,10}")) {
      throw new HeaderFault(HeaderNames.RACK, "missing or malformed");
    }
    return new AnswerKey(prack.callId(), prack.toTag(), Long.parseLong(parts[1]));
  }
}
