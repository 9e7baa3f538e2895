package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.Party;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the browser phone asks the server for: colleagues, own calls, a login. */
class OwnPhoneTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DOMAIN = "@sallyport.localhost";

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
  void colleaguesAreListedByNameFoundByWordsAndWithoutWhoeverAsks() throws Exception {
    ConsoleServer.Visitor user = console.signedIn("the-user");
    JsonNode all = get(user, "/api/v1/me/people").path("items");
    assertThat(all.findValuesAsText("user")).contains("the-admin", "the-officer");
    assertThat(all.findValuesAsText("user")).doesNotContain("the-user").isSorted();
    JsonNode found = get(user, "/api/v1/me/people?q=OFF%20the").path("items");
    assertThat(found.findValuesAsText("user")).containsExactly("the-officer");
    assertThat(found.get(0).path("address").asText()).isEqualTo("sip:the-officer" + DOMAIN);
    assertThat(found.get(0).path("online").asBoolean()).isFalse();
    assertThat(get(user, "/api/v1/me/people?q=nobody").path("items")).isEmpty();
  }

  @Test
  void colleaguesComeInPages() throws Exception {
    ConsoleServer.Visitor user = console.signedIn("the-user");
    List<String> all = get(user, "/api/v1/me/people").path("items").findValuesAsText("user");
    JsonNode first = get(user, "/api/v1/me/people?limit=2");
    String next =
        java.net.URLEncoder.encode(
            first.path("next").asText(), java.nio.charset.StandardCharsets.UTF_8);
    JsonNode second = get(user, "/api/v1/me/people?limit=2&cursor=" + next);
    assertThat(first.path("items").findValuesAsText("user")).isEqualTo(all.subList(0, 2));
    assertThat(second.path("items").findValuesAsText("user")).isEqualTo(all.subList(2, 4));
  }

  @Test
  void whoeverAsksSeesTheirOwnCallsAndNobodyElses() throws Exception {
    call("c1", "the-user", "the-officer", "answered", 200, "");
    call("c2", "the-officer", "the-user", "cancelled", 487, "");
    call("c3", "the-user", "the-admin", "refused", 403, "You may not reach each other");
    call("c4", "the-officer", "the-admin", "busy", 486, "");
    JsonNode own = get(console.signedIn("the-user"), "/api/v1/me/calls").path("items");
    assertThat(own.findValuesAsText("call")).containsExactly("c3", "c2", "c1");
    assertThat(own.findValuesAsText("direction")).containsExactly("out", "in", "out");
    assertThat(own.findValuesAsText("result")).containsExactly("refused", "missed", "answered");
    assertThat(own.get(0).path("reason").asText()).isEqualTo("You may not reach each other");
    assertThat(own.get(1).path("user").asText()).isEqualTo("the-officer");
    JsonNode admins = get(console.signedIn("the-admin"), "/api/v1/me/calls").path("items");
    assertThat(admins.findValuesAsText("call")).containsExactly("c4", "c3");
    assertThat(admins.findValuesAsText("result")).containsExactly("missed", "refused");
  }

  @Test
  void ownCallsComeInPages() throws Exception {
    for (int i = 0; i < 5; i++) {
      call("c" + i, "the-user", "the-officer", "answered", 200, "");
    }
    ConsoleServer.Visitor user = console.signedIn("the-user");
    JsonNode first = get(user, "/api/v1/me/calls?limit=3");
    assertThat(first.path("items").findValuesAsText("call")).containsExactly("c4", "c3", "c2");
    JsonNode second = get(user, "/api/v1/me/calls?limit=3&cursor=" + first.path("next").asText());
    assertThat(second.path("items").findValuesAsText("call")).containsExactly("c1", "c0");
    assertThat(second.path("next").asText()).isEmpty();
    assertThat(user.get("/api/v1/me/calls?cursor=x").statusCode()).isEqualTo(422);
  }

  @Test
  void whoeverHasSignedInGetsALoginOfTheirOwnEachTime() throws Exception {
    ConsoleServer.Visitor user = console.signedIn("the-user");
    JsonNode login = login(user);
    assertThat(login.path("address").asText()).isEqualTo("sip:the-user" + DOMAIN);
    assertThat(login.path("username").asText()).startsWith("the-user~");
    assertThat(login.path("password").asText()).hasSizeGreaterThan(20);
    assertThat(login.path("lifetime").asInt()).isEqualTo(600);
    JsonNode again = login(user);
    assertThat(again.path("username")).isNotEqualTo(login.path("username"));
    assertThat(again.path("password")).isNotEqualTo(login.path("password"));
  }

  @Test
  void noLoginIsGivenToStrangersForeignPagesAuditorsAndKeys() throws Exception {
    String path = "/api/v1/me/sip-login";
    assertThat(console.visitor().send("POST", path, null).statusCode()).isEqualTo(401);
    ConsoleServer.Visitor auditor = console.signedIn("the-auditor");
    assertThat(auditor.send("POST", path, null).statusCode()).isEqualTo(403);
    ConsoleServer.Visitor user = console.signedIn("the-user");
    assertThat(user.send(user.request("POST", path, null).setHeader("X-CSRF-Token", "x").build()))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(403);
  }

  private JsonNode login(ConsoleServer.Visitor visitor) throws Exception {
    HttpResponse<String> answer = visitor.send("POST", "/api/v1/me/sip-login", null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    return JSON.readTree(answer.body());
  }

  private static JsonNode get(ConsoleServer.Visitor visitor, String path) throws Exception {
    HttpResponse<String> answer = visitor.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** A call on record that is over. */
  private void call(String id, String from, String to, String outcome, int status, String reason)
      throws Exception {
    String caller = "sip:" + from + DOMAIN;
    String callee = "sip:" + to + DOMAIN;
    Party party = new Party(caller, from, "phone", "");
    Archive archive = console.server().archive();
    archive.write(new CallStarted(id, Instant.EPOCH, party, callee, List.of("audio")));
    archive.write(new CallEnded(id, Instant.EPOCH, outcome, status, callee, reason, 0, List.of()));
  }
}
