package io.sallyport.server.path;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The synchronisation sources of one transport: those that its side has shown, and those under
 * which lanes show others' to it.
 */
final class Numbers {
  /** Sources that a transport may show over its life. */
  static final int MAX = 1024;

  // immutable
  private final int salt;

  // any thread
  private final Map<Integer, Lane> claims = new ConcurrentHashMap<>(2);
  private final Map<Integer, Boolean> heard = new ConcurrentHashMap<>(2);

  Numbers(int salt) {
    this.salt = salt;
  }

  /** The number under which a lane's source is shown: its own where it is free. */
  int claim(int ssrc, Lane lane) {
    int name = ssrc;
    for (int tries = 0; tries < 16; tries++) {
      Lane holder = claims.putIfAbsent(name, lane);
      if (holder == null || holder == lane) {
        return name;
      }
      name = name * 0x9E3779B1 + salt + tries;
    }
    return name;
  }

  void remember(int ssrc) {
    if (heard.size() < MAX) {
      heard.put(ssrc, Boolean.TRUE);
    }
  }

  /** Those that the side has sent under. */
  Set<Integer> remembered() {
    return heard.keySet();
  }
}
