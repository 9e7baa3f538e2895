package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.JournalCheck;
import io.sallyport.server.archive.MessageFilter;
import io.sallyport.server.archive.MessageRow;
import io.sallyport.server.archive.VerifyReport;
import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Retention, holds, purges and backups as a person gives them, with and without a server. */
@Timeout(120)
class KeepingCommandsTest {
  private static final Pattern LAST_WORD = Pattern.compile("([a-z2-7]{8})( --as NAME)?\n$");
  private static final String SHORT_CHAT = "retention:\n  chat:\n    keep: 1s\n";

  @TempDir Path directory;

  private record Ran(int exit, String output, String errors) {
    String id() {
      Matcher found = LAST_WORD.matcher(output);
      assertThat(found.find()).as(output + errors).isTrue();
      return found.group(1);
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Ran run(List<String> typed, Path data, String... arguments) {
    MemoryTerminal terminal = new MemoryTerminal(typed.toArray(String[]::new));
    Invocation invocation = new Invocation(terminal);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    int exit = invocation.run(Commands.all(invocation, all), all);
    return new Ran(exit, terminal.output(), terminal.errors());
  }

  /** A command line given by somebody whose password is the name. */
  private Ran as(String user, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--as", user));
    return run(List.of(user), data(), all.toArray(String[]::new));
  }

  private Server start(String more) throws Exception {
    Server server = Server.start(Settings.of(EphemeralServer.yaml() + more), data());
    for (String officer : List.of("carol", "dave")) {
      server.directory().add(officer, officer, User.Role.ADMIN, Secret.of(officer));
    }
    server.directory().add("erin", "erin", User.Role.USER, Secret.of("erin"));
    return server;
  }

  private static void line(Archive archive, String id, String text) throws IOException {
    archive.write(
        new ChatMessage(
            id,
            Instant.now(),
            new Party("sip:alice@sallyport.localhost", "alice", "phone", "TLS ::1"),
            "sip:bob@sallyport.localhost",
            new Body("text/plain", text.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void aHoldIsPlacedListedAndReleasedByTwo() throws Exception {
    try (Server server = start("")) {
      assertThat(server.health()).containsKey("retention");
      Ran placed =
          as("carol", "hold", "place", "--matter", "case 7", "--reason", "r", "--person", "alice");
      assertThat(placed.output()).startsWith("hold placed: ");
      assertThat(run(List.of(), data(), "hold", "list").output())
          .contains(placed.id(), "case 7", "alice@sallyport.localhost");
      Ran asked = as("carol", "hold", "release", placed.id(), "--reason", "over");
      assertThat(asked.output()).startsWith("another person must run: hold approve ");
      Ran same = as("Carol", "hold", "approve", asked.id());
      assertThat(same.exit()).isEqualTo(1);
      Ran second = as("dave", "hold", "approve", asked.id());
      assertThat(second.output()).isEqualTo("hold released: " + placed.id() + "\n");
      assertThat(run(List.of(), data(), "hold", "list").output()).doesNotContain("case 7");
    }
  }

  @Test
  void whoIsNotProvenOrIsNoAdministratorDecidesNothing() throws Exception {
    try (Server server = start("")) {
      assertThat(server.health()).isNotEmpty();
      String[] floor = {"retention", "set-floor", "chat", "10d", "--as"};
      for (String user : List.of("carol", "nobody", "\u001b[2J")) {
        Ran wrong = run(List.of("wrong"), data(), plus(floor, user));
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.errors()).contains("not the password").doesNotContain("\u001b");
      }
      assertThat(run(List.of("erin"), data(), plus(floor, "erin")).errors()).contains("may not");
      server.directory().disable("dave");
      assertThat(run(List.of("dave"), data(), plus(floor, "dave")).exit()).isEqualTo(1);
      assertThat(run(List.of(), data(), "retention", "show").output())
          .containsPattern("chat +for ever +end +everything +-");
    }
  }

  private static String[] plus(String[] words, String word) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = word;
    return all;
  }

  @Test
  void aFloorIsSetOnceAndTheServerDoesNotStartBelowIt() throws Exception {
    try (Server server = start("")) {
      assertThat(server.health()).isNotEmpty();
      assertThat(as("carol", "retention", "set-floor", "chat", "10d").exit()).isZero();
      assertThat(as("carol", "retention", "set-floor", "chat", "9d").errors())
          .contains("can only be raised");
      assertThat(as("carol", "retention", "set-floor", "mail", "9d").exit()).isEqualTo(2);
      assertThat(run(List.of(), data(), "retention", "show").output()).containsPattern("chat.*10d");
    }
    Path short9 = directory.resolve("short.yaml");
    Files.writeString(short9, "retention:\n  chat:\n    keep: 9d\n");
    Ran refused = run(List.of(), data(), "retention", "show", "--config", short9.toString());
    assertThat(refused.exit()).isEqualTo(78);
    assertThat(refused.errors())
        .contains("retention.chat.keep: keeps chat 9d, and the floor on the journal is 10d");
  }

  @Test
  void whatIsDueIsPurgedOnceASecondPersonAgrees() throws Exception {
    try (Server server = start(SHORT_CHAT)) {
      line(server.archive(), "m1", "gone tomorrow");
      Thread.sleep(1_100);
      assertThat(run(List.of(), data(), "purge", "--dry-run").output())
          .contains("chat: 1 due", "1 records and 0 objects would be destroyed", "m1");
      assertThat(run(List.of(), data(), "purge", "--run").exit()).isEqualTo(2);
      Ran asked = as("carol", "purge", "--run", "--reason", "it is time");
      assertThat(as("carol", "purge", "--approve", asked.id()).errors()).contains("second person");
      Ran purged = as("dave", "purge", "--approve", asked.id());
      assertThat(purged.output()).contains("1 records and 0 objects destroyed");
      String id = purged.output().replaceAll("(?s)purge ([a-z2-7]{8}):.*", "$1");
      assertThat(run(List.of(), data(), "purge", "--certificate", id).output())
          .contains("\"by\" : \"carol\"", "\"approvedBy\" : \"dave\"", "\"chat.message\" : 1");
      assertThat(run(List.of(), data(), "messages").output()).doesNotContain("gone tomorrow");
      assertThat(run(List.of(), data(), "verify").output()).contains("OK: ");
    }
  }

  @Test
  void aBackupTakenUnderLoadIsRestoredAndHoldsAllThatWasAcknowledgedBefore() throws Exception {
    Path copy = directory.resolve("copy");
    Set<String> before;
    try (Server server = start("")) {
      Set<String> acknowledged = ConcurrentHashMap.newKeySet();
      AtomicBoolean stop = new AtomicBoolean();
      Thread load = new Thread(() -> write(server.archive(), acknowledged, stop));
      load.start();
      Awaitility.await().until(() -> acknowledged.size() > 50);
      before = Set.copyOf(acknowledged);
      Ran ran = run(List.of(), data(), "backup", copy.toString());
      assertThat(ran.errors()).isEmpty();
      assertThat(ran.output()).startsWith("backup made up to record ");
      int during = acknowledged.size();
      stop.set(true);
      load.join();
      assertThat(during).isGreaterThan(before.size());
      assertThat(run(List.of(), data(), "backup", copy.toString()).errors())
          .contains("is not empty");
    }
    assertThat(JournalCheck.verify(copy.resolve("journal")).ok()).isTrue();
    Path restored = directory.resolve("restored");
    assertThat(run(List.of(), restored, "restore", copy.toString()).output())
        .startsWith("restored up to record ");
    try (Server server = Server.start(Settings.of(EphemeralServer.yaml()), restored)) {
      assertThat(server.firstPasswords()).isEmpty();
      assertThat(server.directory().user("carol")).isPresent();
      assertThat(
              server.archive().messages(MessageFilter.newest(10_000)).stream()
                  .map(MessageRow::message)
                  .collect(Collectors.toSet()))
          .containsAll(before);
      VerifyReport report = JournalCheck.verify(restored.resolve("journal"));
      assertThat(report.problem()).isEmpty();
    }
  }

  private static void write(Archive archive, Set<String> acknowledged, AtomicBoolean stop) {
    try {
      for (int i = 0; !stop.get(); i++) {
        line(archive, "m" + i, "text " + i);
        acknowledged.add("m" + i);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBackupThatWasChangedOrIsNotWholeIsNotRestored() throws Exception {
    try (Server server = start("")) {
      line(server.archive(), "m1", "text");
    }
    Path copy = directory.resolve("copy");
    Path restored = directory.resolve("restored");
    assertThat(run(List.of(), data(), "backup", copy.toString()).exit()).isZero();
    Path key = copy.resolve("keys").resolve("master.key");
    byte[] bytes = Files.readAllBytes(key);
    Files.write(key, new byte[32]);
    assertThat(run(List.of(), restored, "restore", copy.toString()).errors())
        .contains("keys/master.key is missing or changed");
    Files.write(key, bytes);
    Files.writeString(copy.resolve("extra"), "x");
    assertThat(run(List.of(), restored, "restore", copy.toString()).errors())
        .contains("extra does not belong");
    Files.delete(copy.resolve("extra"));
    byte[] list = Files.readAllBytes(copy.resolve(Backup.LIST));
    Files.delete(copy.resolve(Backup.LIST));
    assertThat(run(List.of(), restored, "restore", copy.toString()).errors())
        .contains("no whole backup");
    Files.write(copy.resolve(Backup.LIST), list);
    assertThat(restored).doesNotExist();
    assertThat(run(List.of(), restored, "restore", copy.toString()).exit()).isZero();
    assertThat(run(List.of(), restored, "restore", copy.toString()).errors())
        .contains("exists already");
  }
}
