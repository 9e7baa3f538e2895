package io.sallyport.server.boot;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.slf4j.Logger;

/**
 * The log as it is before any setting is read: lines on the console. In Java and not in XML,
 * because reading XML takes a tenth of every start; a {@code logback.xml} that somebody brings goes
 * first.
 */
@ConfiguratorRank(ConfiguratorRank.NOMINAL)
public final class ConsoleLog extends ContextAwareBase implements Configurator {
  // whatever a message holds, an entry stays one line of printable text
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{0}: %safe%n%ex";

  // libraries tell about themselves, and only what is wrong matters here; what fails in a request
  // or
  // at start, the web package logs itself
  private static final Map<String, Level> QUIETER =
      Map.of(
          "org.eclipse.jetty", Level.WARN,
          "io.javalin", Level.OFF,
          "org.flywaydb", Level.WARN,
          "com.zaxxer.hikari", Level.WARN,
          "io.netty", Level.WARN);

  @Override
  public ExecutionStatus configure(LoggerContext log) {
    PatternLayout layout = new PatternLayout();
    layout.setContext(log);
    layout.getInstanceConverterMap().put("safe", SafeMessageConverter::new);
    layout.setPattern(PATTERN);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> lines = new LayoutWrappingEncoder<>();
    lines.setContext(log);
    lines.setLayout(layout);
    lines.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(log);
    console.setName("console");
    console.setEncoder(lines);
    console.start();
    ch.qos.logback.classic.Logger root = log.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(console);
    QUIETER.forEach((name, level) -> log.getLogger(name).setLevel(level));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
