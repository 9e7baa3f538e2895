package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.User;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator does over the API, at a running server. */
class AdminConsoleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RULES =
      """
      rules:
        - name: no-video
          kind: video
          result: deny
          words: no video today
        - name: inside
          direction: internal
          result: allow
      """;

  @TempDir private Path directory;
  private ConsoleServer console;
  private ConsoleServer.Visitor admin;

  @BeforeEach
  void start() throws Exception {
    console = ConsoleServer.start(directory.resolve("data"));
    admin = console.signedIn("the-admin");
  }

  @AfterEach
  void close() {
    console.close();
  }

  private HttpResponse<String> send(String method, String path, Map<String, ?> body)
      throws Exception {
    return admin.send(
        method, "/api/v1" + path, body == null ? null : JSON.writeValueAsString(body));
  }

  private JsonNode done(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
  }

  private JsonNode get(String path) throws Exception {
    return done(admin.get("/api/v1" + path));
  }

  private HttpResponse<String> publish(String text, String tag) throws Exception {
    HttpRequest.Builder request =
        admin.request(
            "PUT",
            "/api/v1/policy",
            JSON.writeValueAsString(Map.of("text", text, "reason", "a test")));
    return admin.send((tag.isEmpty() ? request : request.header("If-Match", tag)).build());
  }

  private String policyTag() throws Exception {
    return admin.get("/api/v1/policy").headers().firstValue("ETag").orElseThrow();
  }

  @Test
  void aUserWhoWasAddedSignsInWithThePasswordThatWasMade() throws Exception {
    JsonNode made = done(send("POST", "/users", Map.of("name", "Erin", "department", "Sales")));
    assertThat(made.at("/user/name").asText()).isEqualTo("erin");
    String password = made.get("password").asText();
    assertThat(password).hasSize(20);
    HttpResponse<String> signedIn =
        console
            .visitor()
            .send(
                "POST",
                "/api/v1/session",
                JSON.writeValueAsString(Map.of("name", "erin", "password", password)));
    assertThat(signedIn.statusCode()).isEqualTo(201);
    assertThat(get("/users/erin").get("department").asText()).isEqualTo("Sales");
    assertThat(get("/departments").at("/items/0/users").asInt()).isEqualTo(1);
    assertThat(admin.get("/api/v1/users/erin").body()).doesNotContain(password);
  }

  @Test
  void aUsersNameRoleDepartmentAndStateChangeAndSessionsEnd() throws Exception {
    ConsoleServer.Visitor user = console.signedIn("the-user");
    JsonNode changed =
        done(
            send(
                "PATCH",
                "/users/the-user",
                Map.of("display", "Uma", "role", "auditor", "department", "Audit")));
    assertThat(changed.get("role").asText()).isEqualTo("auditor");
    assertThat(changed.get("display").asText()).isEqualTo("Uma");
    assertThat(user.get("/api/v1/session").statusCode()).isEqualTo(401);
    ConsoleServer.Visitor auditor = console.signedIn("the-user");
    assertThat(auditor.get("/api/v1/status").statusCode()).isEqualTo(200);
    done(send("PATCH", "/users/the-user", Map.of("enabled", false)));
    assertThat(auditor.get("/api/v1/session").statusCode()).isEqualTo(401);
    done(send("PATCH", "/users/the-user", Map.of("enabled", true)));
    assertThat(auditor.get("/api/v1/session").statusCode()).isEqualTo(401);
    assertThat(console.signedIn("the-user").get("/api/v1/session").body()).contains("auditor");
  }

  @Test
  void nobodyShutsTheOwnDoor() throws Exception {
    assertThat(send("PATCH", "/users/the-admin", Map.of("enabled", false)).statusCode())
        .isEqualTo(409);
    assertThat(send("PATCH", "/users/the-admin", Map.of("role", "officer")).statusCode())
        .isEqualTo(409);
    assertThat(send("DELETE", "/users/the-admin/second-factor", null).statusCode()).isEqualTo(409);
  }

  @Test
  void aUserIsNotChangedOverSomebodyElsesChange() throws Exception {
    String tag = admin.get("/api/v1/users/the-user").headers().firstValue("ETag").orElseThrow();
    done(send("PATCH", "/users/the-user", Map.of("department", "Sales")));
    HttpRequest late =
        admin
            .request("PATCH", "/api/v1/users/the-user", "{\"department\":\"Legal\"}")
            .header("If-Match", tag)
            .build();
    assertThat(admin.send(late).statusCode()).isEqualTo(412);
    assertThat(get("/users/the-user").get("department").asText()).isEqualTo("Sales");
  }

  @Test
  void aLostSecondFactorIsResetByAnAdministrator() throws Exception {
    assertThat(send("DELETE", "/users/the-user/second-factor", null).statusCode()).isEqualTo(404);
    assertThat(get("/users/the-user").get("secondFactor").asBoolean()).isFalse();
  }

  @Test
  void anImportAddsAllOrTellsEveryMistakeAtOnce() throws Exception {
    String wrong =
        "carol,secret\n,x\ncarol,again\n# a comment\ndora,\"open\nthe-user,x\nf,x,,,king";
    HttpResponse<String> refused =
        send("POST", "/users/import", Map.of("csv", wrong, "check", false));
    assertThat(refused.statusCode()).isEqualTo(422);
    List<Integer> lines = new ArrayList<>();
    JSON.readTree(refused.body()).get("errors").forEach(e -> lines.add(e.get("line").asInt()));
    assertThat(lines).containsExactly(2, 3, 5, 6, 7);
    assertThat(admin.get("/api/v1/users/carol").statusCode()).isEqualTo(404);

    String right = "name,password,display\ncarol,secret,\"Carol, C.\",Sales\nDora,,,,officer\n";
    assertThat(
            done(send("POST", "/users/import", Map.of("csv", right, "check", true)))
                .get("added")
                .asBoolean())
        .isFalse();
    assertThat(admin.get("/api/v1/users/carol").statusCode()).isEqualTo(404);
    JsonNode added = done(send("POST", "/users/import", Map.of("csv", right, "check", false)));
    assertThat(added.get("users").asInt()).isEqualTo(2);
    assertThat(added.at("/passwords/0/name").asText()).isEqualTo("dora");
    assertThat(added.get("passwords")).hasSize(1);
    assertThat(get("/users/carol").get("display").asText()).isEqualTo("Carol, C.");
    assertThat(get("/users/dora").get("role").asText()).isEqualTo("officer");
  }

  @Test
  void usersComeInPagesAndAreFoundByWhatIsKnownOfThem() throws Exception {
    for (int i = 0; i < 25; i++) {
      console
          .server()
          .directory()
          .add("user%02d".formatted(i), "Nr " + i, User.Role.USER, Secret.of("x"));
    }
    TreeSet<String> names = new TreeSet<>();
    String next = "";
    do {
      JsonNode page = get("/users?limit=7&find=NR&cursor=" + next);
      page.get("items").forEach(user -> assertThat(names.add(user.get("name").asText())).isTrue());
      next = page.get("next").asText();
    } while (!next.isEmpty());
    assertThat(names).hasSize(25);
    assertThat(get("/users?role=officer").get("items")).hasSize(1);
    assertThat(admin.get("/api/v1/users?role=king").statusCode()).isEqualTo(422);
  }

  @Test
  void rulesAreCheckedPublishedComparedAndBroughtBack() throws Exception {
    JsonNode found = done(send("POST", "/policy/check", Map.of("text", "rules:\n  - nam: x\n")));
    assertThat(found.get("acceptable").asBoolean()).isFalse();
    assertThat(found.at("/errors/0/line").asInt()).isEqualTo(2);
    assertThat(found.get("errors").toString()).contains("name");

    assertThat(publish(RULES, "").statusCode()).isEqualTo(428);
    String tag = policyTag();
    assertThat(done(publish(RULES, tag)).get("version").asLong()).isEqualTo(1);
    assertThat(publish("inside: deny\n", tag).statusCode()).isEqualTo(412);
    assertThat(publish("rules: 7\n", policyTag()).statusCode()).isEqualTo(422);
    String other = RULES.replace("no video today", "no video at all");
    assertThat(done(publish(other, policyTag())).get("version").asLong()).isEqualTo(2);

    assertThat(get("/policy/versions/2/diff").get("lines").toString())
        .contains("-    words: no video today", "+    words: no video at all");
    assertThat(done(send("POST", "/policy/diff", Map.of("text", RULES))).get("lines").toString())
        .contains("+    words: no video today");
    assertThat(
            done(send("POST", "/policy/versions/1/rollback", Map.of("reason", "it was better")))
                .get("version")
                .asLong())
        .isEqualTo(3);
    JsonNode newest = get("/policy/versions").at("/items/0");
    assertThat(newest.get("restores").asLong()).isEqualTo(1);
    assertThat(newest.get("by").asText()).isEqualTo("the-admin");
    assertThat(newest.get("reason").asText()).isEqualTo("it was better");
    assertThat(admin.get("/api/v1/policy/versions/9/diff").statusCode()).isEqualTo(404);
  }

  @Test
  void anAttemptIsExplainedByTheRulesInForceAndByADraft() throws Exception {
    done(publish(RULES, policyTag()));
    Map<String, String> asked = Map.of("from", "the-user", "to", "the-officer", "kind", "video");
    JsonNode why = done(send("POST", "/policy/explain", asked));
    assertThat(why.get("allowed").asBoolean()).isFalse();
    assertThat(why.get("rule").asText()).isEqualTo("no-video");
    assertThat(why.get("line").asInt()).isEqualTo(2);
    assertThat(why.get("words").asText()).isEqualTo("no video today");
    assertThat(why.at("/from/known").asBoolean()).isTrue();
    assertThat(why.at("/near/0/rule").asText()).isEqualTo("inside");
    JsonNode audio =
        done(send("POST", "/policy/explain", Map.of("from", "the-user", "to", "the-officer")));
    assertThat(audio.get("allowed").asBoolean()).isTrue();
    JsonNode draft =
        done(
            send(
                "POST",
                "/policy/explain",
                Map.of(
                    "from",
                    "the-user",
                    "to",
                    "the-officer",
                    "text",
                    RULES.replace("kind: video", "kind: audio"))));
    assertThat(draft.get("allowed").asBoolean()).isFalse();
    HttpResponse<String> nonsense =
        send("POST", "/policy/explain", Map.of("from", "", "kind", "smoke"));
    assertThat(nonsense.body()).contains("\"from\"", "\"kind\"");
    assertThat(nonsense.statusCode()).isEqualTo(422);
  }

  @Test
  void aDraftIsTriedOnThePast() throws Exception {
    HttpResponse<String> wrong =
        send("POST", "/policy/replays", Map.of("text", "rules: 7", "from", "2020-01-01T00:00:00Z"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    JsonNode begun =
        done(
            send("POST", "/policy/replays", Map.of("text", RULES, "from", "2020-01-01T00:00:00Z")));
    String path = "/policy/replays/" + begun.get("id").asLong();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !get(path).get("state").asText().equals("running"));
    JsonNode now = get(path);
    assertThat(now.get("state").asText()).isEqualTo("done");
    assertThat(now.get("percent").asInt()).isEqualTo(100);
    assertThat(now.at("/report/records").asLong()).isPositive();
    assertThat(now.at("/report/denied").asLong()).isZero();
    assertThat(admin.get("/api/v1/policy/replays/99").statusCode()).isEqualTo(404);
  }

  @Test
  void theStatusTellsFiguresComponentsAndTheirCourse() throws Exception {
    JsonNode status = get("/status");
    assertThat(status.get("domain").asText()).isNotBlank();
    assertThat(status.get("alarms")).isEmpty();
    List<String> components = new ArrayList<>();
    status.get("components").forEach(c -> components.add(c.get("name").asText()));
    assertThat(components).contains("archive", "directory", "guard", "status");
    JsonNode series = get("/status/series?figures=calls,disk-free");
    assertThat(series.get("step").asInt()).isEqualTo(5);
    assertThat(series.get("figures")).hasSize(2);
    assertThat(series.at("/figures/1/values/0").asDouble()).isPositive();
    assertThat(get("/status/series?span=day").get("at")).isEmpty();
    assertThat(admin.get("/api/v1/status/series?span=year").statusCode()).isEqualTo(422);
    assertThat(admin.get("/api/v1/status/series?figures=weather").statusCode()).isEqualTo(422);
  }

  @Test
  void theServerIsDrainedAndTakesCallsAgain() throws Exception {
    assertThat(get("/live/drain").get("on").asBoolean()).isFalse();
    assertThat(send("POST", "/live/drain", Map.of("seconds", 60, "reason", " ")).statusCode())
        .isEqualTo(422);
    assertThat(send("POST", "/live/drain", Map.of("seconds", -1, "reason", "x")).statusCode())
        .isEqualTo(422);
    JsonNode on = done(send("POST", "/live/drain", Map.of("seconds", 60, "reason", "an update")));
    assertThat(on.get("on").asBoolean()).isTrue();
    assertThat(on.get("by").asText()).isEqualTo("the-admin");
    assertThat(
            done(send("POST", "/live/drain/end", Map.of("reason", "done"))).get("on").asBoolean())
        .isFalse();
    assertThat(send("POST", "/live/nothing/end", Map.of("reason", "x")).statusCode())
        .isEqualTo(404);
    assertThat(admin.get("/api/v1/live/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void groupsAreMadeByTheirFirstMemberAndGoWithTheLast() throws Exception {
    JsonNode group = done(send("POST", "/groups/desk/members", Map.of("person", "the-user")));
    String member = group.at("/members/0").asText();
    assertThat(member).startsWith("sip:the-user@");
    assertThat(get("/users/the-user").at("/groups/0").asText()).isEqualTo("desk");
    assertThat(send("POST", "/groups/desk/members", Map.of("person", "")).statusCode())
        .isEqualTo(422);
    assertThat(send("DELETE", "/groups/desk/members/" + member, null).statusCode()).isEqualTo(204);
    assertThat(admin.get("/api/v1/groups/desk").statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsForAdministratorsIsForNobodyElse() throws Exception {
    for (String who : List.of("the-user", "the-officer", "the-auditor", "the-reviewer")) {
      ConsoleServer.Visitor other = console.signedIn(who);
      for (String path : List.of("/users/import", "/live/drain", "/policy/replays")) {
        assertThat(other.send("POST", "/api/v1" + path, "{}").statusCode())
            .as(who + path)
            .isEqualTo(403);
      }
      assertThat(other.send("DELETE", "/api/v1/users/the-user/second-factor", null).statusCode())
          .isEqualTo(403);
      int status = other.get("/api/v1/status").statusCode();
      assertThat(status).as(who).isEqualTo(who.equals("the-auditor") ? 200 : 403);
    }
  }
}
