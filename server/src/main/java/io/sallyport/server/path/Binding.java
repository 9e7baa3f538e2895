package io.sallyport.server.path;

/**
 * What a transport carries now: the plan and the streams. Replaced whole when something new is
 * agreed; the loop that owns the transport's packets takes it up with the next one.
 */
record Binding(TransportPlan plan, Route[] routes) {

  /** The stream that a clear RTP packet belongs to; null where none. */
  Route of(byte[] bytes, int offset, int length, int payloadType) {
    if (routes.length == 1) {
      return routes[0];
    }
    for (Route route : routes) {
      if (route.namedIn(bytes, offset, length)) {
        return route;
      }
    }
    for (Route route : routes) {
      if (route.carries(payloadType)) {
        return route;
      }
    }
    return null;
  }
}
