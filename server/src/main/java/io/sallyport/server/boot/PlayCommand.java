package io.sallyport.server.boot;

import io.sallyport.server.observe.LogText;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Review;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code play}: an officer listens to a call. */
@Command(name = "play", description = "Write the recording of a call into a file to listen to.")
final class PlayCommand extends OfficerAction {
  @Parameters(paramLabel = "CALL", description = "Its id, as search shows it.")
  private String id;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "Must not be there yet; the server writes it.")
  private Path file;

  @Option(names = "--approval", paramLabel = "ID", description = "A second person's approval.")
  private String approval;

  PlayCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int as(Officer who, Review review, Facades facades) throws IOException {
    Path target = resolve(file);
    Optional<String> written =
        granted(review.play(who, reason(), id, Optional.ofNullable(approval), new NewFile(target)));
    written.ifPresent(
        extension -> out().println(LogText.safe(target.toString()) + " (" + extension + ")"));
    return written.isPresent() ? ExitCode.OK : ExitCode.FAILED;
  }

  /** A file that is made when it is written to. */
  private record NewFile(Path path) implements Review.Sink {
    @Override
    public Optional<String> problem() {
      return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(path + " is there already")
          : Optional.empty();
    }

    @Override
    public OutputStream open(String extension) throws IOException {
      return Channels.newOutputStream(
          FileChannel.open(
              path,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    }
  }
}
