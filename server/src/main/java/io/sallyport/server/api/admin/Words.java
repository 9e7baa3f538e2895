package io.sallyport.server.api.admin;

import io.sallyport.server.api.Problem;
import java.util.Optional;

/** Texts of a request, where a field may be absent. */
final class Words {
  static final int LONGEST_REASON = 500;

  private Words() {}

  /** The text, or an empty one where it is absent. */
  static String of(String value) {
    return value == null ? "" : value;
  }

  /** Why something is done; throws where that is not said. */
  static String reason(String value) {
    if (of(value).isBlank() || value.length() > LONGEST_REASON) {
      throw Problem.invalid("reason", "say why, in at most " + LONGEST_REASON + " characters");
    }
    return value.strip();
  }

  /** Throws what is wrong with a field, if anything is. */
  static void refuse(String field, Optional<String> why) {
    why.ifPresent(
        words -> {
          throw Problem.invalid(field, words);
        });
  }
}
