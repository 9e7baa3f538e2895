package io.sallyport.server.prompt;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The digit in the body of an INFO, as phones without telephone events send it: {@code
 * application/dtmf-relay} ({@code Signal=5}) and {@code application/dtmf} ({@code 5}). Neither was
 * ever standardised.
 */
public final class InfoDigits {
  private static final int MAX_BODY = 256;
  private static final Pattern SIGNAL =
      Pattern.compile(
          "(?:^|[\\r\\n])\\s*[Ss]ignal\\s*=\\s*([0-9A-Da-d*#]|1[01])\\s*(?:[\\r\\n]|$)");
  private static final Pattern BARE = Pattern.compile("\\s*([0-9A-Da-d*#]|1[01])\\s*");

  private InfoDigits() {}

  /** The digit's character; empty where the body holds none. */
  public static OptionalInt of(String contentType, byte[] body) {
    if (body.length > MAX_BODY) {
      return OptionalInt.empty();
    }
    int end = contentType.indexOf(';');
    String type = end < 0 ? contentType : contentType.substring(0, end);
    String text = new String(body, StandardCharsets.US_ASCII);
    return switch (type.strip().toLowerCase(Locale.ROOT)) {
      case "application/dtmf-relay" -> first(SIGNAL.matcher(text));
      case "application/dtmf" -> {
        Matcher bare = BARE.matcher(text);
        yield bare.matches() ? digit(bare.group(1)) : OptionalInt.empty();
      }
      default -> OptionalInt.empty();
    };
  }

  private static OptionalInt first(Matcher matcher) {
    return matcher.find() ? digit(matcher.group(1)) : OptionalInt.empty();
  }

  /** Some phones number the star and the hash as their events, 10 and 11. */
  private static OptionalInt digit(String text) {
    return switch (text) {
      case "10" -> OptionalInt.of('*');
      case "11" -> OptionalInt.of('#');
      default -> OptionalInt.of(Character.toUpperCase(text.charAt(0)));
    };
  }
}
