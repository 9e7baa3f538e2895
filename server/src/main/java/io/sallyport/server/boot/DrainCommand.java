package io.sallyport.server.boot;

import io.sallyport.server.call.LiveCalls;
import io.sallyport.server.call.LiveCalls.Act;
import io.sallyport.server.call.LiveCalls.Drain;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code drain start|stop|status}: empties the server of calls for maintenance. */
@Command(
    name = "drain",
    description = "Empty the server of calls: no new ones but those for help, running ones go on.")
final class DrainCommand implements Runnable {
  @Spec private CommandSpec spec;

  static CommandLine line(Invocation invocation, Place place) {
    return new CommandLine(new DrainCommand())
        .addSubcommand(new Start(invocation, place))
        .addSubcommand(new Stop(invocation, place))
        .addSubcommand(new Status(invocation, place));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which: drain start, stop or status");
  }

  private static int show(Drain drain, PrintWriter out) {
    out.println(
        drain.on()
            ? "draining since %s by %s; %d calls run, the last end at %s"
                .formatted(drain.since(), drain.by(), drain.running(), drain.deadline())
            : "not draining; %d calls run".formatted(drain.running()));
    return ExitCode.OK;
  }

  /** Begins. */
  @Command(name = "start", description = "Take no new calls; end running ones at a deadline.")
  static final class Start extends LiveCommand.Acting {
    @Option(
        names = "--within",
        paramLabel = "TIME",
        converter = LiveOptions.Time.class,
        description = "When running calls end by force; default: 1h.")
    private Duration within = Duration.ofHours(1);

    Start(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int act(LiveCalls live, Act act) {
      return show(live.drain(within, act), out());
    }
  }

  /** Undoes it. */
  @Command(name = "stop", description = "Take calls again.")
  static final class Stop extends LiveCommand.Acting {
    Stop(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int act(LiveCalls live, Act act) {
      return show(live.endDrain(act), out());
    }
  }

  /** Shows it. */
  @Command(name = "status", description = "Say whether calls are taken, and how many run.")
  static final class Status extends DataCommand {
    Status(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      return facades
          .live()
          .map(live -> show(live.drain(), out()))
          .orElseGet(() -> LiveCommand.noServer(terminal()));
    }
  }
}
