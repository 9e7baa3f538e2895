package io.sallyport.client;

/** A request that was not answered with success. Futures of this package fail with it. */
public final class SipFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  SipFailure(int status, String reason) {
    super(status + " " + reason, null, false, false);
    this.status = status;
  }

  /** The SIP status: what came, or 408 for no answer and 503 for no connection. */
  public int status() {
    return status;
  }
}
