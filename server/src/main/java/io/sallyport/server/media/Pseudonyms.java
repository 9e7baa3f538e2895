package io.sallyport.server.media;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of ours for the names that one side gives to itself, its streams and its tracks, because
 * those may say whose they are. The same for the call's whole life.
 */
final class Pseudonyms {
  private static final int MAX_NAMES = 64;

  // immutable
  private final String cname;

  // owned by: shard
  private final Map<String, String> names = new HashMap<>();

  Pseudonyms(SecureRandom random) {
    cname = Long.toHexString(random.nextLong());
  }

  /** The canonical name of the side's sources (RFC 7022 section 4.2: random, one a session). */
  String cname() {
    return cname;
  }

  /** A media stream, or a track; {@code -} says that a track belongs to no stream (RFC 8830). */
  String of(String name) {
    if (name.equals("-")) {
      return name;
    }
    String known = names.get(name);
    if (known == null) {
      known = "n" + Math.min(names.size(), MAX_NAMES);
      if (names.size() < MAX_NAMES) {
        names.put(name, known);
      }
    }
    return known;
  }
}
