package io.sallyport.server.ingress;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.auth.Identity;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Party;
import io.sallyport.server.sip.ServerTransaction;

/** A request on its way through the chain, and what the steps have found out about it so far. */
final class Passage {
  // immutable
  final ServerTransaction transaction;
  final SipRequest request;

  // owned by: shard; set by the steps in their order
  Identity identity;
  Address from;
  Address to;
  Party asking;
  Decision.Allow decision;

  Passage(ServerTransaction transaction) {
    this.transaction = transaction;
    this.request = transaction.request();
  }
}
