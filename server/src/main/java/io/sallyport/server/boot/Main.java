package io.sallyport.server.boot;

import java.util.List;

/** The jar's entry point. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Invocation invocation = new Invocation(ConsoleTerminal.ofProcess());
    List<String> all = List.of(arguments);
    System.exit(invocation.run(Commands.all(invocation, all), all));
  }
}
