package io.sallyport.server.boot;

import io.sallyport.server.observe.LogText;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** What a running call answers to a command that waits for it. */
final class LiveAnswer {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private LiveAnswer() {}

  /** Why it was not done; empty where it was. Blocks. */
  static Optional<String> await(Consumer<Consumer<Optional<String>>> action) {
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    action.accept(answer::complete);
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return Optional.of("the call does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the server stops");
    }
  }

  static int tell(Terminal terminal, Optional<String> why, String done) {
    if (why.isPresent()) {
      terminal.err().println(LogText.safe(why.get()));
      return ExitCode.FAILED;
    }
    terminal.out().println(LogText.safe(done));
    return ExitCode.OK;
  }
}
