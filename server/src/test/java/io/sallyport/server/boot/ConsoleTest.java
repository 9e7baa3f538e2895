package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.api.Events.Audience;
import io.sallyport.server.api.Events.Topic;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console's interface at a running server: signing in, roles, what is told while it happens.
 */
class ConsoleTest {
  @TempDir private Path directory;
  private ConsoleServer console;

  @BeforeEach
  void start() throws Exception {
    console = ConsoleServer.start(directory.resolve("data"));
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void whoeverSignsInIsWhatTheAccountIsFor() throws Exception {
    for (String role : new String[] {"user", "reviewer", "officer", "auditor", "admin"}) {
      HttpResponse<String> session = console.signedIn("the-" + role).get("/api/v1/session");
      assertThat(session.statusCode()).isEqualTo(200);
      assertThat(session.body())
          .contains("\"role\":\"" + (role.equals("user") ? "employee" : role) + "\"");
    }
    console.assignEverybody("the-user");
    assertThat(console.signedIn("the-user").get("/api/v1/session").body())
        .contains("\"role\":\"reviewer\"");
  }

  @Test
  void anAdministratorSeesUsersAndNobodyElseDoes() throws Exception {
    assertThat(console.signedIn("the-admin").get("/api/v1/users").body()).contains("the-officer");
    for (String other : new String[] {"user", "reviewer", "officer", "auditor"}) {
      assertThat(console.signedIn("the-" + other).get("/api/v1/users").statusCode()).isEqualTo(403);
    }
    HttpResponse<String> nobody = console.visitor().get("/api/v1/users");
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(nobody.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void whatIsNotThereIsAProblemToo() throws Exception {
    assertThat(console.visitor().get("/api/v1/nothing").body()).contains("/problems/not-found");
    assertThat(console.visitor().send("PUT", "/api/v1/openapi.json", "{}").body())
        .contains("/problems/method-not-allowed");
    assertThat(console.visitor().get("/api/v1/openapi.json").body()).contains("\"/users/{user}\"");
    assertThat(console.visitor().get("/api/v1/reference").body()).contains("<h2>users</h2>");
  }

  @Test
  void aReaderIsToldWhatIsForItAndNothingElse() throws Exception {
    HttpResponse<java.io.InputStream> answer =
        console.signedIn("the-admin").open("/api/v1/events?topics=alarms,chat");
    assertThat(answer.statusCode()).isEqualTo(200);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    assertThat(event(lines)).isEqualTo("retry: 3000 event: opened data: {}");
    var events = console.server().events();
    events.publish(Topic.CHAT, Audience.of("alice"), Map.of("line", "not for you"));
    events.publish(Topic.LIVE, Audience.all(), Map.of("call", "not followed"));
    events.publish(Topic.ALARMS, Audience.all(), Map.of("alarm", "<b>fire</b>\n"));
    assertThat(event(lines)).isEqualTo("event: alarms data: {\"alarm\":\"<b>fire</b>\\n\"}");
    answer.body().close();
  }

  @Test
  void peopleAreToldOfTheirOwnLinesOnly() throws Exception {
    HttpResponse<java.io.InputStream> bob = follow("the-user", "chat");
    HttpResponse<java.io.InputStream> other = follow("the-officer", "chat,approvals");
    BufferedReader lines = lines(bob);
    BufferedReader others = lines(other);
    event(lines);
    event(others);
    console
        .server()
        .archive()
        .append(
            new ChatMessage(
                "m1",
                Instant.EPOCH,
                new Party("sip:alice@sallyport.localhost", "Alice", "phone", ""),
                "sip:the-user@sallyport.localhost",
                new Body("text/plain", "secret line".getBytes(StandardCharsets.UTF_8))));
    assertThat(event(lines)).contains("event: chat", "\"message\":\"m1\"").doesNotContain("secret");
    console
        .server()
        .archive()
        .append(
            new ArchiveRecord.ApprovalRequested(
                "a1", Instant.EPOCH, "eve", "export", "x", "why", Instant.EPOCH));
    assertThat(event(others)).contains("event: approvals", "\"approval\":\"a1\"");
    bob.body().close();
    other.body().close();
  }

  @Test
  void aStreamEndsWithItsSession() throws Exception {
    ConsoleServer.Visitor user = console.signedIn("the-user");
    BufferedReader lines = lines(user.open("/api/v1/events?topics=chat"));
    event(lines);
    assertThat(user.send("DELETE", "/api/v1/session", null).statusCode()).isEqualTo(204);
    assertThat(event(lines)).isEqualTo("event: ended data: {}");
    assertThat(lines.readLine()).isNull();
  }

  private HttpResponse<java.io.InputStream> follow(String user, String topics) throws Exception {
    return console.signedIn(user).open("/api/v1/events?topics=" + topics);
  }

  private static BufferedReader lines(HttpResponse<java.io.InputStream> answer) {
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  @Test
  void aTopicIsForWhoeverMayFollowIt() throws Exception {
    ConsoleServer.Visitor user = console.signedIn("the-user");
    assertThat(user.get("/api/v1/events?topics=live").statusCode()).isEqualTo(403);
    assertThat(user.get("/api/v1/events?topics=weather").statusCode()).isEqualTo(422);
    assertThat(console.visitor().get("/api/v1/events?topics=chat").statusCode()).isEqualTo(401);
  }

  private static String event(BufferedReader lines) throws Exception {
    StringBuilder event = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty() && event.length() > 0) {
        return event.toString().strip();
      }
      if (!line.startsWith(":")) {
        event.append(line).append(' ');
      }
    }
    return event.toString();
  }
}
