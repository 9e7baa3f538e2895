package io.sallyport.server.base;

import java.security.SecureRandom;

/**
 * Ids that we mint: unguessable, and each carries the shard that owns what it names, so that both
 * legs of a call share one loop (architecture, section 4). Form: {@code <node>-<shard>-<random>},
 * letters, digits and hyphens only.
 */
public final class Ids {
  private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
  private static final ThreadLocal<SecureRandom> RANDOM =
      ThreadLocal.withInitial(SecureRandom::new);

  private final String node;

  /** Ids of one node; the node's name is 1–16 lower-case letters and digits. */
  public Ids(String node) {
    if (!node.matches("[a-z0-9]{1,16}")) {
      throw new IllegalArgumentException(
          "a node's name is 1-16 lower-case letters and digits, not: " + node);
    }
    this.node = node;
  }

  public String node() {
    return node;
  }

  /** A new id owned by the shard: 80 random bits. */
  public String mint(int shard) {
    return node + "-" + shard + "-" + random(16);
  }

  /** The shard that an id of this node carries, or -1 where it is not one of ours. */
  public int shardOf(String id) {
    int at = node.length();
    if (!id.startsWith(node) || id.length() < at + 4 || id.charAt(at) != '-') {
      return -1;
    }
    int shard = 0;
    for (int i = at + 1; i < id.length() && i < at + 5; i++) {
      char c = id.charAt(i);
      if (c == '-') {
        return i == at + 1 ? -1 : shard;
      }
      if (c < '0' || c > '9') {
        return -1;
      }
      shard = shard * 10 + (c - '0');
    }
    return -1;
  }

  /** Random text of the given length over 32 letters, five bits each: tags, branches, nonces. */
  public static String random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.get().nextBytes(bytes);
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      text[i] = ALPHABET[bytes[i] & 31];
    }
    return new String(text);
  }
}
