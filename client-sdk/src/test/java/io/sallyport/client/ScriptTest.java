package io.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptTest {
  @TempDir Path folder;

  private final List<AutoCloseable> resources = new ArrayList<>();
  private final ByteArrayOutputStream aliceSays = new ByteArrayOutputStream();
  private final ByteArrayOutputStream bobSays = new ByteArrayOutputStream();

  @AfterEach
  void closeAll() throws Exception {
    for (int i = resources.size() - 1; i >= 0; i--) {
      resources.get(i).close();
    }
  }

  @Test
  void twoScriptsCallChatAndListen() throws Exception {
    PatchCord cord = PatchCord.streams();
    resources.add(cord);
    Script alice = script("alice", cord.port(0), aliceSays, false);
    Script bob = script("bob", cord.port(1), bobSays, true);
    Path recording = folder.resolve("bob.wav");
    CompletableFuture<Void> bobRuns =
        CompletableFuture.runAsync(
            () ->
                run(
                    bob,
                    "play tone 880\n"
                        + "message alice ready\n"
                        + "wait answered 10\n"
                        + "expect-tone 440 10\n"
                        + "wait ended 20"));
    run(
        alice,
        """
        # bob's line says that he listens
        wait message 10
        play tone 440
        record %s
        call bob
        wait answered 10
        expect-tone 880 10
        # bob listens too
        sleep 2
        expect-protection AEAD_AES_256_GCM
        hold
        wait done 5
        resume
        wait done 5
        statistics
        hangup
        wait ended 5
        quit
        """
            .formatted(recording));
    bobRuns.get(20, TimeUnit.SECONDS);
    assertThat(text(aliceSays))
        .contains("message from=\"sip:bob@example.org\" text=\"ready\"", "ended cause=\"HUNG_UP\"");
    assertThat(text(bobSays))
        .contains("incoming from=\"sip:alice@example.org\"", "held\n", "unheld\n");
    assertThat(ToneDetector.dominant(WavFile.read(recording))).isBetween(870.0, 890.0);
  }

  @Test
  void aBrowsersVideoIsExpectedAcrossAMove() throws Exception {
    PatchCord cord = PatchCord.streams();
    resources.add(cord);
    Script bob = script("bob", cord.port(1), bobSays, true, Srtp.WEB);
    Script alice = script("alice", cord.port(0), aliceSays, false, Srtp.WEB);
    run(
        alice,
        """
        call bob video
        wait answered 10
        expect-video 10
        move
        wait done 5
        expect-video 10
        statistics
        hangup
        wait ended 5
        """);
    assertThat(text(aliceSays))
        .containsPattern("stream kind=\"video\" protection=\"AE.*video-intact=\"[1-9]");
    assertThat(text(bobSays)).contains("video-on");
    assertThatThrownBy(() -> bob.run("expect-video 0.1")).hasMessageStartingWith("no video");
  }

  @Test
  void anExpectationThatIsNotMetSaysWhatWasThereInstead() throws Exception {
    PatchCord cord = PatchCord.streams();
    resources.add(cord);
    Script alice = script("alice", cord.port(0), aliceSays, false);
    assertThatThrownBy(() -> alice.run("wait answered 0.1"))
        .isInstanceOf(Script.Failed.class)
        .hasMessage("no answered within 0.1 s");
    assertThatThrownBy(() -> alice.run("expect-tone 440 0.1")).hasMessageContaining("but nothing");
    assertThatThrownBy(() -> alice.run("hold")).hasMessage("no call");
    assertThatThrownBy(() -> alice.run("sing")).hasMessageContaining("unknown command sing");
  }

  @Test
  void peersTextCannotForgeEventsOrSteerATerminal() throws Exception {
    ScriptEvents events =
        new ScriptEvents(new PrintStream(aliceSays, true, StandardCharsets.UTF_8), false);
    events.happened("message", "text", "a\r\nregistered\u001b[2J\u202e\"");
    assertThat(text(aliceSays))
        .isEqualTo("message text=\"a\\u000d\\u000aregistered\\u001b[2J\\u202e\\\"\"\n");
    assertThat(events.await("registered", Duration.ofMillis(1))).isFalse();
  }

  @Test
  void theExitStatusTellsWhatWentWrong() throws IOException {
    Path script = Files.writeString(folder.resolve("script"), "wait registered 0.1\n");
    String[] arguments = {
      "--user",
      "alice",
      "--domain",
      "example.org",
      "--server",
      "127.0.0.1:1",
      "--transport",
      "tcp",
      "--script",
      script.toString()
    };
    assertThat(PhoneCommand.run(arguments)).isEqualTo(1);
    assertThat(
            PhoneCommand.run(
                "--user",
                "alice",
                "--domain",
                "example.org",
                "--server",
                "127.0.0.1",
                "--script",
                "/none"))
        .isEqualTo(2);
  }

  @Test
  void aRangeOfUsersCountsTheDigitsAtTheEnd() {
    assertThat(LoadCommand.range("u0098..u0101"))
        .containsExactly("u0098", "u0099", "u0100", "u0101");
    assertThatThrownBy(() -> LoadCommand.range("u1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LoadCommand.range("u2..v3"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Script script(String user, int port, ByteArrayOutputStream out, boolean autoAnswer) {
    return script(user, port, out, autoAnswer, Srtp.REQUIRED);
  }

  private Script script(
      String user, int port, ByteArrayOutputStream out, boolean autoAnswer, Srtp srtp) {
    Phone phone =
        Phone.builder()
            .user(user)
            .domain("example.org")
            .server("127.0.0.1", port)
            .transport(Transport.TCP)
            .srtp(srtp)
            .build();
    resources.add(phone);
    ScriptEvents events =
        new ScriptEvents(new PrintStream(out, true, StandardCharsets.UTF_8), false);
    Script script = new Script(phone, events, autoAnswer);
    // the cord joins two connections: make this one now
    phone.connect().join();
    return script;
  }

  private static void run(Script script, String commands) {
    try {
      script.run(new BufferedReader(new StringReader(commands)));
    } catch (IOException | Script.Failed e) {
      throw new AssertionError(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String text(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.UTF_8);
  }
}
