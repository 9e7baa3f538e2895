package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.User;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Live control as a person gives it, with and without a server. */
@Timeout(120)
class LiveCommandsTest {
  @TempDir Path directory;

  private record Ran(int exit, String output, String errors) {}

  private Ran run(String typed, String... arguments) {
    MemoryTerminal terminal = new MemoryTerminal(typed);
    Invocation invocation = new Invocation(terminal);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", directory.resolve("data").toString()));
    int exit = invocation.run(Commands.all(invocation, all), all);
    return new Ran(exit, terminal.output(), terminal.errors());
  }

  private Server start() throws Exception {
    Server server = Server.start(Settings.of(EphemeralServer.yaml()), directory.resolve("data"));
    server.directory().add("carol", "carol", User.Role.ADMIN, Secret.of("carol"));
    server.directory().add("erin", "erin", User.Role.USER, Secret.of("erin"));
    return server;
  }

  @Test
  void withoutAServerNothingRuns() throws Exception {
    start().close();
    assertThat(run("", "live").exit()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run("", "drain", "status").errors()).contains("no server runs here");
  }

  @Test
  void aDrainBeginsShowsItselfAndIsUndone() throws Exception {
    try (Server server = start()) {
      assertThat(server.health()).isNotEmpty();
      Ran begun =
          run("carol", "drain", "start", "--within", "5m", "--reason", "update", "--as", "carol");
      assertThat(begun.exit()).as(begun.errors()).isZero();
      assertThat(begun.output()).contains("draining since").contains("carol");
      assertThat(run("", "drain", "status").output()).contains("draining since");
      run("carol", "drain", "stop", "--reason", "done", "--as", "carol");
      assertThat(run("", "drain", "status").output()).contains("not draining; 0 calls run");
    }
  }

  @Test
  void anActNeedsAnAdministratorAReasonAndACall() throws Exception {
    try (Server server = start()) {
      assertThat(server.health()).isNotEmpty();
      assertThat(run("", "live").output()).contains("CALL").contains("RULE");
      Ran unknown =
          run("carol", "live", "mute", "n1-0-x", "caller", "--reason", "r", "--as", "carol");
      assertThat(unknown.exit()).isEqualTo(ExitCode.FAILED);
      assertThat(unknown.errors()).contains("no such call");
      Ran user = run("erin", "live", "end", "--all", "--reason", "r", "--as", "erin");
      assertThat(user.exit()).isEqualTo(ExitCode.FAILED);
      assertThat(run("carol", "live", "end", "--all", "--as", "carol").exit()).isNotZero();
      assertThat(run("carol", "live", "end", "--reason", "r", "--as", "carol").errors())
          .contains("say which");
      Ran all = run("carol", "live", "end", "--all", "--reason", "r", "--as", "carol");
      assertThat(all.output()).contains("0 calls ended");
    }
  }
}
