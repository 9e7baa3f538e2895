package io.sallyport.server.ingress;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.auth.Identity;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Obligations;
import io.sallyport.server.policy.Party;
import io.sallyport.server.policy.Person;
import io.sallyport.server.sip.ServerTransaction;
import java.util.Locale;

/**
 * A request with what the chain found out about it.
 *
 * @param identity who it is from, proved by a login
 * @param asking the identity with the device and the network that it asks from
 * @param to whom it asks for: the Request-URI's address, or for REGISTER the To address, canonical
 * @param decision with what policy demands of what it allowed
 * @param ruleset version of the rules that decided
 */
public record Admitted(
    ServerTransaction transaction,
    Identity identity,
    Party asking,
    Address to,
    Decision.Allow decision,
    long ruleset) {

  /** Allowed by the built-in rules. */
  public Admitted(
      ServerTransaction transaction,
      Identity identity,
      Address from,
      Address to,
      Obligations obligations) {
    this(
        transaction,
        identity,
        new Party(
            from,
            Person.STRANGER,
            transaction.request().first(HeaderNames.USER_AGENT).orElse(""),
            transaction.flow().remote().getAddress().getHostAddress(),
            transaction.flow().transport().name().toLowerCase(Locale.ROOT)),
        to,
        new Decision.Allow(obligations, "default"),
        0);
  }

  public SipRequest request() {
    return transaction.request();
  }

  public Flow flow() {
    return transaction.flow();
  }

  /** The identity's address of record. */
  public Address from() {
    return asking.address();
  }

  public Obligations obligations() {
    return decision.obligations();
  }
}
