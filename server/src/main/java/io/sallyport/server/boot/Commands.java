package io.sallyport.server.boot;

import java.util.List;
import picocli.CommandLine;

/**
 * The command lines: all commands for the jar's main, and those on users and records for a running
 * server too.
 */
final class Commands {
  private Commands() {}

  /**
   * Everything that the jar can be told. A plain start is made of its own command alone: looking at
   * all of them takes a tenth of a second that nobody wants to wait.
   */
  static CommandLine all(Invocation invocation, List<String> arguments) {
    if (arguments.isEmpty() || arguments.get(0).equals("serve")) {
      return new CommandLine(invocation).addSubcommand(new ServeCommand(invocation));
    }
    return onData(invocation, new ProcessPlace())
        .addSubcommand(new ServeCommand(invocation))
        .addSubcommand(new VerifyCommand(invocation))
        .addSubcommand(ConfigCommand.line(invocation));
  }

  /** The commands that work on users and records. */
  static CommandLine onData(Invocation invocation, Place place) {
    return new CommandLine(invocation)
        .addSubcommand(UserCommand.line(invocation, place))
        .addSubcommand(new CallsCommand(invocation, place))
        .addSubcommand(new MessagesCommand(invocation, place))
        .addSubcommand(new CaptureCommand(invocation, place));
  }
}
