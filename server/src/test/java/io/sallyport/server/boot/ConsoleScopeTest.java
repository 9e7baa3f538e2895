package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.directory.Assignments.Kind;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ids of what others may see, in the hands of those who may not: what is out of one's scope is
 * answered like what is not there.
 */
class ConsoleScopeTest {
  private static final String WHY = "reason=case%207";
  private static final String WORDS = "the words of alice to bob";
  private static final List<String> CALL_PARTS = List.of("", "/path", "/quality", "/ladder");

  @TempDir private Path directory;
  private ConsoleServer console;

  @BeforeEach
  void start() throws Exception {
    console = ConsoleServer.start(directory.resolve("data"));
    Party alice = new Party("sip:alice@sallyport.localhost", "Alice", "phone", "192.0.2.7");
    Instant at = Instant.now().minusSeconds(600);
    String bob = "sip:bob@sallyport.localhost";
    append(
        new ChatMessage(
            "m-1", at, alice, bob, new Body("text/plain", WORDS.getBytes(StandardCharsets.UTF_8))));
    append(new CallStarted("c-1", at, alice, bob, List.of("audio")));
    long last =
        append(
            new CallEnded(
                "c-1", at.plusSeconds(9), "answered", 200, alice.address(), "", 5_000, List.of()));
    assertThat(console.server().archive().durable()).isGreaterThanOrEqualTo(last);
  }

  private long append(ArchiveRecord entry) throws Exception {
    return console.server().archive().write(entry);
  }

  @AfterEach
  void close() {
    console.close();
  }

  private void assign(String officer, String person) {
    assertThat(console.server().assignments().assign(officer, Kind.PERSON, person)).isEmpty();
  }

  @Test
  void whoIsAssignedReadsIt() throws Exception {
    assign("the-reviewer", "alice");
    ConsoleServer.Visitor reviewer = console.signedIn("the-reviewer");
    await()
        .untilAsserted(
            () -> assertThat(reviewer.get("/api/v1/records/m-1?" + WHY).body()).contains(WORDS));
    for (String part : CALL_PARTS) {
      assertThat(reviewer.get("/api/v1/calls/c-1" + part + "?" + WHY).statusCode())
          .as(part)
          .isEqualTo(200);
    }
  }

  @Test
  void anotherOfficersRecordIsAnsweredLikeNone() throws Exception {
    assign("the-reviewer", "the-user");
    assign("the-officer", "the-user");
    for (String name : List.of("the-reviewer", "the-officer")) {
      ConsoleServer.Visitor officer = console.signedIn(name);
      sameAsNone(officer, "/api/v1/records/%s", "m-1");
      sameAsNone(officer, "/api/v1/records/%s", "c-1");
      for (String part : CALL_PARTS) {
        sameAsNone(officer, "/api/v1/calls/%s" + part, "c-1");
      }
      sameAsNone(officer, "/api/v1/recordings/%s/peaks", "c-1");
      sameAsNone(officer, "/api/v1/recordings/%s/audio", "c-1");
      for (String list : List.of("/records?words=words&", "/conversations?", "/timeline?")) {
        assertThat(officer.get("/api/v1" + list + WHY).body())
            .as(list)
            .doesNotContain("alice@")
            .doesNotContain("c-1")
            .doesNotContain("m-1");
      }
    }
  }

  private static void sameAsNone(ConsoleServer.Visitor officer, String path, String id)
      throws Exception {
    HttpResponse<String> there = officer.get(path.formatted(id) + "?" + WHY);
    HttpResponse<String> none = officer.get(path.formatted("x-1") + "?" + WHY);
    assertThat(there.statusCode()).as(path).isEqualTo(404).isEqualTo(none.statusCode());
    assertThat(there.body()).as(path).isEqualTo(none.body());
  }

  @Test
  void whoHasNoReasonReadsNothing() throws Exception {
    console.assignEverybody("the-officer");
    ConsoleServer.Visitor officer = console.signedIn("the-officer");
    for (String path :
        List.of(
            "/records",
            "/records/m-1",
            "/calls/c-1",
            "/calls/c-1/ladder",
            "/recordings/c-1/audio",
            "/conversations",
            "/timeline",
            "/access")) {
      assertThat(officer.get("/api/v1" + path).statusCode()).as(path).isEqualTo(422);
      assertThat(officer.get("/api/v1" + path + "?reason=x").statusCode()).as(path).isEqualTo(422);
    }
  }

  @Test
  void whoRunsTheServerSeesNoContentAndWhoReadsItChangesNothing() throws Exception {
    for (String name : List.of("the-admin", "the-auditor", "the-user")) {
      ConsoleServer.Visitor visitor = console.signedIn(name);
      for (String path :
          List.of("/records", "/records/m-1", "/calls/c-1", "/recordings/c-1/audio", "/exports")) {
        assertThat(visitor.get("/api/v1" + path + "?" + WHY).statusCode())
            .as(name + " " + path)
            .isEqualTo(403);
      }
    }
    ConsoleServer.Visitor officer = console.signedIn("the-officer");
    for (String path : List.of("/users", "/groups", "/settings", "/logs", "/backups")) {
      assertThat(officer.get("/api/v1" + path).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(
            officer
                .send("PUT", "/api/v1/policy", "{\"text\":\"\",\"reason\":\"x\",\"basedOn\":0}")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void oneSeesOnesOwnLinesAndCallsAlone() throws Exception {
    ConsoleServer.Visitor user = console.signedIn("the-user");
    for (String path :
        List.of(
            "/me/conversations",
            "/me/conversations/alice/messages",
            "/me/conversations/bob/messages",
            "/me/calls")) {
      assertThat(user.get("/api/v1" + path).body())
          .as(path)
          .doesNotContain(WORDS)
          .doesNotContain("m-1")
          .doesNotContain("c-1");
    }
  }

  @Test
  void aSavedSearchIsItsOwnersAlone() throws Exception {
    ConsoleServer.Visitor officer = console.signedIn("the-officer");
    assertThat(
            officer
                .send("POST", "/api/v1/searches", "{\"name\":\"mine\",\"query\":\"words=x\"}")
                .statusCode())
        .isBetween(200, 299);
    ConsoleServer.Visitor other = console.signedIn("the-reviewer");
    assertThat(other.get("/api/v1/searches").body()).doesNotContain("mine");
    assertThat(other.send("DELETE", "/api/v1/searches/mine", null).statusCode()).isEqualTo(404);
    assertThat(officer.get("/api/v1/searches").body()).contains("mine");
  }
}
