package io.sallyport.server.path;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Whose packets come from which source, of the sources whose packets come to one loop. Each packet
 * asks: an IPv4 source is a number in an array, where a map of objects would read five of them that
 * are cold by the time of the stream's next packet.
 *
 * <p>Open addressing with linear probing. Only sources that have proven a stream get in, and their
 * places depend on a random number, so that nobody can choose sources that meet.
 */
final class SourceTable {
  private static final int FIRST_CAPACITY = 64;

  /** No address and port is 0 with this bit. */
  private static final long PRESENT = 1L << 48;

  // immutable
  private final long spread = ThreadLocalRandom.current().nextLong() | 1;

  // owned by: the loop
  private long[] keys = new long[FIRST_CAPACITY];
  private Intake[] intakes = new Intake[FIRST_CAPACITY];
  private int count;
  // the sources that are no IPv4 addresses
  private final Map<InetSocketAddress, Intake> others = new HashMap<>();

  /** Who is at that source; null where nobody has proven to be. */
  Intake get(InetSocketAddress source) {
    return source.getAddress() instanceof Inet4Address address
        ? intakes[find(key(address, source.getPort()))]
        : others.get(source);
  }

  /** Who was there before; null where nobody was. */
  Intake put(InetSocketAddress source, Intake intake) {
    if (!(source.getAddress() instanceof Inet4Address address)) {
      return others.put(source, intake);
    }
    if (2 * (count + 1) > keys.length) {
      grow();
    }
    long key = key(address, source.getPort());
    int at = find(key);
    Intake before = intakes[at];
    if (before == null) {
      keys[at] = key;
      count++;
    }
    intakes[at] = intake;
    return before;
  }

  /** Nobody is at that source any more, if that one was. */
  void remove(InetSocketAddress source, Intake intake) {
    if (!(source.getAddress() instanceof Inet4Address address)) {
      others.remove(source, intake);
      return;
    }
    int at = find(key(address, source.getPort()));
    if (intakes[at] == intake && intake != null) {
      empty(at);
      count--;
    }
  }

  int size() {
    return count + others.size();
  }

  /** Where the key is, or would be. */
  private int find(long key) {
    int mask = keys.length - 1;
    int at = home(key);
    while (keys[at] != key && keys[at] != 0) {
      at = at + 1 & mask;
    }
    return at;
  }

  /** Empties a place and closes the gap, so that whatever was put behind it is still found. */
  private void empty(int gap) {
    int mask = keys.length - 1;
    int free = gap;
    for (int at = free + 1 & mask; keys[at] != 0; at = at + 1 & mask) {
      int away = at - home(keys[at]) & mask;
      if (away >= (at - free & mask)) {
        keys[free] = keys[at];
        intakes[free] = intakes[at];
        free = at;
      }
    }
    keys[free] = 0;
    intakes[free] = null;
  }

  private void grow() {
    long[] oldKeys = keys;
    Intake[] oldIntakes = intakes;
    keys = new long[2 * oldKeys.length];
    intakes = new Intake[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int at = find(oldKeys[i]);
        keys[at] = oldKeys[i];
        intakes[at] = oldIntakes[i];
      }
    }
  }

  private int home(long key) {
    return (int) (key * spread >>> 32) & keys.length - 1;
  }

  private static long key(InetAddress address, int port) {
    long number = NetUtil.ipv4AddressToInt((Inet4Address) address) & 0xffffffffL;
    return PRESENT | number << 16 | port;
  }
}
