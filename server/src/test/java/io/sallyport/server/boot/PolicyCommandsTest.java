package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.ArchiveRecord.PolicyChanged;
import io.sallyport.server.archive.ArchiveRecord.Refused;
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

/** The rules as an administrator works with them, with and without a server. */
@Timeout(120)
class PolicyCommandsTest {
  private static final String WALL =
      """
      walls:
        - name: chinese wall
          between: [research, sales]
          words: Research and sales may not talk
      """;

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

  /** A command line given by somebody whose password is the name. */
  private Ran as(String user, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--as", user));
    return run(List.of(user), all.toArray(String[]::new));
  }

  private String file(String name, String text) throws Exception {
    Path file = directory.resolve(name);
    Files.writeString(file, text);
    return file.toString();
  }

  private Server start() throws Exception {
    Server server = Server.start(Settings.of(EphemeralServer.yaml()), data());
    server.directory().add("carol", "carol", User.Role.ADMIN, Secret.of("carol"));
    for (String user : List.of("rita", "sam", "bert")) {
      server.directory().add(user, user, User.Role.USER, Secret.of(user));
    }
    run("group", "add", "research", "rita");
    run("group", "add", "sales", "sam");
    return server;
  }

  private static String address(String user) {
    return "sip:" + user + "@sallyport.localhost";
  }

  private static void traffic(Server server) throws Exception {
    Instant now = Instant.now();
    Party rita = new Party(address("rita"), "rita", "phone/1", "TLS 192.0.2.1");
    Body body = new Body("text/plain", "hello".getBytes(StandardCharsets.UTF_8));
    server
        .archive()
        .write(
            new CallStarted(
                "call-1", now, rita, address("sam"), List.of("audio", "video"), "default", 0));
    server
        .archive()
        .write(new ChatMessage("line-1", now, rita, address("bert"), body, "default", 0));
    server
        .archive()
        .write(
            new Refused(
                now,
                "INVITE",
                address("rita"),
                "sip:eve@elsewhere.example",
                "TLS 192.0.2.1",
                403,
                "Calls to outside are not allowed",
                "default",
                0,
                List.of("audio"),
                "phone/1"));
  }

  @Test
  void rulesAreCheckedAppliedShownComparedAndRolledBack() throws Exception {
    String wall = file("wall.yaml", WALL);
    try (Server server = start()) {
      assertThat(run("policy", "check", wall).output()).contains("1 rules, no problem");
      Ran applied = as("carol", "policy", "apply", wall, "--reason", "case 7");
      assertThat(applied.errors()).isEmpty();
      assertThat(applied.output()).isEqualTo("rule set 1 is in force\n");
      assertThat(run("policy", "show").output()).isEqualTo(WALL);
      String open = file("open.yaml", "rules: []\n");
      assertThat(as("carol", "policy", "apply", open, "--reason", "over").exit()).isZero();
      assertThat(run("policy", "diff", "1", "2").output())
          .contains("--- rule set 1", "-walls:", "+rules: []");
      Ran back = as("carol", "policy", "rollback", "1", "--reason", "not over");
      assertThat(back.output()).isEqualTo("rule set 3 is in force\n");
      assertThat(run("policy", "versions").output())
          .containsPattern("1 .*carol +case 7\n2 .*carol +over\n3 .*not over +in force, text of 1");
      assertThat(run("policy", "show", "2", "--raw").output()).isEqualTo("rules: []\n");
      assertThat(run("policy", "show", "9").errors()).contains("there is no rule set 9");
      assertThat(server.health().get("rulebook").detail()).isEqualTo("rule set 3");
    }
    assertThat(run("policy", "explain", "--from", "rita", "--to", "sam").output())
        .startsWith("DENIED by rule chinese wall");
    try (Server server = Server.start(Settings.of(EphemeralServer.yaml()), data())) {
      assertThat(server.health().get("rulebook").detail()).isEqualTo("rule set 3");
      assertThat(server.archive().ruleSets().list())
          .extracting(PolicyChanged::by)
          .containsOnly("carol");
    }
    assertThat(run("verify").output()).contains("OK: ");
  }

