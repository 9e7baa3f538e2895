package io.sallyport.server.boot;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A terminal whose person has typed everything beforehand. */
final class MemoryTerminal implements Terminal {
  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();
  private final PrintWriter out = new PrintWriter(output, true);
  private final PrintWriter err = new PrintWriter(errors, true);
  private final Deque<String> typed;
  private final Path directory = Path.of("").toAbsolutePath();

  MemoryTerminal(String... typed) {
    this.typed = new ArrayDeque<>(List.of(typed));
  }

  String output() {
    return output.toString();
  }

  String errors() {
    return errors.toString();
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
    return Optional.ofNullable(typed.poll());
  }

  @Override
  public ZoneId zone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public boolean interactive() {
    return false;
  }
}
