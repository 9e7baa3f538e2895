package io.sallyport.server.boot;

import io.sallyport.server.base.Secret;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Outcome;
import io.sallyport.server.review.Review;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A command of an officer: who, why, and a password before anything else. */
abstract class OfficerAction extends DataCommand {
  private static final int MOST_PASSWORD_BYTES = 4_096;

  @Option(
      names = "--as",
      paramLabel = "OFFICER",
      required = true,
      description = "Who looks: a user's name. The password is asked for.")
  private String officer;

  @Option(
      names = "--reason",
      paramLabel = "WHY",
      required = true,
      description = "Why; goes on record with what was asked for.")
  private String reason;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Take the password from the first line of a file.")
  private Path passwordFile;

  OfficerAction(Invocation invocation, Place place) {
    super(invocation, place);
  }

  /** Does it as that officer; the answer is the exit code. */
  abstract int as(Officer who, Review review, Facades facades) throws IOException;

  @Override
  int on(Facades facades) throws IOException {
    Optional<Secret> password = password();
    if (password.isEmpty()) {
      terminal().err().println("no password was given");
      return ExitCode.FAILED;
    }
    Review review = facades.officers().review();
    try {
      Optional<Officer> who = review.login(officer, password.get());
      if (who.isEmpty()) {
        terminal().err().println("wrong name or password");
        return ExitCode.FAILED;
      }
      return as(who.get(), review, facades);
    } catch (IOException e) {
      terminal().err().println(LogText.safe(String.valueOf(e.getMessage())));
      return ExitCode.UNAVAILABLE;
    }
  }

  String reason() {
    return reason;
  }

  /** The value, or empty after saying why there is none. */
  <T> Optional<T> granted(Outcome<T> outcome) {
    if (outcome instanceof Outcome.Granted<T> granted) {
      return Optional.of(granted.value());
    }
    if (outcome instanceof Outcome.Awaiting<T> awaiting) {
      terminal()
          .err()
          .println(
              "a second person has to approve; when that is done, give this command again with"
                  + " --approval "
                  + awaiting.approval());
    } else if (outcome instanceof Outcome.Denied<T> denied) {
      terminal().err().println(LogText.safe(denied.why()));
    }
    return Optional.empty();
  }

  /** A path as the person means it. */
  Path resolve(Path path) {
    return terminal().directory().resolve(path).normalize();
  }

  private Optional<Secret> password() throws IOException {
    if (passwordFile == null) {
      return terminal()
          .secretLine("password of " + LogText.safe(officer) + ": ")
          .filter(line -> !line.isEmpty())
          .map(Secret::of);
    }
    Path file = resolve(passwordFile);
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_PASSWORD_BYTES) {
      terminal().err().println(LogText.safe(file + ": there is no such password file"));
      return Optional.empty();
    }
    return Files.readString(file, StandardCharsets.UTF_8)
        .lines()
        .findFirst()
        .filter(line -> !line.isEmpty())
        .map(Secret::of);
  }
}