  @Test
  void aFileThatIsWrongIsRefusedWithItsLinesAndTheRunningSetStays() throws Exception {
    String wall = file("wall.yaml", WALL);
    String wrong = file("wrong.yaml", WALL + "rules:\n  - name: x\n    form: {group: nobody}\n");
    try (Server server = start()) {
      as("carol", "policy", "apply", wall, "--reason", "case 7");
      Ran checked = run("policy", "check", wrong);
      assertThat(checked.exit()).isEqualTo(1);
      assertThat(checked.errors()).contains("line 7", "form").contains("has no result");
      Ran refused = as("carol", "policy", "apply", wrong, "--reason", "typo");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.errors()).contains("line 7", "rule set 1 stays in force");
      assertThat(run("policy", "check", directory.resolve("none").toString()).errors())
          .contains("there is no such file");
      assertThat(server.health().get("rulebook").detail()).isEqualTo("rule set 1");
    }
  }

  @Test
  void onlyAnAdministratorWithPasswordAndReasonChangesRules() throws Exception {
    String wall = file("wall.yaml", WALL);
    try (Server server = start()) {
      assertThat(as("rita", "policy", "apply", wall, "--reason", "r").errors())
          .contains("is no administrator");
      assertThat(
              run(List.of("wrong"), "policy", "apply", wall, "--reason", "r", "--as", "carol")
                  .errors())
          .contains("not the password");
      assertThat(as("carol", "policy", "apply", wall).exit()).isEqualTo(2);
      assertThat(as("carol", "policy", "apply", wall, "--reason", " ").errors())
          .contains("say why");
      String lockout =
          file("lockout.yaml", "rules:\n  - {name: none, kind: register, result: deny}\n");
      assertThat(as("carol", "policy", "apply", lockout, "--reason", "r").errors())
          .contains("locks out every admin");
      assertThat(server.archive().ruleSets().list()).isEmpty();
    }
  }

  @Test
  void anAttemptIsExplainedAsDescribedAndAsItIsOnRecord() throws Exception {
    String wall = file("wall.yaml", WALL);
    try (Server server = start()) {
      traffic(server);
      assertThat(
              run("policy", "explain", "--from", "rita", "--to", "sam", "--kind", "chat").output())
          .startsWith("ALLOWED by default\n  chat, internal")
          .contains("from sip:rita@sallyport.localhost, user, groups research");
      as("carol", "policy", "apply", wall, "--reason", "case 7");
      Ran denied =
          run(
              "policy",
              "explain",
              "--from",
              "sip:RITA@sallyport.localhost",
              "--to",
              "sam",
              "--at",
              "2026-11-22T14:00",
              "--device",
              "snom",
              "--network",
              "10.0.0.1",
              "--transport",
              "TLS");
      assertThat(denied.output())
          .startsWith("DENIED by rule chinese wall (line 2): 403 Research and sales may not talk")
          .contains("device snom, at 10.0.0.1 by tls");
      assertThat(run("policy", "explain", "call-1").output())
          .contains("allowed by rule default of rule set 0", "ALLOWED by default", "audio", "video")
          .contains("by rule set 1, in force now: DENIED by rule chinese wall");
      assertThat(run("policy", "explain", "line-1").output())
          .contains("in force now: ALLOWED by default");
      long refusal = server.archive().durable() - 1;
      assertThat(run("policy", "explain", "--record", String.valueOf(refusal)).output())
          .contains("denied by rule default of rule set 0", "outbound");
      assertThat(run("policy", "explain", "nothing").exit()).isEqualTo(1);
      assertThat(run("policy", "explain", "--from", "rita", "--kind", "x").exit()).isEqualTo(2);
      assertThat(run("policy", "explain").exit()).isEqualTo(2);
    }
  }

  @Test
  void aDraftIsTriedOnTheTrafficOfAPeriod() throws Exception {
    String wall = file("wall.yaml", WALL);
    try (Server server = start()) {
      traffic(server);
      Ran replayed = run("policy", "replay", wall, "--from", "1h");
      assertThat(replayed.errors()).isEmpty();
      assertThat(replayed.output())
          .contains("4 attempts decided again, 2 would go another way")
          .contains("WAS ALLOWED, WOULD BE DENIED: 2", "1  audio", "1  video")
          .contains("2  default → chinese wall", "2  research → sales", "call-1");
      String json = run("policy", "replay", wall, "--from", "1h", "--json").output();
      assertThat(json).contains("\"denied\":2", "\"by\":\"rule\"", "\"id\":\"call-1\"");
      assertThat(run("policy", "replay", wall, "--from", "1h", "--until", "2h").exit())
          .isEqualTo(2);
      assertThat(server.archive().ruleSets().list()).isEmpty();
    }
  }

  @Test
  void aSetOnRecordThatCannotBeReadStopsTheStartUntilABetterOneIsOnRecord() throws Exception {
    try (Server server = start()) {
      server
          .archive()
          .write(new PolicyChanged(1, Instant.now(), "carol", "of another version", "new: 1\n", 0));
    }
    assertThatThrownBy(() -> Server.start(Settings.of(EphemeralServer.yaml()), data()))
        .isInstanceOfSatisfying(
            StartRefused.class,
            refused ->
                assertThat(refused.problems().get(0).text())
                    .contains("rule set 1 on record cannot be read any more: line 1"));
    String wall = file("wall.yaml", WALL);
    assertThat(as("carol", "policy", "apply", wall, "--reason", "readable").output())
        .isEqualTo("rule set 2 is in force\n");
    try (Server server = Server.start(Settings.of(EphemeralServer.yaml()), data())) {
      assertThat(server.health().get("rulebook").detail()).isEqualTo("rule set 2");
    }
  }

  @Test
  void departmentsAreSetListedAndImported() throws Exception {
    try (Server server = start()) {
      assertThat(run("user", "set-department", "rita", "Fixed Income").output())
          .startsWith("department set: rita@");
      List<String> lines = List.of("dora,secret,Dora,fixed income", "emil,secret");
      assertThat(run(lines, "user", "import").output()).contains("users added: 2");
      assertThat(run("user", "list").output())
          .containsPattern("rita .* enabled +Fixed Income\n")
          .containsPattern("dora .* enabled +Fixed Income\n")
          .containsPattern("emil .* enabled\n");
      assertThat(server.directory().hasDepartment("Fixed Income")).isTrue();
      assertThat(run("user", "set-department", "nobody", "x").exit()).isEqualTo(1);
    }
  }

  @Test
  void aFileIsCheckedWithoutADataDirectory() throws Exception {
    assertThat(run("policy", "check", file("wall.yaml", WALL)).output())
        .contains("1 rules, no problem");
    assertThat(run("policy", "check", file("bad.yaml", "rules: [")).exit()).isEqualTo(1);
    assertThat(data()).doesNotExist();
  }
}
