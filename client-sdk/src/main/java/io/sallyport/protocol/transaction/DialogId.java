package io.sallyport.protocol.transaction;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;

/**
 * What identifies a dialog at one of its ends (RFC 3261 section 12); a tag of an RFC 2543 peer is
 * empty.
 */
public record DialogId(String callId, String localTag, String remoteTag) {

  /** The dialog that a received request belongs to. */
  public static DialogId of(SipRequest received) {
    return new DialogId(received.callId(), received.toTag(), received.fromTag());
  }

  /** The dialog that a received response makes or belongs to. */
  public static DialogId of(SipResponse received) {
    return new DialogId(received.callId(), received.fromTag(), received.toTag());
  }
}
