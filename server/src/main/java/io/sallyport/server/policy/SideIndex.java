package io.sallyport.server.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** One side of all pairs of parties, by the values that they want. */
final class SideIndex {
  private static final int[] NONE = {};

  /**
   * One kind of condition.
   *
   * @param any those that do not ask for it; null where none asks
   * @param wanting which ask for a value, in ascending order
   */
  private record Part<K>(long[] any, Map<K, int[]> wanting) {
    /** Begins with those that do not ask; false where none asks and nothing narrows. */
    boolean begin(long[] bits) {
      if (any == null) {
        return false;
      }
      System.arraycopy(any, 0, bits, 0, any.length);
      return true;
    }

    void add(long[] bits, K value) {
      for (int i : wanting.getOrDefault(value, NONE)) {
        bits[i >> 6] |= 1L << i;
      }
    }
  }

  // immutable
  private final Part<Address> users;
  private final Part<String> groups;
  private final Part<String> departments;
  private final Part<String> roles;
  private final Part<String> domains;
  private final Part<String> numbers;
  private final Part<String> devices;
  private final Part<Cidr> networks;
  private final Part<String> transports;
  private final int[] domainLengths;
  private final int[] numberLengths;
  private final int[] deviceLengths;
  private final int[] networkLengths;

  SideIndex(List<Side> sides) {
    users = part(sides, Side::users);
    groups = part(sides, Side::groups);
    departments = part(sides, Side::departments);
    roles = part(sides, Side::roles);
    // names of domains end in what they have in common, so they are looked up from their end
    domains = part(sides, s -> s.domains().stream().map(g -> reversed(g).head()).toList());
    numbers = part(sides, s -> s.numbers().stream().map(Glob::head).toList());
    devices = part(sides, s -> s.devices().stream().map(Glob::head).toList());
    networks = part(sides, Side::networks);
    transports = part(sides, Side::transports);
    domainLengths = lengths(domains, String::length);
    numberLengths = lengths(numbers, String::length);
    deviceLengths = lengths(devices, String::length);
    networkLengths = lengths(networks, Cidr::bits);
  }

  private static <K> Part<K> part(List<Side> sides, Function<Side, Collection<K>> values) {
    long[] any = new long[(sides.size() + 63) / 64];
    Map<K, int[]> wanting = new HashMap<>();
    Map<K, Integer> sizes = new HashMap<>();
    for (int i = 0; i < sides.size(); i++) {
      Collection<K> wanted = values.apply(sides.get(i));
      if (wanted.isEmpty()) {
        any[i >> 6] |= 1L << i;
      }
      for (K value : wanted) {
        int size = sizes.merge(value, 1, Integer::sum);
        int[] list = wanting.getOrDefault(value, NONE);
        if (size > list.length) {
          list = Arrays.copyOf(list, Math.max(2, size + size / 2));
          wanting.put(value, list);
        }
        list[size - 1] = i;
      }
    }
    wanting.replaceAll((value, list) -> Arrays.copyOf(list, sizes.get(value)));
    return new Part<>(wanting.isEmpty() ? null : any, wanting);
  }

  private static <K> int[] lengths(Part<K> part, Function<K, Integer> length) {
    return new TreeSet<>(part.wanting().keySet().stream().map(length).toList())
        .stream().mapToInt(Integer::intValue).toArray();
  }

  /** Takes out of the live ones those that surely do not match the party. */
  void narrow(long[] live, long[] scratch, Side.Seen seen) {
    Party party = seen.party;
    Person person = party.person();
    if (users.begin(scratch)) {
      users.add(scratch, party.address());
      and(live, scratch);
    }
    if (groups.begin(scratch)) {
      for (String group : person.groups()) {
        groups.add(scratch, group);
      }
      and(live, scratch);
    }
    if (departments.begin(scratch)) {
      departments.add(scratch, person.department());
      and(live, scratch);
    }
    if (roles.begin(scratch)) {
      roles.add(scratch, person.role());
      and(live, scratch);
    }
    if (transports.begin(scratch)) {
      transports.add(scratch, party.transport());
      and(live, scratch);
    }
    if (domains.begin(scratch)) {
      String domain = new StringBuilder(party.address().domain()).reverse().toString();
      addHeads(domains, domainLengths, scratch, domain);
      and(live, scratch);
    }
    if (numbers.begin(scratch)) {
      addHeads(numbers, numberLengths, scratch, seen.number());
      and(live, scratch);
    }
    if (devices.begin(scratch)) {
      addHeads(devices, deviceLengths, scratch, seen.device());
      and(live, scratch);
    }
    if (networks.begin(scratch)) {
      Optional<Cidr> address = seen.network();
      for (int length : networkLengths) {
        address.ifPresent(a -> networks.add(scratch, a.masked(length)));
      }
      and(live, scratch);
    }
  }

  /** Takes out of the live ones those that surely do not want all that another side wants. */
  void narrowToCovering(long[] live, long[] scratch, Side side) {
    cover(live, scratch, users, side.users());
    cover(live, scratch, groups, side.groups());
    cover(live, scratch, departments, side.departments());
    cover(live, scratch, roles, side.roles());
    cover(live, scratch, transports, side.transports());
    if (domains.begin(scratch)) {
      side.domains().forEach(g -> addHeads(domains, domainLengths, scratch, reversed(g).head()));
      and(live, scratch);
    }
    if (numbers.begin(scratch)) {
      side.numbers().forEach(g -> addHeads(numbers, numberLengths, scratch, g.head()));
      and(live, scratch);
    }
    if (devices.begin(scratch)) {
      side.devices().forEach(g -> addHeads(devices, deviceLengths, scratch, g.head()));
      and(live, scratch);
    }
    if (networks.begin(scratch)) {
      for (Cidr network : side.networks()) {
        for (int length : networkLengths) {
          if (length <= network.bits()) {
            networks.add(scratch, network.masked(length));
          }
        }
      }
      and(live, scratch);
    }
  }

  private static <K> void cover(long[] live, long[] scratch, Part<K> part, Collection<K> values) {
    if (part.begin(scratch)) {
      values.forEach(v -> part.add(scratch, v));
      and(live, scratch);
    }
  }

  private static void addHeads(Part<String> part, int[] lengths, long[] bits, String text) {
    for (int length : lengths) {
      if (length <= text.length()) {
        part.add(bits, text.substring(0, length));
      }
    }
  }

  static void and(long[] live, long[] other) {
    for (int word = 0; word < live.length; word++) {
      live[word] &= other[word];
    }
  }

  private static Glob reversed(Glob glob) {
    return new Glob(new StringBuilder(glob.pattern()).reverse().toString());
  }
}
