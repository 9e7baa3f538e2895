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
    if (isStart(arguments)) {
      return new CommandLine(invocation).addSubcommand(new ServeCommand(invocation));
    }
    return onData(invocation, new ProcessPlace())
        .addSubcommand(new ServeCommand(invocation))
        .addSubcommand(new VerifyCommand(invocation))
        .addSubcommand(ProofCommand.line(invocation))
        .addSubcommand(new RestoreCommand(invocation))
        .addSubcommand(new FirewallCommand(invocation))
        .addSubcommand(ConfigCommand.line(invocation));
  }

  /** Whether that is a start, with nothing but the options that every command has. */
  static boolean isStart(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--config") || argument.equals("--data")) {
        i++;
      } else if (!argument.startsWith("--config=") && !argument.startsWith("--data=")) {
        return argument.equals("serve");
      }
    }
    return true;
  }

  /** The commands that work on users and records. */
  static CommandLine onData(Invocation invocation, Place place) {
    return new CommandLine(invocation)
        .addSubcommand(UserCommand.line(invocation, place))
        .addSubcommand(KeysCommand.line(invocation, place))
        .addSubcommand(RecordingCommand.line(invocation, place))
        .addSubcommand(new CompletenessCommand(invocation, place))
        .addSubcommand(new CallsCommand(invocation, place))
        .addSubcommand(new MessagesCommand(invocation, place))
        .addSubcommand(RetentionCommand.line(invocation, place))
        .addSubcommand(HoldCommand.line(invocation, place))
        .addSubcommand(new PurgeCommand(invocation, place))
        .addSubcommand(new BackupCommand(invocation, place))
        .addSubcommand(OfficerCommand.line(invocation, place))
        .addSubcommand(GroupCommand.line(invocation, place))
        .addSubcommand(ContentCommand.line(invocation, place))
        .addSubcommand(HeldCommand.line(invocation, place))
        .addSubcommand(new SearchCommand(invocation, place))
        .addSubcommand(new ViewCommand(invocation, place))
        .addSubcommand(new PlayCommand(invocation, place))
        .addSubcommand(new ExportCommand(invocation, place))
        .addSubcommand(new AccessCommand(invocation, place))
        .addSubcommand(new ApproveCommand(invocation, place))
        .addSubcommand(PolicyCommand.line(invocation, place))
        .addSubcommand(new ReindexCommand(invocation, place))
        .addSubcommand(GuardCommand.line(invocation, place))
        .addSubcommand(LiveCommand.line(invocation, place))
        .addSubcommand(DrainCommand.line(invocation, place))
        .addSubcommand(new SelfTestCommand(invocation, place))
        .addSubcommand(new CaptureCommand(invocation, place));
  }
}
