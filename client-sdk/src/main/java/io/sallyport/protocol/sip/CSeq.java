package io.sallyport.protocol.sip;

/** The CSeq header field (RFC 3261 section 20.16): a number below 2^31 and a method, case kept. */
public record CSeq(long number, String method) {
  @Override
  public String toString() {
    return number + " " + method;
  }
}
