package io.sallyport.server.boot;

import io.sallyport.server.call.Listener;
import io.sallyport.server.policy.Address;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Review;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code live listen}: an officer's phone rings and hears both parties of a running call. */
@Command(
    name = "listen",
    description =
        "Hear a running call: your own phone rings, and hears both parties. On record, and only"
            + " calls of persons that you are assigned to.")
final class ListenCommand extends OfficerAction {
  @Parameters(paramLabel = "CALL", description = "The call's id, as calls --json shows it.")
  private String call;

  @Option(
      names = "--to",
      paramLabel = "USER",
      description = "Whose phone rings; default: the officer's own.")
  private String to;

  @Option(names = "--approval", paramLabel = "ID", description = "A second person's approval.")
  private String approval;

  ListenCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int as(Officer who, Review review, Facades facades) throws IOException {
    if (facades.live().isEmpty()) {
      return LiveCommand.noServer(terminal());
    }
    Optional<String> second =
        granted(review.listen(who, reason(), call, Optional.ofNullable(approval)));
    if (second.isEmpty()) {
      return ExitCode.FAILED;
    }
    String user = to == null ? who.name() : to.toLowerCase(Locale.ROOT);
    Listener listener =
        new Listener(call, new Address(user, facades.domain()), who.name(), reason(), second.get());
    Optional<String> why =
        LiveAnswer.await(done -> facades.live().get().voice().listen(listener, done));
    return LiveAnswer.tell(terminal(), why, user + " hears the call");
  }
}
