package io.sallyport.server.boot;

import java.util.List;
import picocli.CommandLine;

/** The jar's entry point. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Invocation invocation = new Invocation(ConsoleTerminal.ofProcess());
    CommandLine line = new CommandLine(invocation);
    line.addSubcommand(ConfigCommand.line(invocation));
    System.exit(invocation.run(line, List.of(arguments)));
  }
}
