package io.sallyport.server.policy;

import java.util.List;
import java.util.Optional;

/**
 * Decides who may do what, by the rule set in force. Pure but for that one reference, which is
 * swapped whole.
 */
public final class Policy {
  // immutable
  private final Territory territory;

  // any thread: volatile snapshot
  private volatile InForce current;

  /**
   * A rule set that decides, and its number: who puts both on record takes them together.
   *
   * @param version as the records {@code policy.changed} count; 0 for the standard rules
   */
  public record InForce(RuleSet rules, long version) {}

  /**
   * @param domain the SIP domain that addresses of record are in
   * @param aliases other names of the same domain: host names and IP addresses by which phones may
   *     know this server
   */
  public Policy(String domain, List<String> aliases, PolicySettings settings) {
    this(new Territory(domain, aliases, settings));
  }

  /** Decides by the standard rules until others are swapped in. */
  public Policy(Territory territory) {
    this.territory = territory;
    this.current = new InForce(RuleSet.standard(territory), 0);
  }

  /** What rule sets for this policy are read against. */
  public Territory territory() {
    return territory;
  }

  public String domain() {
    return territory.domain();
  }

  /** Whether a host names this server's domain. */
  public boolean serves(String host) {
    return territory.serves(host);
  }

  /** The address in canonical form, with an alias of our domain replaced by the domain itself. */
  public Optional<Address> canonical(String user, String host) {
    return territory.canonical(user, host);
  }

  /** The address that a {@code tel:} URI's number names; see {@link Territory#canonicalTel}. */
  public Optional<Address> canonicalTel(String subscriber) {
    return territory.canonicalTel(subscriber);
  }

  /** The rule set in force with its number. */
  public InForce inForce() {
    return current;
  }

  /** The rule set in force. */
  public RuleSet current() {
    return current.rules();
  }

  /** Brings another rule set into force, for every decision from now on; returns the one before. */
  public RuleSet swap(RuleSet rules) {
    return swap(rules, 0);
  }

  /** The same with the number that the set has on record. */
  public synchronized RuleSet swap(RuleSet rules, long version) {
    RuleSet before = current.rules();
    current = new InForce(rules, version);
    return before;
  }

  /** The decision for one attempt, with its obligations. */
  public Decision decide(Attempt attempt) {
    return current.rules().decide(attempt);
  }

  /** The same decision with its reasons. */
  public Explanation explain(Attempt attempt) {
    return current.rules().explain(attempt);
  }
}
