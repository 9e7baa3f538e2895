package io.sallyport.server.retention;

import java.util.List;

/** Settings would keep a class shorter than its floor says: the server does not start so. */
public final class FloorViolation extends Exception {
  private static final long serialVersionUID = 1L;

  // immutable
  private final transient List<Violation> violations;

  /**
   * One class.
   *
   * @param key the setting, such as {@code retention.chat.keep}
   * @param what what is wrong with it
   */
  public record Violation(String key, String what) {}

  FloorViolation(List<Violation> violations) {
    super(violations.toString());
    this.violations = List.copyOf(violations);
  }

  public List<Violation> violations() {
    return violations;
  }
}
