package io.sallyport.server.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.AppenderBase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last lines of the log, in memory and bounded in bytes, for whoever looks at the server from
 * the console. What looks like a secret is cut out once more here, although no line should have
 * one.
 */
public final class LogRing implements AutoCloseable {
  private static final int LONGEST_MESSAGE = 2_000;
  private static final int MOST_FRAMES = 30;
  private static final int LINE_OVERHEAD = 200;
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)\\b(pass(?:word|wd)?|secret|token|authorization|api[-_]?key|csrf|cookie)"
              + "(\"?\\s*[=:]\\s*)(\"[^\"]*\"|(?:Bearer |Basic |Digest )?[^\\s,;\"]+)");

  /** Levels by weight. */
  public enum Weight {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  /**
   * One line.
   *
   * @param sequence counts up by one for each line since the start
   * @param logger the class that speaks, without its package
   * @param trace of an exception; empty for none
   */
  public record Line(
      long sequence,
      Instant at,
      Weight level,
      String thread,
      String logger,
      String message,
      String trace) {
    private int bytes() {
      return LINE_OVERHEAD + 2 * (message.length() + trace.length());
    }

    private boolean has(String text) {
      return (logger + "\n" + message + "\n" + trace).toLowerCase(Locale.ROOT).contains(text);
    }
  }

  // immutable
  private final int mostBytes;
  private final Appender appender = new Appender();

  // any thread: under this object's lock
  private final Deque<Line> lines = new ArrayDeque<>();
  private final List<Consumer<Line>> listeners = new ArrayList<>();
  private long sequence;
  private int bytes;

  public LogRing(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Listens to every logger of the process. */
  public void start() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      appender.setContext(context);
      appender.setName("ring-" + System.identityHashCode(this));
      appender.start();
      context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }
  }

  @Override
  public void close() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(appender);
    }
    appender.stop();
  }

  /** Told of each line on the thread that logs it: must not block and must not log. */
  public synchronized void addListener(Consumer<Line> listener) {
    listeners.add(listener);
  }

  /**
   * Lines, newest first.
   *
   * @param before only older ones than this; 0 for the newest
   * @param least of that weight or more
   * @param text that is in them in any case; empty for all
   */
  public synchronized List<Line> lines(long before, Weight least, String text, int limit) {
    String wanted = text.toLowerCase(Locale.ROOT);
    List<Line> found = new ArrayList<>();
    Iterator<Line> newest = lines.descendingIterator();
    while (newest.hasNext() && found.size() < limit) {
      Line line = newest.next();
      boolean older = before == 0 || line.sequence() < before;
      if (older && line.level().compareTo(least) >= 0 && (wanted.isEmpty() || line.has(wanted))) {
        found.add(line);
      }
    }
    return found;
  }

  private void take(ILoggingEvent event) {
    String message = redacted(LogText.safe(event.getFormattedMessage(), LONGEST_MESSAGE));
    String trace = trace(event.getThrowableProxy());
    Line line;
    List<Consumer<Line>> told;
    synchronized (this) {
      line =
          new Line(
              ++sequence,
              Instant.ofEpochMilli(event.getTimeStamp()),
              weight(event.getLevel()),
              LogText.safe(event.getThreadName(), 64),
              event.getLoggerName().replaceFirst("^.*\\.", ""),
              message,
              trace);
      lines.addLast(line);
      bytes += line.bytes();
      while (bytes > mostBytes && lines.size() > 1) {
        bytes -= lines.removeFirst().bytes();
      }
      told = List.copyOf(listeners);
    }
    told.forEach(listener -> listener.accept(line));
  }

  static String redacted(String text) {
    return SECRET.matcher(text).replaceAll("$1$2[redacted]");
  }

  private static Weight weight(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> Weight.ERROR;
      case Level.WARN_INT -> Weight.WARN;
      case Level.INFO_INT -> Weight.INFO;
      case Level.DEBUG_INT -> Weight.DEBUG;
      default -> Weight.TRACE;
    };
  }

  private static String trace(IThrowableProxy failure) {
    if (failure == null) {
      return "";
    }
    StringBuilder trace = new StringBuilder();
    int causes = 0;
    for (IThrowableProxy each = failure; each != null && causes < 4; each = each.getCause()) {
      trace.append(causes++ == 0 ? "" : "\ncaused by ");
      trace.append(each.getClassName());
      if (each.getMessage() != null) {
        trace.append(": ").append(redacted(LogText.safe(each.getMessage(), LONGEST_MESSAGE)));
      }
      StackTraceElementProxy[] frames = each.getStackTraceElementProxyArray();
      for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
        trace.append("\n  ").append(frames[i].getSTEAsString());
      }
    }
    return trace.toString();
  }

  private final class Appender extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      take(event);
    }
  }
}
