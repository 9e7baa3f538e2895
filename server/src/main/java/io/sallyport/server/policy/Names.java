package io.sallyport.server.policy;

import java.util.Map;
import java.util.Set;

/**
 * The names that exist, against which a rule set is checked before it may come into force; the
 * directory's, as {@code boot} connects it. Never blocks for long.
 */
public interface Names {
  /** Whether there is such a user in our domain. */
  boolean user(String name);

  /** Whether there is such a group. */
  boolean group(String name);

  /** Whether anybody is in such a department. */
  boolean department(String name);

  /** The roles that exist, in lower case. */
  Set<String> roles();

  /**
   * The users who may administer this server, by name; a rule set must leave one of them able to
   * register. Empty where none is known, and then this is not checked.
   */
  Map<String, Person> admins();

  /** Takes every name for one that exists. */
  Names UNCHECKED =
      new Names() {
        @Override
        public boolean user(String name) {
          return true;
        }

        @Override
        public boolean group(String name) {
          return true;
        }

        @Override
        public boolean department(String name) {
          return true;
        }

        @Override
        public Set<String> roles() {
          return Set.of();
        }

        @Override
        public Map<String, Person> admins() {
          return Map.of();
        }
      };
}
