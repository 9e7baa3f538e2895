package io.sallyport.server.retention;

import java.util.Locale;
import java.util.Optional;

/** What is kept for the same time. A record that belongs to none is kept as long as the journal. */
public enum RetentionClass {
  /** Who called whom, and how it went. */
  CALLS,

  /** Sound and pictures of calls. */
  RECORDINGS,

  /** Chat lines. */
  CHAT,

  /** Files that were sent. */
  FILES,

  /** Who came to the server and who looked into the archive. */
  ACCESS;

  /** The class of a record by its type's name. */
  static Optional<RetentionClass> of(String type) {
    String first = type.indexOf('.') < 0 ? type : type.substring(0, type.indexOf('.'));
    return switch (first) {
      case "call" -> Optional.of(CALLS);
      case "recording", "completeness" -> Optional.of(RECORDINGS);
      case "chat", "content" -> Optional.of(CHAT);
      case "file" -> Optional.of(FILES);
      case "access", "registration", "refusal" -> Optional.of(ACCESS);
      default -> Optional.empty();
    };
  }

  /** The class that is called so in settings, commands and records. */
  public static Optional<RetentionClass> named(String name) {
    for (RetentionClass each : values()) {
      if (each.text().equals(name)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** As settings, commands and records call it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
