package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.User;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An officer's commands through the control socket of a running server, and without one. */
@Timeout(60)
class OfficerCommandsTest {
  private static final List<String> AS =
      List.of("--as", "eve", "--reason", "case 7, shares of Mueller");

  @TempDir Path directory;

  private record Ran(int exit, String output, String errors) {}

  private Path data() {
    return directory.resolve("data");
  }

  private Ran run(List<String> typed, List<String> arguments) {
    MemoryTerminal terminal = new MemoryTerminal(typed.toArray(String[]::new));
    Invocation invocation = new Invocation(terminal);
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--data", data().toString()));
    int exit = invocation.run(Commands.all(invocation, all), all);
    return new Ran(exit, terminal.output(), terminal.errors());
  }

  private Ran admin(String... arguments) {
    return run(List.of(), List.of(arguments));
  }

  private Ran eve(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(AS);
    return run(List.of("secret words"), all);
  }

  private static void traffic(Server server) {
    Party alice = new Party("sip:alice@sallyport.localhost", "Alice", "phone", "");
    for (int i = 0; i < 3; i++) {
      Body body =
          new Body(
              "text/plain", ("sell \u001b[2J everything " + i).getBytes(StandardCharsets.UTF_8));
      server
          .archive()
          .append(
              new ChatMessage(
                  "m" + i,
                  Instant.parse("2026-11-22T12:00:0" + i + "Z"),
                  alice,
                  "sip:bob@sallyport.localhost",
                  body));
    }
    long durable = server.archive().durable();
    await().until(() -> server.archive().durable() >= durable + 1);
  }

  @Test
  void anOfficerWorksThroughTheRunningServer() throws Exception {
    try (Server server = EphemeralServer.start(data())) {
      server.directory().add("eve", "Eve", User.Role.USER, Secret.of("secret words"));
      traffic(server);
      assertThat(eve("search", "everything").output()).contains("0 found");
      assertThat(admin("officer", "assign", "eve", "--person", "alice"))
          .isEqualTo(new Ran(0, "officer assigned: eve: person alice\n", ""));
      assertThat(admin("officer", "list").output())
          .contains("eve      person sip:alice@sallyport.localhost");
      Ran page = eve("search", "everything", "--limit", "2", "--facets");
      assertThat(page.output())
          .contains("2026-11-22 12:00:02  chat  alice@sallyport.localhost", "3 found", "m1")
          .contains("MONTH");
      String cursor = page.output().lines().reduce((a, b) -> b).orElseThrow().split(" ")[2];
      assertThat(eve("search", "everything", "--limit", "2", "--cursor", cursor).output())
          .contains("m0")
          .doesNotContain("m1");
      assertThat(eve("search", "\"sell everything\"", "--json").output()).contains("\"total\":0");
      assertThat(eve("view", "m0").output())
          .contains("sell \\u001b[2J everything 0")
          .doesNotContain("\u001b");
      assertThat(eve("view", "m9").exit()).isEqualTo(1);
      assertThat(eve("access").output())
          .contains("view", "search", "case 7, shares of Mueller", "refused");
      assertThat(eve("reindex").exit()).isEqualTo(2);
      assertThat(admin("reindex").output()).containsPattern("\\d+ records indexed");
      exportTakesTwo(server);
      assertThat(server.health()).containsKey("search");
    }
  }

  @Test
  void aPackageIsWrittenWhereThePersonIsAndAPasswordMayComeFromAFile() throws Exception {
    Path password = directory.resolve("password");
    Files.writeString(password, "secret words\n");
    Path out = directory.resolve("out.zip");
    String yaml = EphemeralServer.yaml() + "review:\n  export-needs-two: false\n";
    try (Server server = Server.start(Settings.of(yaml), data())) {
      server.directory().add("eve", "Eve", User.Role.USER, Secret.of("secret words"));
      traffic(server);
      admin("officer", "assign", "eve", "--everybody");
      Ran export =
          run(
              List.of(),
              List.of(
                  "export",
                  "--as",
                  "eve",
                  "--reason",
                  "the regulator asks",
                  "--kind",
                  "chat",
                  "--password-file",
                  password.toString(),
                  "-o",
                  out.toString()));
      assertThat(export.errors()).isEmpty();
      assertThat(export.output()).contains("3 calls and chat lines in " + out, "SHA-256 ");
      assertThat(out).isNotEmptyFile();
      assertThat(run(List.of("wrong"), List.of("search", "--as", "eve", "--reason", "why not")))
          .isEqualTo(new Ran(1, "", "wrong name or password\n"));
    }
  }

  @Test
  void anOfficerWorksWithoutAServerTheSameWay() throws Exception {
    try (Server server = EphemeralServer.start(data())) {
      server.directory().add("eve", "Eve", User.Role.USER, Secret.of("secret words"));
      traffic(server);
      admin("group", "add", "desk", "alice", "carol");
      admin("officer", "assign", "eve", "--group", "desk");
    }
    assertThat(eve("search", "sell", "--direction", "out", "--group", "desk").output())
        .contains("3 found");
    assertThat(eve("search", "--direction", "sideways").exit()).isEqualTo(2);
    assertThat(eve("search", "--from", "soon").exit()).isEqualTo(2);
    assertThat(admin("group", "list").output()).contains("desk   sip:carol@sallyport.localhost");
    assertThat(admin("search", "sell").exit()).isEqualTo(2);
  }

  private void exportTakesTwo(Server server) throws Exception {
    String file = directory.resolve("out.zip").toString();
    Ran asked = eve("export", "--person", "alice", "-o", file);
    assertThat(asked.exit()).isEqualTo(1);
    String id = asked.errors().replaceAll("(?s).*--approval ([a-z2-7]{8}).*", "$1");
    Secret password = server.firstPasswords().get("admin");
    List<String> admin = List.of(password.revealText());
    assertThat(run(List.of("secret words"), List.of("approve", id, "--as", "eve")).exit())
        .isEqualTo(1);
    assertThat(run(admin, List.of("approve", "--as", "admin")).output()).contains(id, "case 7");
    assertThat(run(admin, List.of("approve", id, "--as", "admin")).output()).contains("approved");
    assertThat(eve("export", "--person", "alice", "-o", file, "--approval", id).output())
        .contains("3 calls and chat lines", "SHA-256");
    try (ZipFile zip = new ZipFile(file)) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .contains("records/records.jsonl", "SHA256SUMS", "access/trail.jsonl")
          .anyMatch(name -> name.endsWith("verify.py"))
          .anyMatch(name -> name.endsWith("checkpoint"))
          .doesNotContain("PROBLEMS.txt");
    }
    assertThat(eve("export", "--person", "alice", "-o", file + "2", "--approval", id).exit())
        .isEqualTo(1);
  }
}
