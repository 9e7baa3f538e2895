package io.sallyport.server.boot;

import io.sallyport.server.search.Search;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which page of an answer an officer wants. */
final class PageOptions {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many on a page, at most 1000; default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--cursor", paramLabel = "PLACE", description = "Where an earlier page ended.")
  private String cursor;

  /** Whether there can be such a page; else says why not. */
  boolean valid(Terminal terminal) {
    if (limit < 1 || limit > Search.MOST_ON_A_PAGE) {
      terminal.err().println("--limit: write 1 to " + Search.MOST_ON_A_PAGE);
      return false;
    }
    return true;
  }

  int limit() {
    return limit;
  }

  Optional<String> cursor() {
    return Optional.ofNullable(cursor);
  }
}
