package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.directory.User;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a running server, through the control socket, and without one. */
@Timeout(60)
class CommandsTest {
  @TempDir Path directory;

  private record Ran(int exit, String output, String errors) {}

  private Path data() {
    return directory.resolve("data");
  }

  private Ran run(List<String> typed, String... arguments) {
    MemoryTerminal terminal = new MemoryTerminal(typed.toArray(String[]::new));
    Invocation invocation = new Invocation(terminal);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data().toString()));
    int exit = invocation.run(Commands.all(invocation), all);
    return new Ran(exit, terminal.output(), terminal.errors());
  }

  private Ran run(String... arguments) {
    return run(List.of(), arguments);
  }

  @Test
  void usersAreManagedInTheRunningServer() throws Exception {
    try (Server server = EphemeralServer.start(data())) {
      manageUsers();
      assertThat(server.directory().user("carol").orElseThrow().role()).isEqualTo(User.Role.ADMIN);
    }
  }

  @Test
  void usersAreManagedWithoutAServerTheSameWay() throws Exception {
    EphemeralServer.start(data()).close();
    manageUsers();
    try (Server server = EphemeralServer.start(data())) {
      assertThat(server.directory().user("carol").orElseThrow().role()).isEqualTo(User.Role.ADMIN);
    }
  }

  private void manageUsers() {
    assertThat(
            run(List.of("secret words"), "user", "add", "Carol", "--admin", "--display", "Carol C"))
        .isEqualTo(new Ran(0, "user added: carol@sallyport.localhost\n", ""));
    assertThat(run("user", "list").output())
        .contains("NAME   ADDRESS")
        .contains("carol  sip:carol@sallyport.localhost  Carol C        admin  enabled");
    assertThat(run("user", "disable", "carol").exit()).isZero();
    assertThat(run("user", "list").output()).containsPattern("carol .* disabled");
    assertThat(run("user", "enable", "carol").exit()).isZero();
    assertThat(run("user", "passwd", "carol", "--generate").output())
        .containsPattern("password: ([a-z]{5}-){4}[a-z]{5}\n");
    assertThat(run(List.of("x"), "user", "add", "carol").exit()).isEqualTo(1);
    assertThat(run(List.of("x"), "user", "add", "bad name").exit()).isEqualTo(1);
    assertThat(run("user", "passwd", "nobody").errors()).contains("there is no such user");
    assertThat(run("user", "passwd", "carol").errors()).contains("no password was given");
    assertThat(run("user", "disable", "\u001b[2Jx").errors()).doesNotContain("\u001b");
  }

  @Test
  void aWrongCommandLineIsExplainedWithExitCode2() {
    assertThat(run("user").exit()).isEqualTo(2);
    assertThat(run("user", "destroy", "x").exit()).isEqualTo(2);
    assertThat(run("--nonsense").errors()).contains("Unknown option");
  }

  @Test
  void aCommandWithoutADataDirectoryMakesNone() {
    Ran ran = run("user", "list");
    assertThat(ran.exit()).isEqualTo(78);
    assertThat(ran.errors()).contains("there is no data directory");
    assertThat(data()).doesNotExist();
  }

  @Test
  void aServerCannotBeToldToStartAnother() throws Exception {
    try (Server server = EphemeralServer.start(data())) {
      DataDirectory at = new DataDirectory(data());
      assertThat(ControlClient.run(at, List.of(), new MemoryTerminal())).hasValue(2);
      assertThat(ControlClient.run(at, List.of("serve"), new MemoryTerminal())).hasValue(2);
      assertThat(ControlClient.run(at, List.of("config", "print"), new MemoryTerminal()))
          .hasValue(2);
      assertThat(server.health()).isNotEmpty();
    }
  }

  @Test
  void settingsAreCheckedAndPrinted() throws Exception {
    Path file = directory.resolve("my.yaml");
    Files.writeString(file, "domain: example.org\nedge:\n  idle: 5\n  port: 99999\n");
    Ran check = run("config", "check", "--config", file.toString());
    assertThat(check.exit()).isEqualTo(78);
    assertThat(check.errors().lines()).hasSize(2).allMatch(line -> line.startsWith(file + ":"));
    Files.writeString(file, "domain: example.org\n");
    assertThat(run("config", "check", "--config", file.toString()))
        .isEqualTo(new Ran(0, file + ": fine\n", ""));
    assertThat(run("config", "print", "--config", file.toString()).output())
        .startsWith("domain: example.org\n");
    assertThat(run("config", "check", "--config", "/nowhere/x.yaml").errors())
        .contains("/nowhere/x.yaml: is not there");
  }
}
