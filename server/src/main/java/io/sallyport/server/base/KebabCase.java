package io.sallyport.server.base;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Names as they stand in the settings file and in the API: {@code idleTime} and {@code IDLE_TIME}
 * are both {@code idle-time}.
 */
public final class KebabCase {
  private KebabCase() {}

  public static String ofComponent(String name) {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      // a run of capitals is one word: maxSDPBytes is max-sdp-bytes
      boolean wordStart =
          Character.isUpperCase(c)
              && i > 0
              && (!Character.isUpperCase(name.charAt(i - 1))
                  || (i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1))));
      if (wordStart) {
        key.append('-');
      }
      key.append(Character.toLowerCase(c));
    }
    return key.toString();
  }

  public static String ofConstant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant that is written so; empty where none is. */
  public static <E extends Enum<E>> Optional<E> constant(Class<E> type, String written) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ofConstant(constant).equals(written))
        .findAny();
  }
}
