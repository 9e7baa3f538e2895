package io.sallyport.server.boot;

import io.sallyport.server.call.LiveCalls.Act;
import io.sallyport.server.call.LiveVoice;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.prompt.Prompt;
import io.sallyport.server.prompt.Prompts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code live announce}: says something to both parties of a running call. */
@Command(
    name = "announce",
    description = "Play a prompt or a WAV file to both parties of a running call. On record.")
final class AnnounceCommand extends DataCommand {
  @Parameters(index = "0", paramLabel = "CALL", description = "The call's id.")
  private String call;

  @Parameters(
      index = "1",
      paramLabel = "PROMPT",
      description = "A prompt's name, such as notice; or a file that ends in .wav.")
  private String prompt;

  @Option(names = "--language", paramLabel = "LANG", defaultValue = "", description = "Such as de.")
  private String language;

  @Option(names = "--reason", required = true, paramLabel = "WHY", description = "Goes on record.")
  private String reason;

  @Mixin private ActingPerson person = new ActingPerson();

  AnnounceCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int on(Facades facades) throws IOException {
    Optional<String> by = person.proven(facades, terminal());
    if (by.isEmpty()) {
      return ExitCode.FAILED;
    }
    if (facades.live().isEmpty()) {
      return LiveCommand.noServer(terminal());
    }
    if (reason.isBlank() || reason.length() > Act.LONGEST_REASON) {
      terminal().err().println("say why, in at most " + Act.LONGEST_REASON + " characters");
      return ExitCode.FAILED;
    }
    LiveVoice voice = facades.live().get().voice();
    Optional<Prompt> found;
    try {
      found = found(voice);
    } catch (IOException e) {
      terminal().err().println(LogText.safe(prompt + ": " + e.getMessage()));
      return ExitCode.FAILED;
    }
    if (found.isEmpty()) {
      terminal().err().println("no such call runs, or there is no such prompt");
      return ExitCode.FAILED;
    }
    Optional<String> why =
        LiveAnswer.await(done -> voice.announce(call, found.get(), by.get(), reason, done));
    return LiveAnswer.tell(terminal(), why, "played to both");
  }

  private Optional<Prompt> found(LiveVoice voice) throws IOException {
    if (prompt.endsWith(".wav")) {
      Path file = terminal().directory().resolve(prompt).normalize();
      return Optional.of(Prompts.read(file));
    }
    return voice.prompt(call, prompt, language);
  }
}
