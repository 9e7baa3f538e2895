package io.sallyport.server.boot;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;

/** This process's console, or its standard streams where they are redirected. Always UTF-8. */
final class ConsoleTerminal implements Terminal {
  private final PrintWriter out;
  private final PrintWriter err;
  private final BufferedReader in;
  private final Console console;

  ConsoleTerminal(InputStream in, OutputStream out, OutputStream err, Console console) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    this.err = new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
    this.console = console;
  }

  /** The streams of this process. */
  static ConsoleTerminal ofProcess() {
    return new ConsoleTerminal(System.in, System.out, System.err, System.console());
  }

  @Override
  public PrintWriter out() {
    return out;
  }

  @Override
  public PrintWriter err() {
    return err;
  }

  @Override
  public Optional<String> secretLine(String prompt) {
    if (console != null) {
      char[] line = console.readPassword("%s", prompt);
      return line == null ? Optional.empty() : Optional.of(new String(line));
    }
    try {
      return Optional.ofNullable(in.readLine());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public ZoneId zone() {
    return ZoneId.systemDefault();
  }

  @Override
  public Path directory() {
    return Path.of("").toAbsolutePath();
  }

  @Override
  public boolean interactive() {
    return console != null;
  }
}
