package io.sallyport.server.search;

import java.util.Locale;
import java.util.Optional;

/** What a document of the index stands for. */
public enum Kind {
  CALL,
  CHAT,
  /** An officer's act; part of the access trail, never of a search for communication. */
  ACCESS;

  /** As it is written in queries and answers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of communication of that name. */
  public static Optional<Kind> communication(String word) {
    return switch (word) {
      case "call" -> Optional.of(CALL);
      case "chat" -> Optional.of(CHAT);
      default -> Optional.empty();
    };
  }
}
