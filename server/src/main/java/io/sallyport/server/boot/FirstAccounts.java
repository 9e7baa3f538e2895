package io.sallyport.server.boot;

import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The accounts that a new data directory gets, so that the first call needs no command: two users
 * and an admin.
 */
final class FirstAccounts {
  /** The account that is for administration and needs no softphone. */
  static final String ADMIN = "admin";

  private FirstAccounts() {}

  /** The passwords of the accounts that were made, by name; empty where there are users already. */
  static Map<String, Secret> ensure(Directory directory) {
    Map<String, Secret> passwords = new LinkedHashMap<>();
    if (directory.list().isEmpty()) {
      SecureRandom random = new SecureRandom();
      add(directory, "alice", "Alice", User.Role.USER, random, passwords);
      add(directory, "bob", "Bob", User.Role.USER, random, passwords);
      add(directory, ADMIN, "Administrator", User.Role.ADMIN, random, passwords);
    }
    return passwords;
  }

  private static void add(
      Directory directory,
      String name,
      String display,
      User.Role role,
      SecureRandom random,
      Map<String, Secret> passwords) {
    Secret password = Secret.of(Passwords.generate(random));
    Optional<String> problem = directory.add(name, display, role, password);
    if (problem.isPresent()) {
      throw new IllegalStateException("cannot make the account " + name + ": " + problem.get());
    }
    passwords.put(name, password);
  }
}
