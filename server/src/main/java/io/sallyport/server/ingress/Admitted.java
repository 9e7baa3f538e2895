package io.sallyport.server.ingress;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.auth.Identity;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Obligations;
import io.sallyport.server.sip.ServerTransaction;

/**
 * A request with what the chain found out about it.
 *
 * @param identity who it is from, proved by a login
 * @param from the identity's address of record
 * @param to whom it asks for: the Request-URI's address, or for REGISTER the To address, canonical
 * @param obligations what policy demands of what it allowed
 */
public record Admitted(
    ServerTransaction transaction,
    Identity identity,
    Address from,
    Address to,
    Obligations obligations) {
  public SipRequest request() {
    return transaction.request();
  }

  public Flow flow() {
    return transaction.flow();
  }
}
