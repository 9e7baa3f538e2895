package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every make of phone with every other, in both directions, on one server. */
@Tag("interop")
class CrossTest {
  private static final Tone CALLERS = new Tone(440);
  private static final Tone CALLEES = new Tone(1000);

  private static Stage installation;
  private static ServerProcess server;
  private static Deque<Account> users;

  /** What a test may ask for. */
  enum Make {
    BARESIP,
    LINPHONE,
    SDK
  }

  @BeforeAll
  static void startServer() {
    installation = new Stage(CrossTest.class, "server");
    // the shortest that the settings allow, so that nobody waits long for no answer
    server = installation.server(Map.of("call.ring-timeout", "5s"));
    users = server.addUsers(44);
  }

  @AfterAll
  static void stopServer() throws Exception {
    ServerProcess.Ended verify = server.run("verify");
    installation.close();
    assertThat(verify.code()).as(verify.output()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "BARESIP,LINPHONE",
    "LINPHONE,BARESIP",
    "BARESIP,SDK",
    "SDK,BARESIP",
    "LINPHONE,SDK",
    "SDK,LINPHONE",
    "LINPHONE,LINPHONE"
  })
  void bothHearEachOtherHoldResumeAndChat(Make callers, Make callees) throws Exception {
    try (Stage stage = stage(callers + "-" + callees)) {
      Account a = user();
      Account b = user();
      Softphone caller = phone(stage, callers, a, CALLERS, b);
      Softphone callee = phone(stage, callees, b, CALLEES, a);
      Stage.talk(caller, CALLERS, callee, CALLEES, 2);
      caller.hold();
      caller.resume();
      callee.hold();
      callee.resume();
      callee.hangUp();
      callee.awaitEnded();
      caller.awaitEnded();

      caller.send(b, "there and " + callers);
      callee.awaitLine("there and " + callers);
      callee.send(a, "back again " + callees);
      caller.awaitLine("back again " + callees);
    }
  }

  @Test
  void heldAudioStopsAndResumedAudioFlowsAgain() throws Exception {
    try (Stage stage = stage("hold")) {
      Account a = user();
      Account b = user();
      Baresip caller = stage.baresip(server, a, CALLERS, b);
      Baresip callee = stage.baresip(server, b, CALLEES, a);
      Stage.talk(caller, CALLERS, callee, CALLEES, 1);
      caller.hold();
      Stage.letPass(Duration.ofSeconds(1));
      long held = callee.packetsReceived();
      Stage.letPass(Duration.ofSeconds(1));
      assertThat(callee.packetsReceived()).as("packets while on hold").isCloseTo(held, offset(5L));
      caller.resume();
      Stage.soon("audio after the hold", () -> callee.packetsReceived() > held + 50, callee::log);
      caller.hangUp();
      callee.awaitEnded();
    }
  }

  @ParameterizedTest
  @CsvSource({"BARESIP,LINPHONE", "LINPHONE,BARESIP", "SDK,BARESIP", "LINPHONE,SDK"})
  void aCallerThatGivesUpStopsTheRinging(Make callers, Make callees) throws Exception {
    try (Stage stage = stage("cancel-" + callers + "-" + callees)) {
      Account a = user();
      Account b = user();
      Softphone caller = phone(stage, callers, a, CALLERS, b);
      Softphone callee = phone(stage, callees, b, CALLEES, a);
      caller.call(b);
      callee.awaitIncoming();
      caller.awaitRinging();
      caller.hangUp();
      callee.awaitEnded();
      caller.awaitEnded();
    }
  }

  @ParameterizedTest
  @CsvSource({"BARESIP,LINPHONE", "LINPHONE,BARESIP", "SDK,LINPHONE", "BARESIP,SDK"})
  void aCalleeThatDeclinesEndsTheCall(Make callers, Make callees) throws Exception {
    try (Stage stage = stage("decline-" + callers + "-" + callees)) {
      Account a = user();
      Account b = user();
      Softphone caller = phone(stage, callers, a, CALLERS, b);
      Softphone callee = phone(stage, callees, b, CALLEES, a);
      caller.call(b);
      callee.awaitIncoming();
      callee.decline();
      caller.awaitEnded();
    }
  }

