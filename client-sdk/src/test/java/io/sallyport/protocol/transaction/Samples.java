package io.sallyport.protocol.transaction;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;

/** Messages that the tests of this package share. */
final class Samples {
  private Samples() {}

  static SipRequest request(String method) {
    return SipRequest.builder(method, "sip:bob@192.0.2.4;transport=tcp")
        .add("Via", "SIP/2.0/UDP pc33.example.org:5060;branch=z9hG4bKnashds8")
        .add("Max-Forwards", "70")
        .add("Route", "<sip:edge.example.org;lr>")
        .add("From", "Alice <sip:alice@example.org>;tag=1928301774")
        .add("To", "Bob <sip:bob@example.org>")
        .add("Call-ID", "a84b4c76e66710")
        .add("CSeq", "314159 " + method)
        .add("Contact", "<sip:alice@pc33.example.org>")
        .build();
  }

  static SipRequest invite() {
    return request("INVITE");
  }

  static SipRequest ack(SipRequest invite, SipResponse response) {
    return SipRequest.builder("ACK", invite.uri())
        .add("Via", invite.first("Via").orElseThrow())
        .add("From", invite.first("From").orElseThrow())
        .add("To", response.first("To").orElseThrow())
        .add("Call-ID", invite.callId())
        .add("CSeq", invite.cseq().number() + " ACK")
        .build();
  }

  static SipResponse response(SipRequest request, int status) {
    return response(request, status, "a6c85cf");
  }

  static SipResponse response(SipRequest request, int status, String toTag) {
    return SipResponse.to(request, status, toTag)
        .add("Contact", "<sip:bob@192.0.2.9:5061;transport=tls>")
        .build();
  }
}
