package io.sallyport.server.ingress;

import io.sallyport.server.policy.Address;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which calls are emergency calls, which nothing may stop: no rule, wall, limit, drain nor a record
 * that cannot be written. Immutable.
 */
public final class Emergencies {
  /** No number is an emergency number. */
  public static final Emergencies NONE =
      new Emergencies("", List.of(), EmergencySettings.defaults());

  // immutable
  private final String domain;
  private final Set<String> numbers;
  private final List<EmergencySettings.Place> places;
  private final List<Address> alerted;

  /**
   * @param numbers as users of the domain
   */
  public Emergencies(String domain, Collection<String> numbers, EmergencySettings settings) {
    this.domain = domain;
    this.numbers = Set.copyOf(numbers);
    this.places = settings.places();
    this.alerted =
        settings.alert().stream().flatMap(user -> Address.of(user, domain).stream()).toList();
  }

  /** Whether a call to that canonical address is an emergency call. */
  public boolean covers(Address to) {
    return numbers.contains(to.user()) && to.domain().equals(domain);
  }

  /** Where a caller at that address is, in words; empty where no setting tells. */
  public String location(InetAddress network) {
    for (EmergencySettings.Place place : places) {
      if (place.network().contains(network)) {
        return place.words();
      }
    }
    return "";
  }

  /** Who is told. */
  public List<Address> alerted() {
    return alerted;
  }
}
