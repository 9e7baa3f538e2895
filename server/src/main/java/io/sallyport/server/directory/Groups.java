package io.sallyport.server.directory;

import io.sallyport.server.db.Database;
import io.sallyport.server.policy.Address;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Groups of people, such as a desk: names and their members' addresses, as they are now. Reads come
 * from memory and never block; changes block and go to the database first.
 */
public final class Groups {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final int LONGEST_ADDRESS = 512;

  // immutable
  private final Database database;
  private final String domain;
  private final Roster roster;

  // any thread: volatile snapshot, replaced after the database by who holds this object's lock
  private volatile SortedMap<String, SortedSet<String>> members = new TreeMap<>();

  private Groups(Database database, String domain, Roster roster) {
    this.database = database;
    this.domain = domain;
    this.roster = roster;
  }

  /** The groups in a started database; the directory's people are told who is in which. */
  public static Groups open(Database database, Directory directory) {
    Groups groups = new Groups(database, directory.domain(), directory.roster());
    groups.load();
    return groups;
  }

  /** Adds a person, given as user name or address; what is wrong with it, or empty. */
  public synchronized Optional<String> add(String group, String person) {
    String name = Directory.canonical(group);
    String address = address(person, domain);
    if (!NAME.matcher(name).matches()) {
      return Optional.of("a group's name has 1 to 64 letters, digits, or . _ -");
    }
    if (address.length() > LONGEST_ADDRESS || address.isBlank()) {
      return Optional.of("that is no address");
    }
    database.<Void, RuntimeException>inTransaction(
        handle -> {
          handle.execute("DELETE FROM group_members WHERE name = ? AND address = ?", name, address);
          handle.execute("INSERT INTO group_members (name, address) VALUES (?, ?)", name, address);
          return null;
        });
    database.checkpoint();
    SortedSet<String> now = new TreeSet<>(members.getOrDefault(name, new TreeSet<>()));
    now.add(address);
    replace(name, now, address);
    return Optional.empty();
  }

  /** Removes a person; a group without members is gone. */
  public synchronized Optional<String> remove(String group, String person) {
    String name = Directory.canonical(group);
    String address = address(person, domain);
    int removed =
        database.<Integer, RuntimeException>inTransaction(
            handle ->
                handle.execute(
                    "DELETE FROM group_members WHERE name = ? AND address = ?", name, address));
    database.checkpoint();
    if (removed == 0) {
      return Optional.of("that is no member of " + name);
    }
    SortedSet<String> now = new TreeSet<>(members.getOrDefault(name, new TreeSet<>()));
    now.remove(address);
    replace(name, now, address);
    return Optional.empty();
  }

  /** Addresses of the group's members; empty where there is no such group. */
  public Set<String> members(String group) {
    return members.getOrDefault(Directory.canonical(group), new TreeSet<>());
  }

  /** Whether there is a group spelled exactly so. */
  public boolean has(String group) {
    return members.containsKey(group);
  }

  /** Every group with its members, in order. */
  public Map<String, List<String>> all() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    members.forEach((name, addresses) -> groups.put(name, List.copyOf(addresses)));
    return groups;
  }

  private synchronized void load() {
    SortedMap<String, SortedSet<String>> groups = new TreeMap<>();
    Map<String, Set<String>> byAddress = new HashMap<>();
    database.<Void, RuntimeException>read(
        handle -> {
          handle
              .createQuery("SELECT name, address FROM group_members")
              .map((row, context) -> List.of(row.getString(1), row.getString(2)))
              .forEach(
                  row -> {
                    groups.computeIfAbsent(row.get(0), n -> new TreeSet<>()).add(row.get(1));
                    byAddress.computeIfAbsent(row.get(1), n -> new TreeSet<>()).add(row.get(0));
                  });
          return null;
        });
    groups.replaceAll((name, addresses) -> Collections.unmodifiableSortedSet(addresses));
    members = groups;
    byAddress.forEach(roster::groups);
  }

  private void replace(String name, SortedSet<String> now, String changed) {
    SortedMap<String, SortedSet<String>> groups = new TreeMap<>(members);
    if (now.isEmpty()) {
      groups.remove(name);
    } else {
      groups.put(name, Collections.unmodifiableSortedSet(now));
    }
    members = groups;
    Set<String> in = new TreeSet<>();
    groups.forEach(
        (group, addresses) -> {
          if (addresses.contains(changed)) {
            in.add(group);
          }
        });
    roster.groups(changed, in);
  }

  /** A person as an address: a bare name is one of our domain. */
  static String address(String person, String domain) {
    String text = person.strip();
    if (text.toLowerCase(Locale.ROOT).startsWith("sip:")) {
      text = text.substring(4);
    }
    if (text.indexOf(':') >= 0) {
      return text.toLowerCase(Locale.ROOT);
    }
    int at = text.lastIndexOf('@');
    String user = at < 0 ? text : text.substring(0, at);
    String host = at < 0 ? domain : text.substring(at + 1);
    return Address.of(user, host).map(Address::toString).orElse("");
  }
}
