package io.sallyport.server.boot;

/** Exit codes of the jar; those above 63 are from {@code sysexits.h}. */
final class ExitCode {
  static final int OK = 0;

  /** The command ran and the answer is no: a record does not verify, a user is not there. */
  static final int FAILED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** The data directory is in use or cannot be opened. */
  static final int UNAVAILABLE = 69;

  /** A bug of ours. */
  static final int SOFTWARE = 70;

  /** Settings, certificates or ports: the server cannot start as it is set up. */
  static final int CONFIG = 78;

  private ExitCode() {}
}
