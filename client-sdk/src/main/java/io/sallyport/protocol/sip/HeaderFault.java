package io.sallyport.protocol.sip;

/**
 * A header that a step needed could not be parsed. Thrown by the lazy accessors of {@link
 * SipMessage}; whoever took the message in catches it and answers 400 with this message as the
 * reason phrase. Carries no peer text, so that it may be logged.
 */
public final class HeaderFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  public HeaderFault(String header, String problem) {
    super(header + ": " + problem, null, false, false);
  }
}
