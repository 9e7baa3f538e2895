package io.sallyport.server.content;

/**
 * The text that a reader sees of a chat line, whatever its sender's phone wrapped it in: HTML
 * without its markup, CPIM without its headers. What comes out is text and never markup.
 */
public final class LineText {
  private LineText() {}

  /** Empty where there is nothing to read, or in no way that is known. */
  public static String of(String contentType, byte[] body) {
    return Views.of(Material.line(contentType, body)).shown();
  }
}
