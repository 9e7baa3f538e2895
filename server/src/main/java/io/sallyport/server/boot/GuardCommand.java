package io.sallyport.server.boot;

import io.sallyport.server.base.Durations;
import io.sallyport.server.base.PeerNetwork;
import io.sallyport.server.guard.Block;
import io.sallyport.server.guard.Guard;
import io.sallyport.server.observe.LogText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guard blocks|block|lift|alarms|usage}: who is shut out. */
@Command(name = "guard", description = "See and change who is shut out.")
final class GuardCommand implements Runnable {
  private static final String BY = "command line";
  @Spec private CommandSpec spec;

  static CommandLine line(Invocation invocation, Place place) {
    return new CommandLine(new GuardCommand())
        .addSubcommand(new ListBlocks(invocation, place))
        .addSubcommand(new BlockNetwork(invocation, place))
        .addSubcommand(new Lift(invocation, place))
        .addSubcommand(new ListAlarms(invocation, place))
        .addSubcommand(new ShowUsage(invocation, place));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say which: guard blocks, block, lift, alarms or usage");
  }

  /** Lists the blocks. */
  @Command(name = "blocks", description = "List the networks that are blocked now.")
  static final class ListBlocks extends DataCommand {
    ListBlocks(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      Table table = new Table("NETWORK", "UNTIL", "REACH", "TIMES", "BY", "REASON");
      for (Block block : facades.guard().blocks()) {
        table.row(
            block.network().toString(),
            time(block.until(), terminal()),
            block.strangersOnly() ? "strangers" : block.datagramsOnly() ? "datagrams" : "all",
            String.valueOf(block.level()),
            block.by(),
            LogText.safe(block.reason()));
      }
      table.print(out());
      return ExitCode.OK;
    }
  }

  /** Lists the alarms. */
  @Command(name = "alarms", description = "List the alarms that are raised now.")
  static final class ListAlarms extends DataCommand {
    ListAlarms(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      facades.guard().alarms().forEach(line -> out().println(LogText.safe(line)));
      return ExitCode.OK;
    }
  }

  /** Shows what a user's calls of today come to. */
  @Command(name = "usage", description = "Show what a user's calls of today come to.")
  static final class ShowUsage extends DataCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "A user name.")
    private String user;

    ShowUsage(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      Guard.Usage usage = facades.guard().usage(user);
      Table table = new Table("USER", "SECONDS", "COST");
      table.row(
          LogText.safe(user),
          String.valueOf(usage.talked().toSeconds()),
          BigDecimal.valueOf(usage.millionths(), 6).setScale(2, RoundingMode.HALF_UP).toString());
      table.print(out());
      return ExitCode.OK;
    }
  }

  private abstract static class Change extends DataCommand {
    @Parameters(index = "0", paramLabel = "ADDRESS", description = "An IP address; IPv6: its /64.")
    private String address;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason;

    Change(Invocation invocation, Place place) {
      super(invocation, place);
    }

    abstract int change(Facades facades, PeerNetwork network, String reason);

    @Override
    int on(Facades facades) {
      Optional<PeerNetwork> network = PeerNetwork.parse(address);
      if (network.isEmpty() || reason.isBlank()) {
        terminal().err().println("give an IP address, such as 192.0.2.7, and a reason");
        return ExitCode.FAILED;
      }
      return change(facades, network.get(), reason);
    }
  }

  /** Blocks a network. */
  @Command(name = "block", description = "Shut out a network, also who has logged in from there.")
  static final class BlockNetwork extends Change {
    @Option(
        names = "--for",
        required = true,
        paramLabel = "TIME",
        description = "How long, such as 1h.")
    private String lasting;

    BlockNetwork(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int change(Facades facades, PeerNetwork network, String reason) {
      Optional<Duration> duration =
          Durations.parse(lasting).filter(d -> !d.isZero() && d.toDays() <= 3_650);
      if (duration.isEmpty()) {
        terminal().err().println("give a time, such as 30m, 12h or 7d");
        return ExitCode.FAILED;
      }
      facades.guard().block(network, duration.get(), BY, reason);
      out().println("blocked for " + Durations.text(duration.get()) + ": " + network);
      return ExitCode.OK;
    }
  }

  /** Lifts a block. */
  @Command(name = "lift", description = "End a network's block.")
  static final class Lift extends Change {
    Lift(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int change(Facades facades, PeerNetwork network, String reason) {
      if (!facades.guard().lift(network, BY, reason)) {
        terminal().err().println("not blocked: " + network);
        return ExitCode.FAILED;
      }
      out().println("lifted: " + network);
      return ExitCode.OK;
    }
  }

  private static String time(Instant at, Terminal terminal) {
    return SearchCommand.TIME.format(at.atZone(terminal.zone()));
  }
}
