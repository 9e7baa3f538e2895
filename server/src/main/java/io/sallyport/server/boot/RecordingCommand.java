package io.sallyport.server.boot;

import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.RecordingClosed;
import io.sallyport.server.archive.ArchiveRecord.RecordingRecovered;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.path.PayloadFormat;
import io.sallyport.server.playback.Outcome;
import io.sallyport.server.playback.Playback;
import io.sallyport.server.playback.Selection;
import io.sallyport.server.recording.Gap;
import io.sallyport.server.recording.PlayableRecording;
import io.sallyport.server.recording.RecordingReader;
import io.sallyport.server.recording.Survey;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recording list|info|play}. */
@Command(
    name = "recording",
    description = "List recordings, tell what is in one, and make it heard.")
final class RecordingCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The command with its subcommands. */
  static CommandLine line(Invocation invocation, Place place) {
    return new CommandLine(new RecordingCommand())
        .addSubcommand(new ListRecordings(invocation, place))
        .addSubcommand(new InfoOfRecording(invocation, place))
        .addSubcommand(new PlayRecording(invocation, place));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which: recording list, info or play");
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  /** Lists the recordings that the journal tells of. */
  @Command(name = "list", description = "List recordings that are closed, the newest last.")
  static final class ListRecordings extends DataCommand {
    @Option(
        names = "--days",
        paramLabel = "N",
        description = "How many days back; 7 without it.",
        defaultValue = "7")
    private int days;

    ListRecordings(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      Table table = new Table("BEGAN", "CALL", "LENGTH", "STREAMS", "PACKETS", "GAPS");
      try (ArchiveReader records =
          facades.records(facades.clock().instant().minus(Duration.ofDays(days)))) {
        while (records.hasNext()) {
          records.next().entry().ifPresent(entry -> row(table, entry));
        }
      }
      table.print(out());
      return ExitCode.OK;
    }

    private static void row(Table table, ArchiveRecord entry) {
      if (entry instanceof RecordingClosed r) {
        row(table, r);
      } else if (entry instanceof RecordingRecovered r) {
        row(
            table,
            new RecordingClosed(
                r.recording(),
                r.call(),
                r.at(),
                r.began(),
                r.durationMillis(),
                r.digest(),
                r.chunks(),
                r.bytes(),
                r.streams(),
                r.gaps()));
      }
    }

    private static void row(Table table, RecordingClosed r) {
      table.row(
          r.began().toString(),
          r.call(),
          seconds(r.durationMillis() / 1000.0),
          String.valueOf(r.streams().size()),
          String.valueOf(r.streams().stream().mapToLong(s -> s.packets()).sum()),
          r.gaps().isEmpty()
              ? "none"
              : r.gaps().stream().map(g -> g.cause()).distinct().collect(Collectors.joining(", ")));
    }
  }

  /** Tells what is in a recording, by reading all of it. */
  @Command(
      name = "info",
      description = "Tell what is in the recording of a call; exit code 1 if it is not whole.")
  static final class InfoOfRecording extends DataCommand {
    @Parameters(paramLabel = "CALL", description = "The call's id.")
    private String call;

    InfoOfRecording(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      Survey survey;
      try {
        survey = RecordingReader.survey(facades.vault(), RecordingReader.objectOf(call));
      } catch (NoSuchFileException | IllegalArgumentException e) {
        terminal().err().println("there is no recording of that call");
        return ExitCode.FAILED;
      }
      survey
          .about()
          .ifPresent(
              about ->
                  out()
                      .println(
                          "%s %s to %s"
                              .formatted(
                                  about.began(),
                                  LogText.safe(about.caller()),
                                  LogText.safe(about.callee()))));
      out()
          .println(
              "%s, %d chunks, %d bytes, digest %s, %s"
                  .formatted(
                      seconds(survey.durationNanos() / 1e9),
                      survey.chunks(),
                      survey.bytes(),
                      survey.digest(),
                      survey.complete() ? "complete" : survey.behind() + " bytes are not whole"));
      Table table = new Table("STREAM", "KIND", "FROM", "PACKETS", "RTCP", "CODECS");
      for (Survey.StreamFigures stream : survey.streams()) {
        table.row(
            String.valueOf(stream.info().index()),
            stream.info().label(),
            stream.info().side().word(),
            String.valueOf(stream.packets()),
            String.valueOf(stream.control()),
            stream.info().formats().stream()
                .map(InfoOfRecording::codec)
                .collect(Collectors.joining(" ")));
      }
      table.print(out());
      for (Gap gap : survey.gaps()) {
        out()
            .println(
                "gap at %s: %s packets, %s"
                    .formatted(
                        seconds(gap.nanos() / 1e9),
                        gap.packets() == Gap.UNKNOWN ? "unknown" : String.valueOf(gap.packets()),
                        gap.cause().word()));
      }
      return survey.complete() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String codec(PayloadFormat format) {
      return format.payloadType()
          + "="
          + LogText.safe(format.encoding())
          + "/"
          + format.clockRate();
    }
  }

  /** Writes a recording as sound. */
  @Command(
      name = "play",
      description =
          "Write the recording of a call to a WAV file, the caller left and the callee right; that"
              + " it was listened to goes on record first.")
  static final class PlayRecording extends DataCommand {
    @Parameters(paramLabel = "CALL", description = "The call's id.")
    private String call;

    @Option(
        names = "-o",
        paramLabel = "FILE",
        required = true,
        description = "The file to make, named in full where a server runs; it must not be there.")
    private Path file;

    @Option(names = "--mixed", description = "Both sides in one channel.")
    private boolean mixed;

    PlayRecording(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      if (facades.officers().review().playNeedsTwo()) {
        terminal()
            .err()
            .println(
                "review.play-needs-two is set: a recording is heard by an officer with `play`");
        return ExitCode.FAILED;
      }
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        terminal().err().println(file + " is there already");
        return ExitCode.FAILED;
      }
      PlayableRecording recording;
      try {
        recording = PlayableRecording.of(facades.vault(), RecordingReader.objectOf(call));
      } catch (NoSuchFileException | IllegalArgumentException e) {
        terminal().err().println("there is no recording of that call");
        return ExitCode.FAILED;
      }
      facades.administered("recording played", call);
      Selection all = Selection.all(mixed ? Selection.Layout.MIXED : Selection.Layout.STEREO);
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW))) {
        Outcome outcome = new Playback(recording).wav(all, out);
        if (outcome instanceof Outcome.NotDecodable not) {
          terminal().err().println(LogText.safe(not.sentence()));
          return ExitCode.FAILED;
        }
        double length = ((Outcome.Rendered) outcome).frames() / (double) all.sampleRate();
        out().println(seconds(length) + " written to " + LogText.safe(file.toString()));
        return ExitCode.OK;
      } catch (FileAlreadyExistsException e) {
        terminal().err().println(file + " is there already");
        return ExitCode.FAILED;
      }
    }
  }
}
