package io.sallyport.server.media;

/**
 * Two bound sockets for one end of a stream: RTP on the even port, RTCP on the odd one above. Stays
 * bound from call to call.
 */
final class PortPair {
  // immutable
  private final MediaPort media;
  private final MediaPort control;

  PortPair(MediaPort media, MediaPort control) {
    this.media = media;
    this.control = control;
  }

  MediaPort media() {
    return media;
  }

  MediaPort control() {
    return control;
  }

  /** The even port, for SDP. */
  int number() {
    return media.number();
  }

  /** On the loop: packets go to this end from now on. */
  void attach(PathEnd end) {
    media.attach(end);
    control.attach(end);
  }

  /** On the loop: packets go nowhere from now on. */
  void detach() {
    media.attach(null);
    control.attach(null);
  }

  void close() {
    media.close();
    control.close();
  }
}
