package io.sallyport.server.boot;

import io.sallyport.server.base.Setting;

/** What the log tells and where it goes besides standard output. */
public record LogSettings(
    @Setting("How much is logged.") Level level,
    @Setting(
            "File for the log as JSON lines, rotated daily; empty: none. Relative to the data"
                + " directory.")
        String file,
    @Setting(value = "Rotated log files that are kept, one a day.", min = 1, max = 3650)
        int keepDays) {

  /** Log levels; nothing below info is needed in a healthy server. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  public static LogSettings defaults() {
    return new LogSettings(Level.INFO, "", 14);
  }
}
