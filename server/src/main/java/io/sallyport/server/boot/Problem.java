package io.sallyport.server.boot;

/**
 * One thing that keeps the server from starting, told so that an admin can mend it: where, what was
 * found, what to write instead.
 *
 * @param source the file, or the component where no file is to blame
 * @param line counted from 1, or 0 where no line is to blame
 * @param key path of the setting, such as {@code edge.idle-time}, or empty
 * @param found what is wrong
 * @param advice what to do, or empty
 */
public record Problem(String source, int line, String key, String found, String advice) {

  static Problem of(String source, String found, String advice) {
    return new Problem(source, 0, "", found, advice);
  }

  /** One line for standard error. */
  public String text() {
    StringBuilder text = new StringBuilder(source);
    if (line > 0) {
      text.append(':').append(line);
    }
    text.append(": ");
    if (!key.isEmpty()) {
      text.append(key).append(": ");
    }
    text.append(found);
    if (!advice.isEmpty()) {
      text.append("; ").append(advice);
    }
    return text.toString();
  }
}
