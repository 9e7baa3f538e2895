package io.sallyport.server.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides who may do what. Pure and immutable: swapped whole when settings change.
 *
 * <p>Everybody inside may call and write to everybody inside, on record; outside is denied.
 */
public final class Policy {
  // immutable
  private final String domain;
  private final Set<String> served;
  private final PolicySettings settings;

  /**
   * @param domain the SIP domain that addresses of record are in
   * @param aliases other names of the same domain: host names and IP addresses by which phones may
   *     know this server
   */
  public Policy(String domain, List<String> aliases, PolicySettings settings) {
    this.domain = domain.toLowerCase(Locale.ROOT);
    this.settings = settings;
    Set<String> names = new LinkedHashSet<>();
    names.add(this.domain);
    aliases.forEach(a -> names.add(a.toLowerCase(Locale.ROOT)));
    this.served = Set.copyOf(names);
  }

  public String domain() {
    return domain;
  }

  /** Whether a host names this server's domain. */
  public boolean serves(String host) {
    return served.contains(host.toLowerCase(Locale.ROOT));
  }

  /** The address in canonical form, with an alias of our domain replaced by the domain itself. */
  public Optional<Address> canonical(String user, String host) {
    return Address.of(user, host).map(a -> serves(a.domain()) ? new Address(a.user(), domain) : a);
  }

  /** The decision for one attempt, with its obligations. */
  public Decision decide(Attempt attempt) {
    Address to = attempt.to().address();
    if (!to.domain().equals(domain) || !attempt.from().address().domain().equals(domain)) {
      return new Decision.Deny(Refusal.OUTSIDE_DENIED, "default");
    }
    boolean call = attempt.kind().ofCall();
    return new Decision.Allow(
        new Obligations(
            true,
            settings.requireSrtp(),
            call ? settings.record() : List.of(),
            call && settings.emergencyNumbers().contains(to.user())),
        "default");
  }
}
