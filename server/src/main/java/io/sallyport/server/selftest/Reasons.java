package io.sallyport.server.selftest;

import io.sallyport.server.observe.LogText;

/** Why something failed, in words that are fit to be shown. */
final class Reasons {
  private static final int LONGEST = 200;

  private Reasons() {}

  static String of(Throwable failure) {
    String kind = failure.getClass().getSimpleName();
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? kind
        : LogText.safe(kind + ": " + message, LONGEST);
  }
}
