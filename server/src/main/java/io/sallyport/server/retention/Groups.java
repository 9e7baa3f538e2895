package io.sallyport.server.retention;

import java.util.Set;

/** Who belongs to a group now; by whoever knows groups, connected by {@code boot}. */
public interface Groups {
  /** Nobody has told of any group. */
  Groups NONE = group -> Set.of();

  /** Addresses of record of the group's members; empty where there is no such group. */
  Set<String> members(String group);
}
