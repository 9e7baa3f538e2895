package io.sallyport.server.boot;

import io.sallyport.server.boot.SettingsReader.Reading;
import io.sallyport.server.edge.Listening;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code serve}: starts the server and waits until the process is told to end. */
@Command(name = "serve", description = "Start the server; this is the default.")
final class ServeCommand implements Callable<Integer> {
  private final Invocation invocation;

  ServeCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws StartRefused, InterruptedException {
    Reading<Settings> reading = checkedSettings();
    Settings settings = reading.readable();
    LogSetup.apply(settings.log(), DataDirectory.open(invocation.data()).root());
    SettingsSource source = new SettingsSource(invocation.config(), reading.lines());
    Server server = Server.start(settings, source, invocation.data(), InstantSource.system());
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  closed.countDown();
                },
                "shutdown"));
    server.firstStartNotice().ifPresent(notice -> invocation.terminal().out().print(notice));
    invocation.terminal().out().println(ready(server));
    closed.await();
    return ExitCode.OK;
  }

  /**
   * The settings, or everything that is wrong with them, with the certificate and with the ports,
   * at once.
   */
  private Reading<Settings> checkedSettings() throws StartRefused {
    Reading<Settings> reading = SettingsFile.read(invocation.config());
    String source =
        SettingsFile.locate(invocation.config()).map(Object::toString).orElse("settings");
    List<Problem> problems = new ArrayList<>(reading.problems());
    for (Problem problem : Preflight.check(reading.readable(), Instant.now())) {
      int line = reading.lines().getOrDefault(problem.key(), 0);
      problems.add(new Problem(source, line, problem.key(), problem.found(), problem.advice()));
    }
    if (!problems.isEmpty()) {
      throw new StartRefused(problems);
    }
    return reading;
  }

  private static String ready(Server server) {
    String listening =
        server.listening().stream()
            .map(listener -> name(listener.kind()) + " on port " + listener.address().getPort())
            .collect(Collectors.joining(", "));
    return "ready in " + sinceExec() + ": " + listening;
  }

  /** Seconds since the process was executed, Java's own start included. */
  private static String sinceExec() {
    Instant now = Instant.now();
    Instant exec = ProcessHandle.current().info().startInstant().orElse(now);
    return String.format(Locale.ROOT, "%.1f s", Duration.between(exec, now).toMillis() / 1000.0);
  }

  private static String name(Listening.Kind kind) {
    return switch (kind) {
      case SECURE -> "HTTPS, SIP over TLS and WebSocket";
      case SIPS -> "SIP over TLS";
      case PLAIN_TCP -> "plain SIP over TCP";
      case PLAIN_UDP -> "plain SIP over UDP";
    };
  }
}
