package io.sallyport.server.base;

import java.util.Locale;

/**
 * Names as they stand in the settings file: {@code idleTime} and {@code IDLE_TIME} are both {@code
 * idle-time}.
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
}
