package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.ChatDelivered;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Refused;
import io.sallyport.server.archive.TypedRecords;
import io.sallyport.server.boot.ConsoleServer.Visitor;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chat through the API of a running server. */
class ConversationsResourceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINES = "/api/v1/me/conversations/%s/messages";

  @TempDir private Path directory;
  private ConsoleServer console;
  private Visitor user;
  private Visitor officer;

  @BeforeEach
  void start() throws Exception {
    console = ConsoleServer.start(directory.resolve("data"));
    user = console.signedIn("the-user");
    officer = console.signedIn("the-officer");
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void aLineIsOnRecordAndInBothConversations() throws Exception {
    HttpResponse<String> sent = say(user, "the-officer", "hello <b>you</b>", "k1");
    assertThat(sent.statusCode()).isEqualTo(201);
    assertThat(json(sent).path("state").asText()).isEqualTo("sent");
    ChatMessage line = records(ChatMessage.class).get(0);
    assertThat(line.from().address()).startsWith("sip:the-user@");
    assertThat(line.from().network()).isEqualTo("HTTPS 127.0.0.1");
    JsonNode theirs = lines(officer, "the-user").path("items").path(0);
    assertThat(theirs.path("text").asText()).isEqualTo("hello <b>you</b>");
    assertThat(theirs.path("own").asBoolean()).isFalse();
    assertThat(theirs.path("state").asText()).isEqualTo("received");
    JsonNode mine = lines(user, "the-officer").path("items").path(0);
    assertThat(mine.path("own").asBoolean()).isTrue();
    JsonNode list = json(officer.get("/api/v1/me/conversations"));
    assertThat(list.path("items").path(0).path("user").asText()).isEqualTo("the-user");
    assertThat(list.path("items").path(0).path("unread").asInt()).isEqualTo(1);
  }

  @Test
  void tryingAgainWithTheSameKeySendsItOnce() throws Exception {
    JsonNode first = json(say(user, "the-officer", "once", "same"));
    JsonNode again = json(say(user, "the-officer", "once", "same"));
    assertThat(again).isEqualTo(first);
    say(user, "the-officer", "once", "");
    say(officer, "the-user", "mine", "same");
    assertThat(records(ChatMessage.class)).hasSize(3);
  }

  @Test
  void nobodySeesTheLinesOfOthers() throws Exception {
    say(user, "the-officer", "between us", "k1");
    Visitor reviewer = console.signedIn("the-reviewer");
    assertThat(lines(reviewer, "the-user").path("items")).isEmpty();
    assertThat(lines(reviewer, "the-officer").path("items")).isEmpty();
    assertThat(json(reviewer.get("/api/v1/me/conversations")).path("items")).isEmpty();
    assertThat(console.signedIn("the-auditor").get("/api/v1/me/conversations").statusCode())
        .as("has no phone")
        .isEqualTo(403);
    assertThat(console.visitor().get("/api/v1/me/conversations").statusCode()).isEqualTo(401);
  }

  @Test
  void whatWasReadIsDeliveredAndNoLongerNew() throws Exception {
    say(user, "the-officer", "one", "k1");
    say(user, "the-officer", "two", "k2");
    assertThat(json(officer.get("/api/v1/me/unread")).path("lines").asInt()).isEqualTo(2);
    long newest = lines(officer, "the-user").path("items").path(0).path("sequence").asLong();
    HttpResponse<String> read =
        officer.send(
            "PUT", "/api/v1/me/conversations/the-user/read", "{\"sequence\":" + newest + "}");
    assertThat(read.statusCode()).isEqualTo(204);
    assertThat(json(officer.get("/api/v1/me/unread")).path("lines").asInt()).isZero();
    assertThat(lines(user, "the-officer").path("items").findValuesAsText("state"))
        .containsOnly("delivered");
    assertThat(records(ChatDelivered.class))
        .extracting(ChatDelivered::device)
        .containsOnly("console");
    assertThat(
            console.server().archive().undelivered().count("sip:the-officer@sallyport.localhost"))
        .isZero();
  }

  @Test
  void theAnswerSaysWhatPolicyDid() throws Exception {
    assertThat(say(user, "nobody", "hello", "k1").statusCode()).isEqualTo(404);
    assertThat(say(user, "the-officer", " ", "k2").statusCode()).isEqualTo(422);
    HttpResponse<String> large = say(user, "the-officer", "x".repeat(20_000), "k3");
    assertThat(large.statusCode()).isEqualTo(422);
    assertThat(large.body()).contains("Message too large");
    assertThat(records(ChatMessage.class)).isEmpty();
  }

  @Test
  void aWallStopsALineWithItsWordsAndIsOnRecord() throws Exception {
    rules(
        """
        walls:
          - name: wall
            between: [{user: [the-user]}, {user: [the-officer]}]
            kinds: [chat]
            words: No chat with officers
        """);
    HttpResponse<String> refused = say(user, "the-officer", "psst", "k1");
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    assertThat(refused.body()).contains("No chat with officers");
    assertThat(lines(officer, "the-user").path("items")).isEmpty();
    await()
        .untilAsserted(
            () ->
                assertThat(records(Refused.class))
                    .extracting(Refused::rule)
                    .containsExactly("wall"));
  }

  @Test
  void pagesGoBackToTheFirstLine() throws Exception {
    for (int i = 0; i < 5; i++) {
      say(
          i % 2 == 0 ? user : officer,
          i % 2 == 0 ? "the-officer" : "the-user",
          "line " + i,
          "k" + i);
    }
    List<String> texts = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = json(user.get(LINES.formatted("the-officer") + "?limit=2&cursor=" + cursor));
      page.path("items").forEach(line -> texts.add(line.path("text").asText()));
      cursor = page.path("next").asText();
    } while (!cursor.isEmpty());
    assertThat(texts).containsExactly("line 4", "line 3", "line 2", "line 1", "line 0");
    assertThat(user.get(LINES.formatted("the-officer") + "?cursor=x").statusCode()).isEqualTo(422);
  }

  @Test
  void aReaderHearsOfANewLineAndOfWhatIsReadElsewhere() throws Exception {
    HttpResponse<InputStream> stream = officer.open("/api/v1/events?topics=chat");
    BufferedReader events =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
    next(events, "opened");
    say(user, "the-officer", "are you there", "k1");
    assertThat(next(events, "chat")).contains("\"what\":\"sent\"").doesNotContain("are you there");
    long newest = lines(officer, "the-user").path("items").path(0).path("sequence").asLong();
    officer.send("PUT", "/api/v1/me/conversations/the-user/read", "{\"sequence\":" + newest + "}");
    assertThat(next(events, "chat") + next(events, "chat")).contains("\"what\":\"read\"");
    stream.body().close();
  }

  private static String next(BufferedReader events, String name) throws Exception {
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      if (line.equals("event: " + name)) {
        return events.readLine();
      }
    }
    return "";
  }

  private HttpResponse<String> say(Visitor who, String to, String text, String key)
      throws Exception {
    var request =
        who.request(
            "POST", LINES.formatted(to), JSON.createObjectNode().put("text", text).toString());
    Optional.of(key).filter(k -> !k.isEmpty()).ifPresent(k -> request.header("Idempotency-Key", k));
    return who.send(request.build());
  }

  private static JsonNode lines(Visitor who, String peer) throws Exception {
    return json(who.get(LINES.formatted(peer)));
  }

  private void rules(String yaml) throws Exception {
    Visitor admin = console.signedIn("the-admin");
    String read = admin.get("/api/v1/policy").headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> changed =
        admin.send(
            admin
                .request(
                    "PUT",
                    "/api/v1/policy",
                    JSON.createObjectNode().put("text", yaml).put("reason", "a test").toString())
                .header("If-Match", read)
                .build());
    assertThat(changed.statusCode()).as(changed.body()).isLessThan(300);
  }

  private <T extends ArchiveRecord> List<T> records(Class<T> type) throws Exception {
    return TypedRecords.of(console.server().archive().read(0, Optional.empty()), type);
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }
}
