package io.sallyport.server.content;

/**
 * What is looked at.
 *
 * @param name of a file; empty for a chat line
 * @param contentType with its parameters, which are looked at too
 */
public record Material(Kind kind, String name, String contentType, byte[] body) {
  /** Where content rules can apply. */
  public enum Kind {
    CHAT("chat"),
    FILE_NAME("file-name"),
    FILE("file");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As it is written in rules. */
    public String word() {
      return word;
    }
  }

  /** A chat line. */
  public static Material line(String contentType, byte[] body) {
    return new Material(Kind.CHAT, "", contentType, body);
  }

  /** A file with its name; its text is looked at where it has any. */
  public static Material file(String name, String contentType, byte[] body) {
    return new Material(Kind.FILE, name, contentType, body);
  }
}
