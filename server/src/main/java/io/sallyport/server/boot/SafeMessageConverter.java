package io.sallyport.server.boot;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * A log message with its control and bidirectional characters written out, {@code \\u001b} for
 * escape: nothing that a peer sent can start a line or steer a terminal, even where a log statement
 * forgot to escape it.
 */
final class SafeMessageConverter extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return safe(event.getFormattedMessage());
  }

  static String safe(String message) {
    if (message == null || message.chars().noneMatch(SafeMessageConverter::unsafe)) {
      return String.valueOf(message);
    }
    StringBuilder safe = new StringBuilder(message.length() + 16);
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (unsafe(c)) {
        safe.append(String.format("\\u%04x", (int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  private static boolean unsafe(int c) {
    return Character.isISOControl(c)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x200E
        || c == 0x200F
        || c == 0x2028
        || c == 0x2029;
  }
}
