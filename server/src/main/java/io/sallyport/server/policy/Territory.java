package io.sallyport.server.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is ours: the domain served, the names it goes by, and how its addresses and numbers are
 * written. Rules, addresses and decisions are of one territory.
 */
public final class Territory {
  /** What a user part of ours may hold; the directory's names are a part of it. */
  private static final Pattern OWN_USER = Pattern.compile("[a-z0-9._+*#!~'()&=$,?/-]+");

  // immutable
  private final String domain;
  private final Set<String> served;
  private final PolicySettings settings;
  private final Set<String> emergency;

  /**
   * @param domain the SIP domain that addresses of record are in
   * @param aliases other names of the same domain: host names and IP addresses by which phones may
   *     know this server
   */
  public Territory(String domain, List<String> aliases, PolicySettings settings) {
    this.domain = HostName.canonical(domain).orElse(domain.toLowerCase(Locale.ROOT));
    this.settings = settings;
    Set<String> names = new HashSet<>();
    names.add(this.domain);
    aliases.forEach(a -> names.add(HostName.canonical(a).orElse(a.toLowerCase(Locale.ROOT))));
    this.served = Set.copyOf(names);
    this.emergency =
        settings.emergencyNumbers().stream()
            .flatMap(n -> canonical(n, this.domain).stream())
            .map(Address::user)
            .collect(Collectors.toUnmodifiableSet());
  }

  public String domain() {
    return domain;
  }

  public PolicySettings settings() {
    return settings;
  }

  /** Users of our domain that are emergency numbers. */
  public Set<String> emergencyUsers() {
    return emergency;
  }

  /** Whether a host names this server's domain, in whichever spelling. */
  public boolean serves(String host) {
    return served.contains(host) || HostName.canonical(host).filter(served::contains).isPresent();
  }

  /**
   * The address in canonical form, with an alias of our domain replaced by the domain itself. In
   * our domain, where user names are ASCII, an address with any other letter names nobody: it could
   * only look like somebody.
   */
  public Optional<Address> canonical(String user, String host) {
    Optional<Address> address = Address.of(user, host);
    if (address.isEmpty() || !served.contains(address.get().domain())) {
      return address;
    }
    String name = PhoneNumber.inPlan(address.get().user(), settings.numbers());
    return OWN_USER.matcher(name).matches() && ownContext(user)
        ? Optional.of(new Address(name, domain))
        : Optional.empty();
  }

  /**
   * The address that a telephone number of a {@code tel:} URI names (RFC 3966): a user of our
   * domain, which is where numbers are dialled. Empty for what is no number, and for a local number
   * of a context that is not ours.
   *
   * @param subscriber what follows {@code tel:}, with its parameters
   */
  public Optional<Address> canonicalTel(String subscriber) {
    return canonical(subscriber, domain).filter(a -> PhoneNumber.is(a.user()));
  }

  /** Whether a local number is one of ours: without a context, or with our domain or country. */
  private boolean ownContext(String user) {
    return PhoneNumber.context(user.toLowerCase(Locale.ROOT))
        .map(
            context ->
                user.startsWith("+")
                    || context.equals("+" + settings.numbers().countryCode())
                    || serves(context))
        .orElse(true);
  }

  boolean emergency(Address address) {
    return address.domain().equals(domain) && emergency.contains(address.user());
  }

  /** Where an attempt leads, seen from here. */
  Attempt.Direction direction(Attempt attempt) {
    if (!ours(attempt.to())) {
      return Attempt.Direction.OUTBOUND;
    }
    return ours(attempt.from()) ? Attempt.Direction.INTERNAL : Attempt.Direction.INBOUND;
  }

  boolean ours(Party party) {
    return party.address().domain().equals(domain);
  }
}
