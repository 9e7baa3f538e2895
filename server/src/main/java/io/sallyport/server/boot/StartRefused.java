package io.sallyport.server.boot;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The server cannot start as it is set up: everything that is wrong, at once. Nothing is left
 * running.
 */
public final class StartRefused extends Exception {
  private static final long serialVersionUID = 1L;

  // immutable
  private final transient List<Problem> problems;

  public StartRefused(List<Problem> problems) {
    super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
