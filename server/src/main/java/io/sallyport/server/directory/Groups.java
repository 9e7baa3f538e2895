package io.sallyport.server.directory;

import io.sallyport.server.db.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Groups of people, such as a department: names and their members' addresses, as they are now.
 * Blocks.
 */
public final class Groups {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final int LONGEST_ADDRESS = 512;

  // immutable
  private final Database database;
  private final String domain;

  public Groups(Database database, String domain) {
    this.database = database;
    this.domain = domain;
  }

  /** Adds a person, given as user name or address; what is wrong with it, or empty. */
  public Optional<String> add(String group, String person) {
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
    return Optional.empty();
  }

  /** Removes a person; a group without members is gone. */
  public Optional<String> remove(String group, String person) {
    String name = Directory.canonical(group);
    int removed =
        database.<Integer, RuntimeException>inTransaction(
            handle ->
                handle.execute(
                    "DELETE FROM group_members WHERE name = ? AND address = ?",
                    name,
                    address(person, domain)));
    database.checkpoint();
    return removed == 0 ? Optional.of("that is no member of " + name) : Optional.empty();
  }

  /** Addresses of the group's members; empty where there is no such group. */
  public Set<String> members(String group) {
    return new TreeSet<>(all().getOrDefault(Directory.canonical(group), List.of()));
  }

  /** Every group with its members, in order. */
  public Map<String, List<String>> all() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    database.<Void, RuntimeException>read(
        handle -> {
          handle
              .createQuery("SELECT name, address FROM group_members ORDER BY name, address")
              .map((row, context) -> List.of(row.getString(1), row.getString(2)))
              .forEach(
                  row ->
                      groups.computeIfAbsent(row.get(0), n -> new ArrayList<>()).add(row.get(1)));
          return null;
        });
    return groups;
  }

  /** A person as an address: a bare name is one of our domain. */
  static String address(String person, String domain) {
    String text = person.strip().toLowerCase(Locale.ROOT);
    if (text.indexOf(':') >= 0) {
      return text;
    }
    return "sip:" + (text.indexOf('@') >= 0 ? text : text + "@" + domain);
  }
}
