package io.sallyport.server.search;

import java.util.Set;

/**
 * What somebody may find at all: everything, or what one of these addresses took part in. No
 * address, nothing.
 */
public record Scope(boolean everything, Set<String> addresses) {
  public static final Scope EVERYTHING = new Scope(true, Set.of());
  public static final Scope NOTHING = new Scope(false, Set.of());

  public Scope {
    addresses = Set.copyOf(addresses);
  }

  public static Scope of(Set<String> addresses) {
    return new Scope(false, addresses);
  }
}
