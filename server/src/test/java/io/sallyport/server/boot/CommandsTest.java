package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.CallAnswered;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.directory.User;
import io.sallyport.server.vault.KeyRing;
import io.sallyport.server.vault.KeySettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
    int exit = invocation.run(Commands.all(invocation, all), all);
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

  private static CallEnded ended(Party alice, Instant at) {
    return new CallEnded(
        "c1",
        at.plusSeconds(67),
        "answered",
        200,
        alice.address(),
        "",
        65_000,
        List.of(
            new CallEnded.Media(
                "audio",
                alice.address(),
                "PCMA",
                "AEAD_AES_256_GCM SDES",
                3_250,
                559_000,
                0,
                0,
                List.of(new CallEnded.Source("192.0.2.7:4000", at, "srtp")),
                List.of(new CallEnded.Quality(at, 0, 1.5, 20, 4.4)))));
  }

  @Test
  void callsAndLinesAreListedWithTheServerAndWithoutAlikeAndReadingIsOnRecord() throws Exception {
    Instant at = Instant.parse("2026-11-22T12:00:00Z");
    List<String> live = new ArrayList<>();
    try (Server server = EphemeralServer.start(data())) {
      Party alice = new Party("sip:alice@sallyport.localhost", "Alice", "phone", "");
      Party bob = new Party("sip:bob@sallyport.localhost", "Bob", "phone", "");
      server.archive().append(new CallStarted("c1", at, alice, bob.address(), List.of("audio")));
      server.archive().append(new CallAnswered("c1", at.plusSeconds(2), bob, List.of("audio")));
      server.archive().append(ended(alice, at));
      Body body =
          new Body(
              "text/plain;charset=utf-8",
              "h\u00e9llo \u001b[2J\nforged".getBytes(StandardCharsets.UTF_8));
      server.archive().append(new ChatMessage("m1", at, alice, bob.address(), body));
      await().until(() -> server.archive().durable() >= 5);
      for (String command : List.of("calls", "messages")) {
        live.add(run(command).output());
        live.add(run(command, "--json", "--user", "alice").output());
      }
      assertThat(run("calls", "--since", "2026-11-23").output().lines()).hasSize(1);
    }
    assertThat(live.get(0))
        .startsWith("STARTED ")
        .contains(
            "2026-11-22 12:00:00  alice@sallyport.localhost  bob@sallyport.localhost  audio "
                + " answered  1:05  alice@");
    assertThat(live.get(1))
        .contains("\"talkMillis\":65000")
        .contains("\"elsewhere\":0")
        .contains("\"sources\":[{\"address\":\"192.0.2.7:4000\",\"since\":\"2026-11-22T12:")
        .contains("\"proof\":\"srtp\"")
        .contains("\"from\":\"sip:alice@sallyport.localhost\"");
    assertThat(live.get(2))
        .contains("waiting")
        .contains("h\u00e9llo \\u001b[2J\\nforged")
        .doesNotContain("\u001b");
    assertThat(live.get(3)).contains("\"text\":\"h\u00e9llo \\u001B[2J\\nforged\"");
    for (String command : List.of("calls", "messages")) {
      assertThat(run(command).output()).isIn(live);
      assertThat(run(command, "--json", "--user", "alice").output()).isIn(live);
    }
    try (var records = ArchiveReader.open(data().resolve("journal"), journalKey())) {
      List<String> types = new ArrayList<>();
      records.forEachRemaining(entry -> types.add(entry.type() + " " + entry.fields()));
      assertThat(types)
          .anyMatch(line -> line.startsWith("administered") && line.contains("messages read"));
      assertThat(types).anyMatch(line -> line.contains("server started"));
      assertThat(types).anyMatch(line -> line.contains("server stopped"));
    }
  }

  @Test
  void keysRotateAndGetANewMasterKeyWhileTheServerRunsAndWithoutIt() throws Exception {
    try (Server server = EphemeralServer.start(data())) {
      assertThat(run("keys", "rotate").exit()).isZero();
      assertThat(run("keys", "rewrap").output()).contains("encrypted under master key");
      assertThat(server.health()).isNotEmpty();
    }
    assertThat(run("keys", "rotate").exit()).isZero();
    assertThat(run("keys", "list").output().lines()).hasSize(4);
    assertThat(run("verify").output()).contains("OK: ");
    try (Server server = EphemeralServer.start(data())) {
      assertThat(server.firstPasswords()).isEmpty();
    }
  }

  @Test
  void verifyIsContentWithAnHonestJournalAndNamesTheFirstBadRecordOfAnother() throws Exception {
    try (Server server = EphemeralServer.start(data())) {
      assertThat(run("verify").output()).contains("OK: ");
      assertThat(server.health()).isNotEmpty();
    }
    assertThat(run("verify").exit()).isZero();
    assertThat(run("verify", "--without-key").exit()).isZero();
    Path segment;
    try (var files = Files.list(data().resolve("journal"))) {
      segment = files.filter(file -> file.toString().endsWith(".sj")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);
    Ran bad = run("verify");
    assertThat(bad.exit()).isEqualTo(1);
    assertThat(bad.output()).contains("BAD: " + segment.getFileName() + ", offset ");
  }

  private KeyRing journalKey() throws Exception {
    return Keys.existing(KeySettings.defaults(), new DataDirectory(data())).ring();
  }

  @Test
  void aCaptureIsRefusedUnlessTheSettingsAllowItAndTheCallRuns() throws Exception {
    Path file = directory.resolve("call.pcapng");
    String[] words = {"capture", "c1", "-o", file.toString(), "--seconds", "1"};
    EphemeralServer.start(data()).close();
    assertThat(run(words)).isEqualTo(new Ran(69, "", "no server runs here\n"));
    try (Server server = EphemeralServer.start(data())) {
      assertThat(run(words))
          .isEqualTo(new Ran(1, "", "refused: the setting media.allow-capture is not true\n"));
    }
    String allowed = EphemeralServer.yaml().replace("media:", "media:\n  allow-capture: true");
    try (Server server = Server.start(Settings.of(allowed), data())) {
      assertThat(run(words)).isEqualTo(new Ran(1, "", "refused: no such call runs\n"));
    }
    assertThat(file).doesNotExist();
    try (var records = ArchiveReader.open(data().resolve("journal"), journalKey())) {
      List<String> captures = new ArrayList<>();
      records.forEachRemaining(
          entry -> {
            if (entry.type().equals("capture")) {
              captures.add(entry.fields().toString());
            }
          });
      assertThat(captures).hasSize(2).allMatch(fields -> fields.contains("refused"));
    }
  }

  @Test
  void aStartIsKnownByItsOptionsAlone() {
    assertThat(Commands.isStart(List.of())).isTrue();
    assertThat(Commands.isStart(List.of("serve"))).isTrue();
    assertThat(Commands.isStart(List.of("--config", "a", "--data=b", "serve"))).isTrue();
    assertThat(Commands.isStart(List.of("--data", "serve"))).isTrue();
    assertThat(Commands.isStart(List.of("--data", "serve", "verify"))).isFalse();
    assertThat(Commands.isStart(List.of("--help"))).isFalse();
  }
}
