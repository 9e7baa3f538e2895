package io.sallyport.server.directory;

import io.sallyport.server.db.Database;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whom a compliance officer may look at: persons, groups, or everybody. Who has no assignment may
 * look at nobody, whatever else the account may do. Blocks.
 */
public final class Assignments {

  /** What an assignment is of. */
  public enum Kind {
    PERSON,
    GROUP,
    EVERYBODY;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One assignment.
   *
   * @param officer a user's name
   * @param subject an address, a group's name, or empty for everybody
   */
  public record Assignment(String officer, Kind kind, String subject) {}

  /**
   * Whom an officer may look at now.
   *
   * @param addresses of persons, and of the members of groups as they are now
   */
  public record Reach(boolean everybody, Set<String> addresses) {}

  // immutable
  private final Database database;
  private final Directory directory;
  private final Groups groups;
  private final String domain;

  public Assignments(Database database, Directory directory, Groups groups, String domain) {
    this.database = database;
    this.directory = directory;
    this.groups = groups;
    this.domain = domain;
  }

  /** Assigns; what is wrong with it, or empty. */
  public Optional<String> assign(String officer, Kind kind, String subject) {
    String name = Directory.canonical(officer);
    if (directory.user(name).isEmpty()) {
      return Optional.of("there is no user " + name);
    }
    if (kind == Kind.GROUP && groups.members(subject).isEmpty()) {
      return Optional.of("there is no group " + Directory.canonical(subject));
    }
    String canonical = canonical(kind, subject);
    database.<Void, RuntimeException>inTransaction(
        handle -> {
          handle.execute(DELETE, name, kind.name(), canonical);
          handle.execute(
              "INSERT INTO officer_assignments (officer, kind, subject) VALUES (?, ?, ?)",
              name,
              kind.name(),
              canonical);
          return null;
        });
    database.checkpoint();
    return Optional.empty();
  }

  private static final String DELETE =
      "DELETE FROM officer_assignments WHERE officer = ? AND kind = ? AND subject = ?";

  /** Takes an assignment back. */
  public Optional<String> unassign(String officer, Kind kind, String subject) {
    int removed =
        database.<Integer, RuntimeException>inTransaction(
            handle ->
                handle.execute(
                    DELETE, Directory.canonical(officer), kind.name(), canonical(kind, subject)));
    database.checkpoint();
    return removed == 0 ? Optional.of("there is no such assignment") : Optional.empty();
  }

  /** Every assignment, by officer. */
  public List<Assignment> list() {
    return database.<List<Assignment>, RuntimeException>read(
        handle ->
            handle
                .createQuery(
                    "SELECT officer, kind, subject FROM officer_assignments"
                        + " ORDER BY officer, kind, subject")
                .map(
                    (row, context) ->
                        new Assignment(
                            row.getString(1), Kind.valueOf(row.getString(2)), row.getString(3)))
                .list());
  }

  /** Whether the user may look at anybody, by name. */
  public boolean assigned(String officer) {
    return database.<Boolean, RuntimeException>read(
        handle ->
            handle
                .createQuery("SELECT 1 FROM officer_assignments WHERE officer = :officer LIMIT 1")
                .bind("officer", Directory.canonical(officer))
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  /** Whom the officer may look at now. */
  public Reach reach(String officer) {
    String name = Directory.canonical(officer);
    List<Assignment> own =
        list().stream().filter(a -> a.officer().equals(name)).collect(Collectors.toList());
    Set<String> addresses = new TreeSet<>();
    boolean everybody = false;
    for (Assignment each : own) {
      switch (each.kind()) {
        case PERSON -> addresses.add(each.subject());
        case GROUP -> addresses.addAll(groups.members(each.subject()));
        case EVERYBODY -> everybody = true;
      }
    }
    return new Reach(everybody, addresses);
  }

  private String canonical(Kind kind, String subject) {
    return switch (kind) {
      case PERSON -> Groups.address(subject, domain);
      case GROUP -> Directory.canonical(subject);
      case EVERYBODY -> "";
    };
  }
}
