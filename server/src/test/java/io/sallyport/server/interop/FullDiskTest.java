package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.client.CallEnd;
import io.sallyport.client.IncomingCall;
import io.sallyport.client.MediaPlan;
import io.sallyport.client.MessageOutcome;
import io.sallyport.client.OutgoingCall;
import io.sallyport.client.Phone;
import io.sallyport.client.Srtp;
import io.sallyport.server.wire.SmallDisk;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The disk becomes full to the last page while fifty recorded calls run, and has room again: new
 * calls and lines are refused in words, running calls follow the setting, nothing that was on
 * record is hurt, and no start is needed.
 */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class FullDiskTest {
  private static final int CALLS = 50;
  private static final int BEFORE = 2;
  private static final double CALLERS = 440;
  private static final double CALLEES = 700;
  private static final Pattern CALL = Pattern.compile("n1-\\d+-[a-z2-7]{16}");
  private static final Pattern FAILING = Pattern.compile("\"\\w+\":\\{\"ok\":false[^}]*}");
  private static final String INCOMPLETE =
      "\"ok\":false,\"detail\":\"[0-9]+ recordings since the start are incomplete";
  private static final Duration SOON = Duration.ofSeconds(20);

  private final int management = Ports.one();
  private final List<Phone> phones = new ArrayList<>();
  private final List<OutgoingCall> calls = new ArrayList<>();
  private SmallDisk disk;
  private Account bob;
  private Account emergency;

  @Test
  @Tag("interop")
  @Tag("alone")
  void callsEndAfterTheGraceAndServiceReturnsWithTheSpace() throws Exception {
    try (Stage stage = new Stage(getClass(), "ends")) {
      ServerProcess server = server(stage, "3s");
      begin(stage, server);
      disk.fill();

      refused();
      emergencyCallWorks();
      for (OutgoingCall call : calls) {
        CallEnd end = call.ended().get(30, TimeUnit.SECONDS);
        assertThat(end.reason()).as(server.output()).contains("Recording failed: disk full");
      }
      alarmed("calls cannot be recorded: disk full");

      disk.free();
      serviceReturns();
      Stage.soon(
          "all recordings", () -> recordings(server, "").size() > BEFORE + CALLS, server::output);
      everythingIsInOrder(stage, server);
      assertThat(journalHolds(server, "recording.exempt")).isTrue();
      List<String> listed = listed(server);
      assertThat(listed).filteredOn(c -> c.contains("Recording failed: disk full")).hasSize(CALLS);
      assertThat(listed).hasSize(BEFORE + CALLS + 1).noneMatch(c -> c.contains("running"));
    }
  }

  @Test
  @Tag("load")
  void callsGoOnWithGapsWhereTheGraceIsLong() throws Exception {
    try (Stage stage = new Stage(getClass(), "goes-on")) {
      ServerProcess server = server(stage, "10m");
      begin(stage, server);
      disk.fill();

      refused();
      Stage.letPass(Duration.ofSeconds(8));
      assertThat(calls).noneMatch(call -> call.ended().isDone());
      alarmed("calls cannot be recorded: disk full");

      disk.free();
      serviceReturns();
      Stage.letPass(Duration.ofSeconds(3));
      assertThat(calls).noneMatch(call -> call.ended().isDone());
      for (OutgoingCall call : calls) {
        call.hangUp();
      }
      Stage.soon(
          "all recordings", () -> recordings(server, "").size() > BEFORE + CALLS, server::output);
      assertThat(recordings(server, "failed")).hasSize(CALLS);
      everythingIsInOrder(stage, server);
      assertThat(listed(server)).hasSize(BEFORE + CALLS + 1);
    }
  }

  private ServerProcess server(Stage stage, String grace) throws IOException {
    disk = stage.keep(SmallDisk.mount(stage.directory().resolve("server/data"), "192m"));
    return stage.server(
        Map.of(
            "policy.record", "[audio]",
            "archive.reserve-megabytes", "16",
            "recording.reserve-megabytes", "24",
            "recording.grace", grace,
            "guard.limits", "{callers: []}",
            "web.management-port", Integer.toString(management)));
  }

  /** Two calls that are over and fifty that are talking. */
  private void begin(Stage stage, ServerProcess server) throws Exception {
    bob = server.account("bob");
    emergency = server.addUser("112");
    for (Account each : List.of(server.account("alice"), bob, emergency)) {
      Phone phone =
          Phone.builder()
              .user(each.user())
              .password(each.password())
              .domain(each.domain())
              .server(server.target().name(), server.target().tlsPort())
              .trust(server.target().authority())
              .srtp(Srtp.REQUIRED)
              .build();
      stage.keep(phone);
      phones.add(phone);
      phone.onIncoming(FullDiskTest::answer);
      phone.register().get(20, TimeUnit.SECONDS);
    }
    for (int i = 0; i < BEFORE; i++) {
      OutgoingCall call = call(bob);
      call.answered().get(20, TimeUnit.SECONDS);
      Stage.letPass(Duration.ofSeconds(3));
      call.hangUp().get(20, TimeUnit.SECONDS);
    }
    for (int i = 0; i < CALLS; i++) {
      OutgoingCall call = call(bob);
      calls.add(call);
      call.answered().get(20, TimeUnit.SECONDS);
    }
    Stage.letPass(Duration.ofSeconds(5));
    assertThat(calls).noneMatch(call -> call.ended().isDone());
    assertThat(health()).doesNotContain("\"ok\":false");
  }

  private OutgoingCall call(Account callee) {
    return phones.get(0).call(callee.uri(), MediaPlan.tone(CALLERS));
  }

  private static void answer(IncomingCall call) {
    call.answer(MediaPlan.tone(CALLEES)).exceptionally(failure -> null);
  }

  /** From the first moment after the server has noticed: no call, no line. */
  private void refused() throws Exception {
    Stage.soon("the alarm of a full disk", () -> health().contains("reserve"), this::health);
    CallEnd end = call(bob).ended().get(20, TimeUnit.SECONDS);
    assertThat(end.status()).as(end.reason()).isEqualTo(503);
    assertThat(end.reason()).containsAnyOf("Archive unavailable", "Recording unavailable");
    MessageOutcome line = phones.get(0).message(bob.uri(), "no").get(20, TimeUnit.SECONDS);
    assertThat(line.status()).as(line.reason()).isEqualTo(503);
    assertThat(line.reason()).contains("Archive unavailable");
  }

  private void emergencyCallWorks() throws Exception {
    OutgoingCall call = call(emergency);
    call.answered().get(20, TimeUnit.SECONDS);
    Stage.letPass(Duration.ofSeconds(1));
    assertThat(call.ended().isDone()).isFalse();
    call.hangUp().get(20, TimeUnit.SECONDS);
  }

  private void alarmed(String words) {
    assertThat(health()).contains("\"ok\":false").contains(words);
  }

  /** Within seconds, and without a start: calls, lines, and an end of the alarms. */
  private void serviceReturns() throws Exception {
    long freed = System.nanoTime();
    Stage.soon(
        "service",
        () -> {
          try {
            return phones.get(0).message(bob.uri(), "again").get(20, TimeUnit.SECONDS).delivered();
          } catch (Exception e) {
            return false;
          }
        },
        this::health);
    assertThat(Duration.ofNanos(System.nanoTime() - freed)).isLessThan(Duration.ofSeconds(5));
    Stage.soon(
        "a recorded call",
        () -> {
          OutgoingCall call = call(bob);
          try {
            call.answered().get(20, TimeUnit.SECONDS);
            call.hangUp();
            return true;
          } catch (Exception e) {
            return false;
          }
        },
        this::health);
    assertThat(Duration.ofNanos(System.nanoTime() - freed)).isLessThan(Duration.ofSeconds(10));
    Stage.soon("the end of the alarms", () -> alarms().isEmpty(), this::health);
  }

  private void everythingIsInOrder(Stage stage, ServerProcess server) {
    // in the order in which they began: two before, fifty, and one after
    List<String> all = recordings(server, "");
    assertThat(all).hasSize(BEFORE + CALLS + 1);
    for (int i = 0; i < BEFORE + CALLS; i += i < BEFORE ? 1 : CALLS / 4) {
      plays(stage, server, all.get(i), i < BEFORE ? 2 : 4);
    }
    ServerProcess.Ended verify = server.run("verify");
    assertThat(verify.code()).as(verify.output()).isZero();
  }

  private static void plays(Stage stage, ServerProcess server, String call, double seconds) {
    Path file = stage.directory().resolve(call + ".wav").toAbsolutePath();
    ServerProcess.Ended played =
        server.run("recording", "play", call, "--mixed", "-o", file.toString());
    assertThat(played.code()).as(played.output()).isZero();
    assertThat(file.toFile().length()).as(played.output()).isGreaterThan((long) (seconds * 32_000));
  }

  private static List<String> listed(ServerProcess server) {
    return server.run("calls", "--json", "--limit", "200").output().lines().toList();
  }

  /** Calls with a closed recording whose line holds the word. */
  private static List<String> recordings(ServerProcess server, String word) {
    return server
        .run("recording", "list")
        .output()
        .lines()
        .filter(line -> line.contains(word))
        .sorted()
        .flatMap(line -> CALL.matcher(line).results())
        .map(MatchResult::group)
        .toList();
  }

  private String health() {
    URI uri = URI.create("http://127.0.0.1:" + management + "/api/v1/health");
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(uri).timeout(SOON).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }

  /**
   * Components that complain, but for the recorder about what it missed while the disk was full.
   */
  private List<String> alarms() {
    return FAILING
        .matcher(health().replaceAll(INCOMPLETE, "\"ok\":true"))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static boolean journalHolds(ServerProcess server, String text) throws IOException {
    try (Stream<Path> files = Files.list(server.data().resolve("journal"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sj")).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
    }
    return false;
  }
}