  @Test
  void busyAndDeclinedReachTheCallerAsTheyAre() throws Exception {
    try (Stage stage = stage("busy")) {
      Account a = user();
      Account b = user();
      SdkPhone caller = stage.sdk(server, a, CALLERS);
      SdkPhone callee = stage.sdk(server, b, CALLEES);
      for (int status : new int[] {486, 603}) {
        caller.call(b);
        callee.awaitIncoming();
        callee.refuse(status);
        assertThat(caller.end().status()).isEqualTo(status);
      }
      Account nobody = new Account("nobody-at-all", "", a.domain());
      caller.call(nobody);
      assertThat(caller.end().status()).isEqualTo(404);
    }
  }

  @Test
  void aCallThatNobodyAnswersEndsAfterTheRingTimeout() throws Exception {
    try (Stage stage = stage("no-answer")) {
      Account a = user();
      Account b = user();
      SdkPhone caller = stage.sdk(server, a, CALLERS);
      Softphone callee = stage.baresip(server, b, CALLEES, a);
      caller.call(b);
      callee.awaitIncoming();
      assertThat(caller.end().status()).isIn(408, 480);
      callee.awaitEnded();
      String calls = server.run("calls").output();
      assertThat(calls).contains(a.user()).contains(b.user());
    }
  }

  @ParameterizedTest
  @CsvSource({"BARESIP", "LINPHONE", "SDK"})
  void linesForWhoIsAwayComeInOrderOnRegistration(Make make) throws Exception {
    try (Stage stage = stage("away-" + make)) {
      Account a = user();
      Account b = user();
      SdkPhone sender = stage.sdk(server, a, CALLERS);
      List<String> lines =
          IntStream.rangeClosed(1, 5)
              .mapToObj(i -> "line %d for %s".formatted(i, b.user()))
              .toList();
      for (String line : lines) {
        assertThat(sender.outcomeOf(b, line).kept()).as(line).isTrue();
      }
      Softphone late = phone(stage, make, b, CALLEES, a);
      for (String line : lines) {
        late.awaitLine(line);
      }
      if (late instanceof SdkPhone sdk) {
        assertThat(sdk.lines()).isEqualTo(lines);
      }
      String messages = server.run("messages").output();
      assertThat(messages).contains(lines.get(0)).contains(lines.get(4));
    }
  }

  @Test
  void aCalleeWithThreeDevicesAnswersOnOneAndTheOthersStopRinging() throws Exception {
    try (Stage stage = stage("three")) {
      Account a = user();
      Account b = user();
      SdkPhone caller = stage.sdk(server, a, CALLERS);
      Baresip first = stage.baresip(server, b, CALLEES, a);
      Linphone second = stage.linphone(server, b, CALLEES);
      SdkPhone third = stage.sdk(server, b, CALLEES);
      caller.call(b);
      first.awaitIncoming();
      second.awaitIncoming();
      third.awaitIncoming();
      second.answer();
      caller.awaitTalking();
      second.awaitTalking();
      first.awaitEnded();
      third.awaitEnded();
      Stage.soon(
          "the caller hearing the answering device", () -> caller.hears(CALLEES, 1), () -> "");
      Stage.soon(
          "the answering device hearing the caller", () -> second.hears(CALLERS, 1), second::log);
      caller.hangUp();
      second.awaitEnded();

      assertThat(caller.outcomeOf(b, "to all three").delivered()).isTrue();
      first.awaitLine("to all three");
      second.awaitLine("to all three");
      third.awaitLine("to all three");
    }
  }

  private static Stage stage(String scene) {
    return new Stage(CrossTest.class, scene.toLowerCase(Locale.ROOT));
  }

  /** Each scene has users of its own, so that none is disturbed by another's late packets. */
  private static Account user() {
    return users.pop();
  }

  private static Softphone phone(
      Stage stage, Make make, Account account, Tone tone, Account other) {
    return switch (make) {
      case BARESIP -> stage.baresip(server, account, tone, other);
      case LINPHONE -> stage.linphone(server, account, tone);
      case SDK -> stage.sdk(server, account, tone);
    };
  }
}
