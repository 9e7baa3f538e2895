package io.sallyport.server.path;

/** The synchronisation sources that one component has heard last, few, and their streams. */
final class KnownSources {
  private static final int MAX = 16;

  // owned by: the home loop of the component
  private final int[] numbers = new int[MAX];
  private final Route[] routes = new Route[MAX];
  private int count;
  private int next;
  // the one that was heard last, which most packets are from
  private int newest;

  /** Whether it was not among them; then it is now, in place of the oldest. */
  boolean isNew(int ssrc) {
    if (ssrc == newest && count > 0) {
      return false;
    }
    newest = ssrc;
    if (indexOf(ssrc) >= 0) {
      return false;
    }
    numbers[next] = ssrc;
    routes[next] = null;
    next = (next + 1) % MAX;
    count = Math.min(MAX, count + 1);
    return true;
  }

  void route(int ssrc, Route route) {
    int at = indexOf(ssrc);
    if (at >= 0) {
      routes[at] = route;
    }
  }

  /** The stream of a source; null where not known. */
  Route routeOf(int ssrc) {
    int at = indexOf(ssrc);
    return at < 0 ? null : routes[at];
  }

  private int indexOf(int ssrc) {
    for (int i = 0; i < count; i++) {
      if (numbers[i] == ssrc) {
        return i;
      }
    }
    return -1;
  }
}
