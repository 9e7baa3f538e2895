package io.sallyport.server.selftest;

/** What a check comes to, the worst last. */
public enum Verdict {
  OK,
  /** Does not concern this configuration. */
  SKIPPED,
  WARNING,
  FAILED
}
