package io.sallyport.server.selftest;

/**
 * What a check found.
 *
 * @param seen what was there, a sentence with figures
 * @param advice what to do; empty where nothing is
 */
public record Finding(Verdict verdict, String seen, String advice) {
  static Finding ok(String seen) {
    return new Finding(Verdict.OK, seen, "");
  }

  static Finding skipped(String why) {
    return new Finding(Verdict.SKIPPED, why, "");
  }

  static Finding warning(String seen, String advice) {
    return new Finding(Verdict.WARNING, seen, advice);
  }

  static Finding failed(String seen, String advice) {
    return new Finding(Verdict.FAILED, seen, advice);
  }

  /** The worse of two, or what both saw. */
  Finding and(Finding other) {
    if (verdict != other.verdict) {
      return verdict.compareTo(other.verdict) > 0 ? this : other;
    }
    String both = advice.isEmpty() || advice.equals(other.advice) ? other.advice : advice;
    return new Finding(verdict, seen + "; " + other.seen, both);
  }
}
