package io.sallyport.server.boot;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the log settings into effect: the level, and the file of JSON lines where one is wanted. */
final class LogSetup {
  private LogSetup() {}

  static void apply(LogSettings settings, Path data) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.valueOf(settings.level().name()));
    if (!settings.file().isEmpty()) {
      root.addAppender(file(context, data.resolve(settings.file()).toAbsolutePath(), settings));
    }
  }

  private static RollingFileAppender<ILoggingEvent> file(
      LoggerContext context, Path file, LogSettings settings) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setName("file");
    appender.setFile(file.toString());
    TimeBasedRollingPolicy<ILoggingEvent> daily = new TimeBasedRollingPolicy<>();
    daily.setContext(context);
    daily.setParent(appender);
    daily.setFileNamePattern(file + ".%d{yyyy-MM-dd}");
    daily.setMaxHistory(settings.keepDays());
    daily.start();
    JsonEncoder lines = new JsonEncoder();
    lines.setContext(context);
    lines.setWithFormattedMessage(true);
    lines.start();
    appender.setRollingPolicy(daily);
    appender.setEncoder(lines);
    appender.start();
    return appender;
  }
}
