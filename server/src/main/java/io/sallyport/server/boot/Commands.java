package io.sallyport.server.boot;

import picocli.CommandLine;

/**
 * The command lines: all commands for the jar's main, and those on users and records for a running
 * server too.
 */
final class Commands {
  private Commands() {}

  /** Everything that the jar can be told. */
  static CommandLine all(Invocation invocation) {
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
        .addSubcommand(new MessagesCommand(invocation, place));
  }
}
