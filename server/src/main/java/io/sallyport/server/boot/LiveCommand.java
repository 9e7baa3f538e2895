package io.sallyport.server.boot;

import io.sallyport.server.call.LiveCall;
import io.sallyport.server.call.LiveCalls;
import io.sallyport.server.call.LiveCalls.Act;
import io.sallyport.server.call.LiveCalls.Result;
import io.sallyport.server.call.LiveFilter;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.media.MediaSession.StreamReport;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code live}: what runs now, and what an administrator does to it. */
@Command(name = "live", description = "List calls that ring or run now.")
final class LiveCommand extends DataCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  @Mixin private LiveOptions options = new LiveOptions();

  @Option(names = "--streams", description = "With each stream's path, codec and quality.")
  private boolean streams;

  private LiveCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  static CommandLine line(Invocation invocation, Place place) {
    return new CommandLine(new LiveCommand(invocation, place))
        .addSubcommand(new End(invocation, place))
        .addSubcommand("mute", new OneSide(invocation, place, "mute"))
        .addSubcommand("unmute", new OneSide(invocation, place, "unmute"))
        .addSubcommand("hold", new OneSide(invocation, place, "hold"))
        .addSubcommand("resume", new OneSide(invocation, place, "resume"))
        .addSubcommand(new ForbidVideo(invocation, place))
        .addSubcommand(new ListenCommand(invocation, place))
        .addSubcommand(new AnnounceCommand(invocation, place));
  }

  @Override
  int on(Facades facades) {
    if (facades.live().isEmpty()) {
      return noServer(terminal());
    }
    Table table =
        new Table("CALL", "SINCE", "FROM", "TO", "STATE", "MEDIA", "RULE", "REC", "MARKS");
    List<LiveCall> calls = facades.live().get().list(options.filter());
    for (LiveCall call : calls) {
      table.row(
          call.id(),
          TIME.format(call.since().atZone(terminal().zone())),
          call.from().toString(),
          call.to().toString(),
          call.state(),
          String.join("+", call.kinds()),
          call.rule(),
          call.recorded().isEmpty() ? "-" : String.join("+", call.recorded()),
          marks(call));
    }
    table.print(out());
    if (streams) {
      streams(calls).print(out());
    }
    return ExitCode.OK;
  }

  private static Table streams(List<LiveCall> calls) {
    Table table = new Table("CALL", "FROM", "MEDIA", "CODEC", "KEY", "PATH", "LOSS", "MOS");
    for (LiveCall call : calls) {
      for (StreamReport stream : call.streams()) {
        int last = stream.sources().size() - 1;
        int sample = stream.quality().size() - 1;
        table.row(
            call.id(),
            (stream.from() == Side.A ? call.from() : call.to()).toString(),
            stream.kind(),
            stream.codec(),
            stream.protection(),
            last < 0
                ? "-"
                : stream.sources().get(last).address() + " " + stream.sources().get(last).proof(),
            sample < 0 ? "-" : "%.1f%%".formatted(stream.quality().get(sample).lossPercent()),
            sample < 0 ? "-" : "%.1f".formatted(stream.quality().get(sample).mos()));
      }
    }
    return table;
  }

  private static String marks(LiveCall call) {
    StringBuilder marks = new StringBuilder();
    call.muted().forEach(side -> marks.append(side(side)).append(" muted "));
    call.held().forEach(side -> marks.append(side(side)).append(" held "));
    marks.append(call.videoForbidden() ? "no video " : "");
    marks.append(call.emergency() ? "emergency" : "");
    return marks.toString().strip();
  }

  private static String side(Side side) {
    return side == Side.A ? "caller" : "callee";
  }

  static int noServer(Terminal terminal) {
    terminal.err().println("no server runs here");
    return ExitCode.UNAVAILABLE;
  }

  /** What came of it within a moment. */
  static <T> Optional<T> within(CompletableFuture<T> act) {
    try {
      return Optional.of(act.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  /** Who acts, and why. */
  abstract static class Acting extends DataCommand {
    @Mixin private ActingPerson person = new ActingPerson();

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "WORDS",
        description = "Why; goes on record, and where a call ends on the phones' screens.")
    private String reason;

    @Spec private CommandSpec spec;

    Acting(Invocation invocation, Place place) {
      super(invocation, place);
    }

    abstract int act(LiveCalls live, Act act);

    @Override
    int on(Facades facades) {
      if (facades.live().isEmpty()) {
        return noServer(terminal());
      }
      if (reason.isBlank() || reason.length() > Act.LONGEST_REASON) {
        throw new ParameterException(
            spec.commandLine(), "--reason must have 1 to " + Act.LONGEST_REASON + " characters");
      }
      Optional<String> by = person.proven(facades, terminal());
      return by.isEmpty()
          ? ExitCode.FAILED
          : act(facades.live().get(), new Act(by.get(), reason.strip()));
    }

    int tell(Optional<Result> result, String done) {
      if (result.filter(Result.DONE::equals).isPresent()) {
        out().println(done);
        return ExitCode.OK;
      }
      String words =
          result
              .map(
                  what ->
                      what == Result.NO_SUCH_CALL
                          ? "no such call runs, or nobody has answered it yet"
                          : "it cannot be put on record, so it was not done")
              .orElse("the server did not answer in time");
      terminal().err().println(words);
      return ExitCode.FAILED;
    }
  }

  /** Ends calls. */
  @Command(name = "end", description = "End one call, or all that are meant.")
  static final class End extends Acting {
    @Parameters(arity = "0..1", paramLabel = "CALL", description = "The call's id.")
    private String call = "";

    @Mixin private LiveOptions options = new LiveOptions();

    @Option(names = "--all", description = "Every call that runs.")
    private boolean all;

    @Spec private CommandSpec spec;

    End(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int act(LiveCalls live, Act act) {
      LiveFilter filter = call.isEmpty() ? options.filter() : LiveFilter.of(call);
      if (filter.equals(LiveFilter.ALL) && !all) {
        throw new ParameterException(
            spec.commandLine(), "say which: a call's id, a filter, or --all");
      }
      Optional<Integer> ended = within(live.end(filter, act));
      if (ended.isEmpty()) {
        terminal().err().println("the server did not answer in time");
        return ExitCode.FAILED;
      }
      out().println(ended.get() + (ended.get() == 1 ? " call ended" : " calls ended"));
      return call.isEmpty() || ended.get() > 0 ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  /** Acts on one side of a call. */
  @Command(description = "Do so to one side of a call that runs.")
  static final class OneSide extends Acting {
    enum Which {
      caller,
      callee
    }

    private final String action;

    @Parameters(index = "0", paramLabel = "CALL", description = "The call's id.")
    private String call;

    @Parameters(index = "1", paramLabel = "SIDE", description = "caller or callee.")
    private Which which;

    OneSide(Invocation invocation, Place place, String action) {
      super(invocation, place);
      this.action = action;
    }

    @Override
    int act(LiveCalls live, Act act) {
      Side side = which == Which.caller ? Side.A : Side.B;
      CompletableFuture<Result> result =
          switch (action) {
            case "mute", "unmute" -> live.mute(call, side, action.equals("mute"), act);
            default -> live.hold(call, side, action.equals("hold"), act);
          };
      return tell(within(result), action + ": " + call + " " + which);
    }
  }

  /** Takes the pictures out of a call. */
  @Command(
      name = "forbid-video",
      description = "Take video and screens out of a call that runs, for as long as it runs.")
  static final class ForbidVideo extends Acting {
    @Parameters(paramLabel = "CALL", description = "The call's id.")
    private String call;

    ForbidVideo(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int act(LiveCalls live, Act act) {
      return tell(within(live.forbidVideo(call, act)), "forbid-video: " + call);
    }
  }
}
