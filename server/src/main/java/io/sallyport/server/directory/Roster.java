package io.sallyport.server.directory;

import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.People;
import io.sallyport.server.policy.Person;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Who everybody is, in memory: one look-up for each party of an attempt, which never waits. Each
 * person is a value that is replaced whole after a change of the user or of a group.
 */
final class Roster implements People {
  // immutable
  private final String domain;

  // any thread reads; written by who changes users or groups, after the database
  private final ConcurrentMap<Address, Person> persons = new ConcurrentHashMap<>();

  Roster(String domain) {
    this.domain = domain;
  }

  @Override
  public Person of(Address address) {
    return persons.getOrDefault(address, Person.STRANGER);
  }

  /** A user is there, or has changed. */
  void user(User user) {
    String role = user.role().name().toLowerCase(Locale.ROOT);
    Address.of(user.name(), domain)
        .ifPresent(
            address ->
                persons.compute(
                    address,
                    (a, before) ->
                        new Person(
                            true,
                            before == null ? Set.of() : before.groups(),
                            user.department(),
                            role)));
  }

  /** An address is in these groups now; also one that is no user's. */
  void groups(String address, Set<String> groups) {
    canonical(address)
        .ifPresent(
            canonical ->
                persons.compute(
                    canonical,
                    (a, before) -> with(before == null ? Person.STRANGER : before, groups)));
  }

  private static Person with(Person before, Set<String> groups) {
    // a stranger without groups is nobody to remember
    return !before.known() && groups.isEmpty()
        ? null
        : new Person(before.known(), groups, before.department(), before.role());
  }

  private static Optional<Address> canonical(String address) {
    int at = address.lastIndexOf('@');
    return address.startsWith("sip:") && at > 4
        ? Address.of(address.substring(4, at), address.substring(at + 1))
        : Optional.empty();
  }
}
