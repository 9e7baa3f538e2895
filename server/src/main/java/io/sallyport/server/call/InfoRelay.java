package io.sallyport.server.call;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.sip.ClientTransaction;
import io.sallyport.server.sip.ServerTransaction;

/**
 * An INFO (RFC 6086) on its way to the other phone: DTMF and picture requests. Body and type pass,
 * nothing else; of the other phone's answer its status alone.
 */
record InfoRelay(ServerTransaction transaction) implements ClientTransaction.Listener {

  void to(Leg other) {
    SipRequest request = transaction.request();
    SipRequest.Builder info = other.dialog().request(SipRequest.INFO);
    request.first("Info-Package").ifPresent(p -> info.add("Info-Package", p));
    if (request.body().length > 0) {
      info.body(
          request.first(HeaderNames.CONTENT_TYPE).orElse("application/octet-stream"),
          request.body());
    }
    other.send(info.build(), this);
  }

  @Override
  public void response(SipResponse response) {
    int status = response.status() == 401 || response.status() == 407 ? 403 : response.status();
    answer(status);
  }

  @Override
  public void failed(int status, String why) {
    answer(status);
  }

  private void answer(int status) {
    transaction.respond(
        SipResponse.to(transaction.request(), status, transaction.localTag()).build());
  }
}
