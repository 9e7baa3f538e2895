package io.sallyport.server.policy;

import java.util.Set;

/**
 * What the directory says about an address.
 *
 * @param known whether it is a user of ours
 * @param groups names of the groups that it is in
 * @param department empty where none is set
 * @param role the role's name in lower case; empty for strangers
 */
public record Person(boolean known, Set<String> groups, String department, String role) {
  /** Somebody of whom nothing is known. */
  public static final Person STRANGER = new Person(false, Set.of(), "", "");

  public Person {
    groups = Set.copyOf(groups);
  }
}
