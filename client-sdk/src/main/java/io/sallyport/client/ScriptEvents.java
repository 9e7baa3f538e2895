package io.sallyport.client;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened to the command-line phone: printed one event a line, and remembered for {@code
 * wait}. Any thread.
 */
final class ScriptEvents {
  private static final int MAX_REMEMBERED = 10_000;

  // immutable
  private final PrintStream out;
  private final boolean json;

  // any thread: guarded by this
  private final List<String> names = new ArrayList<>();
  private int next;

  ScriptEvents(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * Prints an event.
   *
   * @param details names and values in turn; peers' text may be among them
   */
  synchronized void happened(String name, Object... details) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i + 1 < details.length; i += 2) {
      fields.put(details[i].toString(), String.valueOf(details[i + 1]));
    }
    out.println(json ? asJson(name, fields) : asText(name, fields));
    out.flush();
    if (names.size() == MAX_REMEMBERED) {
      names.remove(0);
      next = Math.max(0, next - 1);
    }
    names.add(name);
    notifyAll();
  }

  /** Prints words of our own that are no event. */
  synchronized void say(String text) {
    out.println(json ? "{\"text\":" + quoted(text) + "}" : text);
    out.flush();
  }

  /**
   * Waits for an event of that name, later than the one waited for before; one that has already
   * come counts.
   */
  synchronized boolean await(String name, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      for (int i = next; i < names.size(); i++) {
        if (names.get(i).equals(name)) {
          next = i + 1;
          return true;
        }
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
  }

  private static String asText(String name, Map<String, String> fields) {
    StringBuilder line = new StringBuilder(name);
    fields.forEach((key, value) -> line.append(' ').append(key).append('=').append(quoted(value)));
    return line.toString();
  }

  private static String asJson(String name, Map<String, String> fields) {
    StringBuilder line = new StringBuilder("{\"event\":").append(quoted(name));
    fields.forEach(
        (key, value) -> line.append(',').append(quoted(key)).append(':').append(quoted(value)));
    return line.append('}').toString();
  }

  /**
   * In quotes, with everything escaped that a terminal or a JSON reader could take for more than
   * text.
   */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c) || bidi || c == 0x2028 || c == 0x2029) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
