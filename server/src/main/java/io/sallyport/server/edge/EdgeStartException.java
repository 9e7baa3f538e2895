package io.sallyport.server.edge;

import java.util.List;

/** Everything that kept the listeners from opening, at once; nothing is left half open. */
public final class EdgeStartException extends Exception {
  private static final long serialVersionUID = 1;

  private final List<String> problems;

  EdgeStartException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** A sentence for the admin each, with the address, the port and what to do. */
  public List<String> problems() {
    return problems;
  }
}
