package io.sallyport.server.call;

import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.sip.ClientTransaction;
import io.sallyport.server.sip.ServerTransaction;

/** Passes the other phone's answer on by its status alone. */
record Relayed(ServerTransaction transaction) implements ClientTransaction.Listener {
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
