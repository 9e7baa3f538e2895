package io.sallyport.server.ingress;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.auth.Identity;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.sip.ServerTransaction;

/** A request with what the chain found out about it: who it is from and what policy decided. */
public record Admitted(ServerTransaction transaction, Identity identity, Decision.Obligations obligations) {
  public SipRequest request() {
    return transaction.request();
  }

  public Flow flow() {
    return transaction.flow();
  }
}
