package io.sallyport.server.archive;

import java.io.IOException;

/** What was asked for is gone: retention took it, and only its leaf is left. */
public final class PurgedException extends IOException {
  private static final long serialVersionUID = 1L;

  PurgedException(long sequence) {
    super("record " + sequence + " was purged under retention");
  }
}
