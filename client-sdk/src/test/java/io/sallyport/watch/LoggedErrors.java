package io.sallyport.watch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Every line of level ERROR that was logged since the last look, Netty's leak reports among them.
 */
final class LoggedErrors extends AppenderBase<ILoggingEvent> {
  private static final String NAME = "test-watcher";

  // any thread: whoever logs adds, the watcher takes
  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

  /** Attaches to the root logger unless it is attached; a test may have reconfigured logging. */
  void attach() {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context) {
      Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
      if (root.getAppender(NAME) == null) {
        setContext(context);
        setName(NAME);
        start();
        root.addAppender(this);
      }
    }
  }

  List<String> take() {
    List<String> taken = new ArrayList<>();
    for (String line = lines.poll(); line != null; line = lines.poll()) {
      taken.add(line);
    }
    return taken;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      IThrowableProxy thrown = event.getThrowableProxy();
      String trace =
          thrown == null ? "" : System.lineSeparator() + ThrowableProxyUtil.asString(thrown);
      lines.add(event.getLoggerName() + ": " + event.getFormattedMessage() + trace);
    }
  }
}
