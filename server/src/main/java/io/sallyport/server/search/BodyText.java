package io.sallyport.server.search;

import io.sallyport.server.archive.ArchiveRecord.Body;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The words in the body of a chat line: its text, or the name of the file that it is. */
final class BodyText {
  private static final int MOST_BYTES = 1 << 20;

  private BodyText() {}

  static String of(Body body) {
    String type = body.contentType().toLowerCase(Locale.ROOT);
    String name = parameter(body.contentType(), "name");
    if (!type.startsWith("text/") && !type.startsWith("message/")) {
      return name;
    }
    int length = Math.min(body.bytes().length, MOST_BYTES);
    String text = new String(body.bytes(), 0, length, charset(body.contentType()));
    return name.isEmpty() ? text : name + "\n" + text;
  }

  private static Charset charset(String contentType) {
    String name = parameter(contentType, "charset");
    try {
      return name.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalArgumentException unknown) {
      return StandardCharsets.UTF_8;
    }
  }

  /** A parameter of a MIME type (RFC 2045, section 5.1); empty where it is not there. */
  private static String parameter(String contentType, String wanted) {
    for (String part : contentType.split(";", 20)) {
      int equals = part.indexOf('=');
      if (equals > 0 && part.substring(0, equals).strip().equalsIgnoreCase(wanted)) {
        String value = part.substring(equals + 1).strip();
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
      }
    }
    return "";
  }
}
