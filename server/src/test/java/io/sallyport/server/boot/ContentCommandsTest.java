package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.ContentRecord.Matched;
import io.sallyport.server.archive.ContentRecord.Matched.Match;
import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.User;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Content rules and held lines through the control socket of a running server. */
@Timeout(60)
class ContentCommandsTest {
  private static final Instant SENT = Instant.parse("2026-11-22T12:00:00Z");
  private static final String ALICE = "sip:alice@sallyport.localhost";
  private static final String BOB = "sip:bob@sallyport.localhost";

  @TempDir Path directory;

  private record Ran(int exit, String output, String errors) {}

  private Ran run(String... arguments) {
    MemoryTerminal terminal = new MemoryTerminal("secret words");
    Invocation invocation = new Invocation(terminal);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", directory.resolve("data").toString()));
    int exit = invocation.run(Commands.all(invocation, all), all);
    return new Ran(exit, terminal.output(), terminal.errors());
  }

  private Ran eve(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--as", "eve", "--reason", "daily review"));
    return run(all.toArray(String[]::new));
  }

  private String rules(String content) throws Exception {
    Path file = Files.createTempFile(directory, "rules", ".yaml");
    Files.writeString(file, "content:\n  rules:\n    - " + content + "\n");
    return file.toString();
  }

  private Server server() throws Exception {
    Server server = EphemeralServer.start(directory.resolve("data"));
    server.directory().add("eve", "Eve", User.Role.ADMIN, Secret.of("secret words"));
    return server;
  }

  @Test
  void contentRulesAreCheckedAppliedAndTriedWithTheRuleSet() throws Exception {
    String good = rules("{name: cards, find: card-number, action: mask}");
    String bad = rules("{name: cards, find: card-numbers, action: mask}");
    try (Server server = server()) {
      assertThat(run("content", "try", "--text", "4111111111111111").output())
          .isEqualTo("passed\n");
      Ran check = run("policy", "check", bad);
      assertThat(check.exit()).isNotZero();
      assertThat(check.errors())
          .contains("line 3: content.rules[1].find:", "did you mean 'card-number'?");
      assertThat(eve("policy", "apply", bad).exit()).isNotZero();
      Ran apply = eve("policy", "apply", good);
      assertThat(apply.exit()).as(apply.errors()).isZero();
      assertThat(run("content", "try", "--text", "my 4111111111111111").output())
          .contains("masked", "cards: masked, 1 of card-number [3-19]")
          .contains("delivered: my ••••••••••••");
      String block = rules("{name: cards, find: card-number, action: block, message: No cards}");
      assertThat(run("content", "try", "--rules", block, "--text", "4111111111111111").output())
          .contains("blocked", "the sender is told: No cards");
      assertThat(server.health().get("rulebook").ok()).isTrue();
    }
  }

  @Test
  void aReviewerSeesReleasesAndRejectsHeldLinesWithinTheirScope() throws Exception {
    try (Server server = server()) {
      held(server, "m1", ALICE, BOB);
      held(server, "m2", ALICE, BOB);
      held(server, "m3", "sip:eve@sallyport.localhost", BOB);
      assertThat(eve("held", "list").output()).doesNotContain("m1");
      assertThat(eve("held", "release", "m1").errors()).contains("no such line is held");
      run("officer", "assign", "eve", "--everybody");
      assertThat(eve("held", "list").output()).contains("alice@sallyport.localhost", "m1", "m2");
      assertThat(eve("held", "release", "m3").errors()).contains("of their own");
      assertThat(eve("held", "release", "m1")).isEqualTo(new Ran(0, "released: m1\n", ""));
      assertThat(eve("held", "reject", "m2").output()).isEqualTo("rejected: m2\n");
      assertThat(eve("held", "release", "m2").exit()).isNotZero();
      assertThat(server.archive().undelivered().of(BOB, 9))
          .extracting(ChatMessage::message)
          .containsExactly("m1");
      assertThat(server.archive().undelivered().of(ALICE, 9))
          .extracting(line -> new String(line.body().bytes(), StandardCharsets.UTF_8))
          .containsExactly("Your message was reviewed and is not delivered: daily review");
      assertThat(run("messages").output()).contains("rejected", "held", "waiting");
      assertThat(eve("search", "--marked", "held").output()).contains("m1", "m2", "m3");
      assertThat(eve("search", "--result", "rejected").output()).contains("m2", "1 found");
    }
  }

  @Test
  void anOfficerFindsAMaskedLineByItsRuleAndSeesBothTexts() throws Exception {
    try (Server server = server()) {
      run("officer", "assign", "eve", "--everybody");
      server
          .archive()
          .write(
              new Matched(
                  "m1",
                  SENT,
                  ALICE,
                  BOB,
                  "masked",
                  "1",
                  List.of(new Match("Cards", "", "masked", List.of("card-number"), 1, List.of())),
                  body("my •••")));
      server.archive().write(line("m1", ALICE, BOB, "my 4111", "masked"));
      assertThat(eve("search", "--marked", "rule:cards").output()).contains("m1", "masked");
      assertThat(eve("search", "--marked", "blocked").output()).contains("0 found");
      assertThat(eve("search", "4111", "--json").output()).contains("\"rule:Cards\"");
      assertThat(eve("view", "m1").output()).contains("my 4111", "delivered as: my •••");
    }
  }

  private static void held(Server server, String id, String from, String to) throws Exception {
    server.archive().write(line(id, from, to, "text of " + id, "held"));
    await().until(() -> !server.archive().heldLines(9).isEmpty());
  }

  private static ChatMessage line(String id, String from, String to, String text, String... marks) {
    Party party = new Party(from, "", "phone", "");
    return new ChatMessage(id, SENT, party, to, body(text), "", 0, List.of(marks));
  }

  private static Body body(String text) {
    return new Body("text/plain", text.getBytes(StandardCharsets.UTF_8));
  }
}
