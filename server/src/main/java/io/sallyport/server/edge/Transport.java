package io.sallyport.server.edge;

/** A SIP transport as it stands in Via (RFC 3261 section 7.1, RFC 7118 section 5). */
public enum Transport {
  UDP(false, false),
  TCP(true, false),
  TLS(true, true),
  WS(true, false),
  WSS(true, true);

  private final boolean reliable;
  private final boolean secure;

  Transport(boolean reliable, boolean secure) {
    this.reliable = reliable;
    this.secure = secure;
  }

  /**
   * Whether the transport itself repeats what is lost, so that transactions need not (RFC 3261
   * section 17).
   */
  public boolean reliable() {
    return reliable;
  }

  public boolean secure() {
    return secure;
  }
}
