package io.sallyport.server.boot;

import java.util.List;

/** The jar's entry point. */
public final class Main {
  private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

  private Main() {}

  public static void main(String[] arguments) {
    // Netty's events for the flight recorder cost a part of each start; who wants them says so
    if (System.getProperty(NETTY_EVENTS) == null) {
      System.setProperty(NETTY_EVENTS, "false");
    }
    Invocation invocation = new Invocation(ConsoleTerminal.ofProcess());
    List<String> all = List.of(arguments);
    System.exit(invocation.run(Commands.all(invocation, all), all));
  }
}
