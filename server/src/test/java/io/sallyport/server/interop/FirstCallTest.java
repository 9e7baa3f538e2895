package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The first thing that anybody does with the product: two baresips with the settings as printed, a
 * call, a chat, and the record.
 */
@Tag("interop")
class FirstCallTest {
  private static final Tone ALICES = new Tone(440);
  private static final Tone BOBS = new Tone(1000);

  @Test
  void twoSoftphonesWithThePrintedSettingsTalkAndChatOnRecord() throws Exception {
    try (Stage stage = new Stage(getClass(), "first")) {
      ServerProcess server = stage.server();
      Baresip alice = withPrintedLine(stage, server, "alice", ALICES, "bob");
      Baresip bob = withPrintedLine(stage, server, "bob", BOBS, "alice");

      Stage.talk(alice, ALICES, bob, BOBS, 3);
      assertThat(alice.log()).contains("RTP/SAVP").contains("a=crypto:");
      alice.hangUp();
      alice.awaitEnded();
      bob.awaitEnded();

      alice.send(bob.account(), "Grüße, Bob: 日本語 🙂");
      bob.awaitLine("Grüße, Bob: 日本語 🙂");
      bob.send(alice.account(), "and back to you");
      alice.awaitLine("and back to you");

      ServerProcess.Ended calls = server.run("calls");
      assertThat(calls.code()).as(calls.output()).isZero();
      assertThat(calls.output()).contains("alice").contains("bob").containsIgnoringCase("answered");
      ServerProcess.Ended messages = server.run("messages");
      assertThat(messages.code()).as(messages.output()).isZero();
      assertThat(messages.output()).contains("Grüße, Bob: 日本語 🙂").contains("and back to you");
      ServerProcess.Ended verify = server.run("verify");
      assertThat(verify.code()).as(verify.output()).isZero();

      assertThat(server.stop()).as(server.output()).isLessThan(256);
      ServerProcess.Ended after = server.run("verify");
      assertThat(after.code()).as(after.output()).isZero();
    }
  }

  /** Nothing of our own in the account: what the banner says is what is pasted. */
  private static Baresip withPrintedLine(
      Stage stage, ServerProcess server, String user, Tone tone, String other) {
    List<String> lines =
        server.printed("<sip:" + user + "@").stream()
            .filter(line -> line.startsWith("\""))
            .toList();
    assertThat(lines).as("account lines for " + user + " in:\n" + server.output()).hasSize(1);
    Account account = server.account(user);
    Baresip.Options options =
        Baresip.Options.of(account, server.target(), tone, List.of(server.account(other)))
            .withLine(lines.get(0));
    return stage.baresip(server, user, options);
  }
}
