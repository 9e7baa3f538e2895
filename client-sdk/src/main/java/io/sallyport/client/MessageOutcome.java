package io.sallyport.client;

/** The server's final word on a MESSAGE (RFC 3428). */
public record MessageOutcome(int status, String reason) {

  /** Whether it reached a device of the addressee. */
  public boolean delivered() {
    return status == 200;
  }

  /** Whether the server keeps it until the addressee comes. */
  public boolean kept() {
    return status == 202;
  }
}
