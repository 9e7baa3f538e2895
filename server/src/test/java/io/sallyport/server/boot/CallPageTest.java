package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.client.AudioSource;
import io.sallyport.client.IncomingCall;
import io.sallyport.client.MediaPlan;
import io.sallyport.client.OutgoingCall;
import io.sallyport.client.Phone;
import io.sallyport.client.Transport;
import io.sallyport.server.archive.ArchiveRecord.AccessPlay;
import io.sallyport.server.archive.TypedRecords;
import io.sallyport.server.base.Secret;
import io.sallyport.server.boot.ConsoleServer.Visitor;
import io.sallyport.server.directory.User;
import io.sallyport.server.edge.Listening;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an officer sees of a call that two phones had, and of the archive that it lies in. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CallPageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WHY = "reason=" + encoded("case 7");
  private static final String PASSWORD = "correct horse battery";

  @TempDir private static Path directory;
  private static ConsoleServer console;
  private static String call;

  @BeforeAll
  static void aRecordedCall() throws Exception {
    console =
        ConsoleServer.start(
            directory.resolve("data"), "policy:\n  record: [audio]\nseal:\n  interval: 1s\n");
    console.assignEverybody("the-officer");
    for (String name : new String[] {"anna", "ben"}) {
      console.server().directory().add(name, name, User.Role.USER, Secret.of(PASSWORD));
    }
    try (Phone anna = phone("anna");
        Phone ben = phone("ben")) {
      CompletableFuture<IncomingCall> rings = new CompletableFuture<>();
      ben.onIncoming(rings::complete);
      ben.register().get(20, TimeUnit.SECONDS);
      anna.register().get(20, TimeUnit.SECONDS);
      OutgoingCall outgoing = anna.call("sip:ben@" + domain(), tone(440));
      rings.get(20, TimeUnit.SECONDS).answer(tone(700)).get(20, TimeUnit.SECONDS);
      outgoing.answered().get(20, TimeUnit.SECONDS);
      LockSupport.parkNanos(Duration.ofSeconds(7).toNanos());
      outgoing.hangUp().get(20, TimeUnit.SECONDS);
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> search().path("items").path(0).path("recorded").asBoolean());
    call = search().path("items").path(0).path("id").asText();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> officer("/calls/" + call + "/ladder").path("state").asText().equals("kept"));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                officer("/calls/" + call)
                    .path("recording")
                    .path("state")
                    .asText()
                    .equals("complete"));
  }

  @AfterAll
  static void close() {
    console.close();
  }

  @Test
  void theCallSaysWhoTalkedByWhichRuleAndHowItEnded() throws Exception {
    JsonNode seen = officer("/calls/" + call);
    assertThat(seen.path("from").path("address").asText()).startsWith("anna@");
    assertThat(seen.path("by").path("address").asText()).startsWith("ben@");
    assertThat(seen.path("from").path("network").asText()).contains("127.0.0.1");
    assertThat(seen.path("endedBy").asText()).startsWith("anna@");
    assertThat(seen.path("decision").path("rule").asText()).isNotEmpty();
    assertThat(seen.path("decision").path("asThen").asBoolean()).isTrue();
    assertThat(seen.path("decision").path("obligations").toString()).contains("record");
    assertThat(seen.path("story").findValuesAsText("what"))
        .contains("started", "answered", "recording-started", "ended", "recording-closed");
    assertThat(seen.path("recording").path("duration").asDouble()).isGreaterThan(5);
  }

  @Test
  void thePathNamesEveryPlaceAndNothingWentElsewhere() throws Exception {
    JsonNode path = officer("/calls/" + call + "/path");
    assertThat(path.path("port").asInt()).isPositive();
    assertThat(path.path("streams")).hasSize(2);
    for (JsonNode stream : path.path("streams")) {
      assertThat(stream.path("packets").asLong()).isGreaterThan(100);
      assertThat(stream.path("elsewhere").asLong()).isZero();
      assertThat(stream.path("sources").path(0).path("proof").asText()).isNotEmpty();
    }
  }

  @Test
  void theQualityHasSamplesOfBothDirections() throws Exception {
    JsonNode quality = officer("/calls/" + call + "/quality");
    assertThat(quality.path("streams")).hasSize(2);
    for (JsonNode stream : quality.path("streams")) {
      assertThat(stream.path("samples").path(0).path("mos").asDouble()).isGreaterThan(3);
    }
  }

  @Test
  void theLadderHoldsBothDialogsAndNoSecret() throws Exception {
    JsonNode ladder = officer("/calls/" + call + "/ladder");
    assertThat(ladder.path("dialogs")).hasSize(2);
    assertThat(ladder.path("missing").asInt()).isZero();
    assertThat(ladder.path("messages").findValuesAsText("startLine"))
        .anyMatch(line -> line.startsWith("INVITE"))
        .anyMatch(line -> line.startsWith("ACK"))
        .anyMatch(line -> line.startsWith("BYE"))
        .anyMatch(line -> line.startsWith("SIP/2.0 200"));
    String all = ladder.toString();
    assertThat(all).contains("a=crypto:[redacted]", "Authorization: [redacted]", "m=audio");
    assertThat(all).doesNotContain("inline:", "response=");
  }

  @Test
  void theRecordingIsPlayedInPartsAsOnePlayOnRecord() throws Exception {
    Visitor officer = console.signedIn("the-officer");
    long plays = plays();
    String query = "?reason=" + encoded("listening to one play");
    JsonNode peaks = ok(officer.get("/api/v1/recordings/" + call + "/peaks" + query));
    assertThat(peaks.path("caller")).hasSameSizeAs(peaks.path("callee"));
    assertThat(peaks.path("duration").asDouble()).isGreaterThan(5);
    String audio = "/api/v1/recordings/" + call + "/audio" + query;
    byte[] whole = bytes(officer, audio, "", 200);
    assertThat(new String(whole, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
    byte[] head = bytes(officer, audio, "bytes=0-99", 206);
    assertThat(head).hasSize(100);
    int from = 44 + 64_000 * 3;
    byte[] middle = bytes(officer, audio, "bytes=" + from + "-" + (from + 63_999), 206);
    assertThat(middle).hasSize(64_000);
    assertThat(loudest(middle)).isGreaterThan(1_000);
    assertThat(plays()).isEqualTo(plays + 1);
  }

  @Test
  void withoutAReasonNothingIsHeard() throws Exception {
    Visitor officer = console.signedIn("the-officer");
    assertThat(officer.get("/api/v1/recordings/" + call + "/audio").statusCode()).isEqualTo(422);
    assertThat(officer.get("/api/v1/calls/" + call + "?reason=x").statusCode()).isEqualTo(422);
  }

  @Test
  void aForeignCallIsNotThere() throws Exception {
    console.server().directory().add("carol", "carol", User.Role.OFFICER, secretOf("carol"));
    Visitor carol = console.signedIn("carol");
    for (String part : new String[] {"", "/path", "/quality", "/ladder"}) {
      assertThat(carol.get("/api/v1/calls/" + call + part + "?" + WHY).statusCode()).isEqualTo(404);
    }
    for (String part : new String[] {"/audio", "/peaks"}) {
      assertThat(carol.get("/api/v1/recordings/" + call + part + "?" + WHY).statusCode())
          .isEqualTo(404);
    }
    assertThat(mark(carol, 1, "mine", "case 7").statusCode()).isEqualTo(404);
    for (String other : new String[] {"the-admin", "the-auditor", "the-user"}) {
      Visitor visitor = console.signedIn(other);
      assertThat(visitor.get("/api/v1/calls/" + call + "?" + WHY).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void aNoteStandsBesideItsMomentUntilItsWriterTakesItBack() throws Exception {
    Visitor officer = console.signedIn("the-officer");
    JsonNode written = JSON.readTree(mark(officer, 2.5, "<b>here</b>", "case 7").body());
    JsonNode marks = officer("/calls/" + call).path("marks");
    assertThat(marks.findValuesAsText("text")).contains("<b>here</b>");
    assertThat(marks.findValuesAsText("officer")).contains("the-officer");
    String path = "/api/v1/recordings/" + call + "/marks/" + written.path("id").asText();
    assertThat(officer.send("DELETE", path + "?" + WHY, null).statusCode()).isEqualTo(204);
    assertThat(officer("/calls/" + call).path("marks").findValuesAsText("text"))
        .doesNotContain("<b>here</b>");
    assertThat(officer.send("DELETE", path + "?" + WHY, null).statusCode()).isEqualTo(404);
    assertThat(mark(officer, -1, "before", "case 7").statusCode()).isEqualTo(422);
    assertThat(mark(officer, 1, " ", "case 7").statusCode()).isEqualTo(422);
  }

  @Test
  void theArchiveIsVerifiedWithProgressAndAVerdict() throws Exception {
    Visitor auditor = console.signedIn("the-auditor");
    JsonNode health = ok(auditor.get("/api/v1/archive"));
    assertThat(health.path("records").asLong()).isPositive();
    assertThat(health.path("newest").asText()).isNotEmpty();
    assertThat(health.path("disk").path("free").asLong()).isPositive();
    assertThat(health.path("parts").findValuesAsText("part")).contains("journal", "seal", "index");
    HttpResponse<String> begun = auditor.send("POST", "/api/v1/archive/verification", null);
    assertThat(begun.statusCode()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                !ok(auditor.get("/api/v1/archive/verification"))
                    .path("phase")
                    .asText()
                    .equals("running"));
    JsonNode state = ok(auditor.get("/api/v1/archive/verification"));
    assertThat(state.path("phase").asText()).as(state.toString()).isEqualTo("good");
    assertThat(state.path("recordings").asInt()).isEqualTo(1);
    assertThat(state.path("verdict").asText()).contains("whole");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ok(auditor.get("/api/v1/archive")).path("recent").path("days").size() == 7);
    JsonNode today = ok(auditor.get("/api/v1/archive")).path("recent").path("days").path(6);
    assertThat(today.path("complete").asInt()).isEqualTo(1);
  }

  @Test
  void aProofIsReadAndCheckedElsewhere() throws Exception {
    Visitor officer = console.signedIn("the-officer");
    long position = officer("/calls/" + call).path("record").path("position").asLong();
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> ok(officer.get("/api/v1/proofs/" + position)).path("sealed").asBoolean());
    JsonNode proof = ok(officer.get("/api/v1/proofs/" + position));
    assertThat(proof.path("describes").asText()).contains("call.started");
    assertThat(proof.path("proof").path("index").asLong()).isEqualTo(position - 1);
    HttpResponse<String> file = officer.get("/api/v1/proofs/" + position + "/file");
    assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
        .contains("record-" + position);
    assertThat(
            io.sallyport.server.seal.Proofs.check(
                file.body(),
                proof
                    .path("key")
                    .asText()
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(io.sallyport.server.seal.VerifierKey::parse)
                    .toList()))
        .isInstanceOf(io.sallyport.server.seal.Proofs.Outcome.Holds.class);
    assertThat(officer.get("/api/v1/proofs/99999999").statusCode()).isEqualTo(404);
    assertThat(officer.get("/api/v1/proofs/0").statusCode()).isEqualTo(404);
    assertThat(officer.get("/api/v1/archive/key").body()).contains("/");
    assertThat(console.signedIn("the-admin").get("/api/v1/proofs/1").statusCode()).isEqualTo(403);
  }

  private static HttpResponse<String> mark(Visitor who, double at, String text, String reason)
      throws Exception {
    String body =
        JSON.writeValueAsString(java.util.Map.of("at", at, "text", text, "reason", reason));
    return who.send("POST", "/api/v1/recordings/" + call + "/marks", body);
  }

  private static long plays() throws Exception {
    return TypedRecords.of(console.server().archive().read(0, Optional.empty()), AccessPlay.class)
        .size();
  }

  private static int loudest(byte[] samples) {
    int loudest = 0;
    for (int i = 0; i + 1 < samples.length; i += 2) {
      loudest = Math.max(loudest, Math.abs((short) ((samples[i] & 0xff) | samples[i + 1] << 8)));
    }
    return loudest;
  }

  private static byte[] bytes(Visitor who, String path, String range, int status) throws Exception {
    HttpRequest.Builder request = who.request("GET", path, null);
    if (!range.isEmpty()) {
      request.header("Range", range);
    }
    HttpResponse<InputStream> answer = who.open(request.build());
    assertThat(answer.statusCode()).isEqualTo(status);
    try (InputStream in = answer.body()) {
      return in.readAllBytes();
    }
  }

  private static JsonNode search() throws Exception {
    return ok(console.signedIn("the-officer").get("/api/v1/records?kind=call&" + WHY));
  }

  private static JsonNode officer(String path) throws Exception {
    return ok(console.signedIn("the-officer").get("/api/v1" + path + "?" + WHY));
  }

  private static JsonNode ok(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static Phone phone(String user) throws Exception {
    return Phone.builder()
        .user(user)
        .password(PASSWORD)
        .domain(domain())
        .server("localhost", console.server().address(Listening.Kind.SIPS).orElseThrow().getPort())
        .transport(Transport.TLS)
        .trust(console.server().authorityFile().orElseThrow())
        .build();
  }

  private static MediaPlan tone(int hertz) {
    return MediaPlan.playing(AudioSource.tone(hertz));
  }

  private static String domain() {
    return "sallyport.localhost";
  }

  private static Secret secretOf(String name) {
    return Secret.of(ConsoleServer.password(name));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
