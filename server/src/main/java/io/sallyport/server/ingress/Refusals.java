package io.sallyport.server.ingress;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.sip.ServerTransaction;

/**
 * How a {@link Refusal} looks on the wire: its status, the words as reason phrase, and the words
 * again as a Warning.
 */
public final class Refusals {
  /** The methods that a phone may send here at all. */
  static final String ALLOW =
      "INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, MESSAGE, INFO, UPDATE, PRACK";

  /** The extensions that the server understands (Supported, RFC 3261 section 20.37). */
  static final String SUPPORTED = "100rel, gruu, outbound, timer";

  private Refusals() {}

  /** The response to send for a refusal. */
  public static SipResponse.Builder response(ServerTransaction transaction, Refusal refusal) {
    return response(transaction, refusal, refusal.words());
  }

  /** The response for a refusal with words that say more than the refusal's own. */
  public static SipResponse.Builder response(
      ServerTransaction transaction, Refusal refusal, String words) {
    SipRequest request = transaction.request();
    String shown = words.replaceAll("\\p{Cntrl}", " ").replace('"', '\'').replace('\\', '/');
    SipResponse.Builder response =
        SipResponse.to(request, refusal.status(), transaction.localTag()).reason(shown);
    if (refusal.fault() == Refusal.Fault.POLICY) {
      response.add(HeaderNames.REASON, "SIP;cause=" + refusal.status() + ";text=\"" + shown + "\"");
    }
    switch (refusal) {
      case METHOD_NOT_ALLOWED, NOT_IMPLEMENTED -> response.add(HeaderNames.ALLOW, ALLOW);
      case MAINTENANCE -> response.add(HeaderNames.RETRY_AFTER, "300");
      case OVERLOADED, STOPPING, ARCHIVE_UNAVAILABLE, RECORDING_UNAVAILABLE, FLOOD, SERVER_ERROR ->
          response.add(HeaderNames.RETRY_AFTER, "10");
      case CALLS_TOO_FAST -> response.add(HeaderNames.RETRY_AFTER, "60");
      case UNSUPPORTED_ENCODING -> response.add("Accept-Encoding", "identity");
      default -> {
        // nothing more to say
      }
    }
    return response.add(HeaderNames.WARNING, "399 sallyport \"" + shown + "\"");
  }
}
