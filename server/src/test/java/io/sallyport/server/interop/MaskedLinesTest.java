package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Content rules and reviews between two baresips, and what the archive has of it. */
@Tag("interop")
class MaskedLinesTest {
  private static final String RULES =
      """
      rules:
        - name: bob is reviewed
          from: {user: bob}
          kind: chat
          result: allow
          obligations: {hold-for-release: true}
      content:
        lexicons:
          projects: [operation thunder]
        rules:
          - {name: cards, find: card-number, action: mask}
          - {name: projects, find: projects, action: block, message: No names of projects here}
      """;

  @Test
  void aCardNumberArrivesMaskedAProjectIsRefusedAndAHeldLineWaitsForItsReviewer() throws Exception {
    try (Stage stage = new Stage(getClass(), "masked")) {
      ServerProcess server = stage.server();
      Account boss = server.account("admin");
      Path rules = server.directory().resolve("rules.yaml");
      Files.writeString(rules, RULES);
      typed(server, boss, "policy", "apply", rules.toString(), "--reason", "test", "--as", "admin");
      assertThat(server.run("officer", "assign", "admin", "--everybody").code()).isZero();
      Account aliceAccount = server.account("alice");
      Account bobAccount = server.account("bob");
      Baresip alice = stage.baresip(server, aliceAccount, new Tone(440), bobAccount);
      Baresip bob = stage.baresip(server, bobAccount, new Tone(1000), aliceAccount);

      alice.send(bobAccount, "pay with 4111 1111 1111 1111 please");
      bob.awaitLine("pay with •••••••••••• please");
      alice.send(bobAccount, "and operati\u00f3n THUNDER starts");
      alice.awaitLine("No names of projects here");
      alice.send(bobAccount, "last line");
      bob.awaitLine("last line");
      assertThat(bob.log()).doesNotContain("4111").doesNotContain("THUNDER");

      bob.send(aliceAccount, "please review this");
      bob.awaitLine("kept back for review");
      assertThat(alice.log()).doesNotContain("please review this");
      String id = heldLine(server, boss);
      typed(server, boss, officer("held", "release", id));
      alice.awaitLine("please review this");

      String messages = server.run("messages").output();
      assertThat(messages)
          .contains("pay with 4111 1111 1111 1111 please", "THUNDER", "blocked", "please review");
      assertThat(server.run("verify").code()).isZero();
      String masked = typed(server, boss, officer("search", "pay", "--marked", "masked"));
      assertThat(masked).contains("1 found");
    }
  }

  private static String heldLine(ServerProcess server, Account boss) {
    String list = typed(server, boss, officer("held", "list"));
    Matcher id = Pattern.compile("bob@\\S+ +alice@\\S+ +held +(\\S+)").matcher(list);
    assertThat(id.find()).as(list).isTrue();
    return id.group(1);
  }

  private static String[] officer(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--as", "admin", "--reason", "daily review"));
    return all.toArray(String[]::new);
  }

  private static String typed(ServerProcess server, Account who, String... command) {
    ServerProcess.Ended ended = server.typing(who.password(), command);
    assertThat(ended.code()).as(ended.output()).isZero();
    return ended.output();
  }
}
