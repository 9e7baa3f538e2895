package io.sallyport.server.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What a rule asks of one party: each part that is not empty must hold, by any of its values.
 *
 * @param users canonical
 * @param domains as globs over the domain
 * @param numbers as globs over canonical numbers
 * @param devices as globs over names in lower case
 */
record Side(
    Set<Address> users,
    Set<String> groups,
    Set<String> departments,
    Set<String> roles,
    List<Glob> domains,
    List<Glob> numbers,
    List<Glob> devices,
    List<Cidr> networks,
    Set<String> transports) {

  static final Side ANYBODY =
      new Side(
          Set.of(), Set.of(), Set.of(), Set.of(), List.of(), List.of(), List.of(), List.of(),
          Set.of());

  /** A party with what is made of it for comparison, made when first asked for. */
  static final class Seen {
    final Party party;
    private String device;
    private Optional<Cidr> network;

    Seen(Party party) {
      this.party = party;
    }

    String device() {
      if (device == null) {
        device = party.device().toLowerCase(Locale.ROOT);
      }
      return device;
    }

    /** Empty where none is known. */
    Optional<Cidr> network() {
      if (network == null) {
        network = Cidr.address(party.network());
      }
      return network;
    }

    /** The number that the party has or is; empty where it is none. */
    String number() {
      String user = party.address().user();
      return PhoneNumber.is(user) ? user : "";
    }
  }

  /** Whether it depends on the device, which of a callee is not known before one is chosen. */
  boolean asksDevice() {
    return !devices.isEmpty() || !networks.isEmpty() || !transports.isEmpty();
  }

  boolean matches(Seen seen) {
    Party party = seen.party;
    Person person = party.person();
    return (users.isEmpty() || users.contains(party.address()))
        && (groups.isEmpty() || any(groups, person.groups()))
        && (departments.isEmpty() || departments.contains(person.department()))
        && (roles.isEmpty() || roles.contains(person.role()))
        && (domains.isEmpty() || any(domains, party.address().domain()))
        && (numbers.isEmpty() || any(numbers, seen.number()))
        && (devices.isEmpty() || any(devices, seen.device()))
        && (networks.isEmpty() || network(seen))
        && (transports.isEmpty() || transports.contains(party.transport()));
  }

  /** A condition that does not hold: its key, and what it wants and what was found. */
  record Failed(String key, String words) {}

  /** The conditions that do not hold, under the name of this side. */
  List<Failed> failing(Seen seen, String name) {
    Party party = seen.party;
    Person person = party.person();
    List<Failed> failed = new ArrayList<>();
    judge(failed, name + ".user", users, users.contains(party.address()), party.address());
    judge(failed, name + ".group", groups, any(groups, person.groups()), person.groups());
    judge(
        failed,
        name + ".department",
        departments,
        departments.contains(person.department()),
        person.department());
    judge(failed, name + ".role", roles, roles.contains(person.role()), person.role());
    String domain = party.address().domain();
    judge(failed, name + ".domain", domains, any(domains, domain), domain);
    judge(failed, name + ".number", numbers, any(numbers, seen.number()), seen.number());
    judge(failed, name + ".device", devices, any(devices, seen.device()), party.device());
    judge(failed, name + ".network", networks, network(seen), party.network());
    judge(
        failed,
        name + ".transport",
        transports,
        transports.contains(party.transport()),
        party.transport());
    return failed;
  }

  private static void judge(
      List<Failed> failed, String key, Collection<?> wanted, boolean holds, Object found) {
    if (!wanted.isEmpty() && !holds) {
      String text = found instanceof Set<?> set ? Phrases.list(set) : found.toString();
      failed.add(
          new Failed(
              key,
              "wants " + Phrases.list(wanted) + ", found " + (text.isEmpty() ? "none" : text)));
    }
  }

  /** Each condition as one phrase. */
  List<String> phrases(String name) {
    List<String> phrases = new ArrayList<>();
    phrase(phrases, name + ".user", users);
    phrase(phrases, name + ".group", groups);
    phrase(phrases, name + ".department", departments);
    phrase(phrases, name + ".role", roles);
    phrase(phrases, name + ".domain", domains);
    phrase(phrases, name + ".number", numbers);
    phrase(phrases, name + ".device", devices);
    phrase(phrases, name + ".network", networks);
    phrase(phrases, name + ".transport", transports);
    return phrases;
  }

  private static void phrase(List<String> phrases, String key, Collection<?> values) {
    if (!values.isEmpty()) {
      phrases.add(key + " is " + Phrases.list(values));
    }
  }

  /** Whether surely every party that the other wants is wanted here too. */
  boolean covers(Side other) {
    return all(users, other.users)
        && all(groups, other.groups)
        && all(departments, other.departments)
        && all(roles, other.roles)
        && all(domains, other.domains, Glob::covers)
        && all(numbers, other.numbers, Glob::covers)
        && all(devices, other.devices, Glob::covers)
        && all(networks, other.networks, Cidr::covers)
        && all(transports, other.transports);
  }

  /**
   * Whether some party may be wanted by both. Two lists of groups without a common name are taken
   * for people who do not meet, or every two rules on groups would.
   */
  boolean meets(Side other) {
    return some(users, other.users)
        && some(groups, other.groups)
        && some(departments, other.departments)
        && some(roles, other.roles)
        && some(domains, other.domains, Glob::meets)
        && some(numbers, other.numbers, Glob::meets)
        && some(devices, other.devices, Glob::meets)
        && some(networks, other.networks, (a, b) -> a.covers(b) || b.covers(a))
        && some(transports, other.transports);
  }

  private static <T> boolean all(Set<T> here, Set<T> there) {
    return here.isEmpty() || !there.isEmpty() && here.containsAll(there);
  }

  private static <T> boolean all(List<T> here, List<T> there, BiPredicate<T, T> covers) {
    if (here.isEmpty()) {
      return true;
    }
    for (T wanted : there) {
      if (!some(here, List.of(wanted), covers)) {
        return false;
      }
    }
    return !there.isEmpty();
  }

  private static <T> boolean some(Set<T> here, Set<T> there) {
    return here.isEmpty() || there.isEmpty() || !Collections.disjoint(here, there);
  }

  private static <T> boolean some(List<T> here, List<T> there, BiPredicate<T, T> meets) {
    for (T a : here) {
      for (T b : there) {
        if (meets.test(a, b)) {
          return true;
        }
      }
    }
    return here.isEmpty() || there.isEmpty();
  }

  private static boolean any(Set<String> wanted, Set<String> found) {
    return !Collections.disjoint(wanted, found);
  }

  private static boolean any(List<Glob> globs, String text) {
    for (Glob glob : globs) {
      if (!text.isEmpty() && glob.matches(text)) {
        return true;
      }
    }
    return false;
  }

  private boolean network(Seen seen) {
    Optional<Cidr> address = seen.network();
    for (Cidr network : networks) {
      if (address.isPresent() && network.covers(address.get())) {
        return true;
      }
    }
    return false;
  }
}
