package io.sallyport.server.ingress;

import io.sallyport.server.guard.Guard;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Attempt.Kind;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Party;
import io.sallyport.server.policy.Refusal;

/**
 * The chain for what people want who have signed in at the console: the steps of {@link Ingress}
 * that come after a login, so that a page is no side door. Any thread, never blocks.
 */
public final class ConsoleChain {
  /** How a console's requests stand on record, in the place of a transport. */
  public static final String TRANSPORT = "https";

  // immutable
  private final Attempts attempts;
  private final Denials denials;
  private final Guard guard;

  public ConsoleChain(Attempts attempts, Denials denials, Guard guard) {
    this.attempts = attempts;
    this.denials = denials;
    this.guard = guard;
  }

  /** What comes of it. */
  public sealed interface Outcome {
    /**
     * Go ahead.
     *
     * @param ruleset version of the rules that decided
     */
    record Entered(Party asking, Address to, Decision.Allow decision, long ruleset)
        implements Outcome {}

    /** No; where a rule says so it is on record already. */
    record Turned(Refusal refusal, String words) implements Outcome {}
  }

  /**
   * Asks for one thing.
   *
   * @param method as a phone's request for the same would be called, for the record
   * @param from the asking user, proved by a session or a key
   * @param agent what the browser or program calls itself
   * @param network the literal IP address that the request comes from
   */
  public Outcome ask(
      String method, Kind kind, Address from, Address to, String agent, String network) {
    if (!guard.withinRate(from.user())) {
      return new Outcome.Turned(Refusal.FLOOD, Refusal.FLOOD.words());
    }
    Party asking =
        new Party(from, attempts.party(from).person(), Addresses.kept(agent), network, TRANSPORT);
    Decision decision = attempts.decide(kind, asking, attempts.party(to));
    if (decision instanceof Decision.Deny deny) {
      denials.deny(method, asking, to, kind, deny, attempts.ruleset());
      return new Outcome.Turned(deny.refusal(), deny.words());
    }
    return new Outcome.Entered(asking, to, (Decision.Allow) decision, attempts.ruleset());
  }
}
