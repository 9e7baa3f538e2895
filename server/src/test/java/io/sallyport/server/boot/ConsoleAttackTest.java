package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger, a foreign page or a curious colleague may try at the console's door. */
class ConsoleAttackTest {
  private static final String GROUP = "/api/v1/groups/desk/members";
  private static final String MEMBER = "{\"person\":\"alice\"}";

  @TempDir private Path directory;
  private ConsoleServer console;
  private volatile Duration ahead = Duration.ZERO;

  @BeforeEach
  void start() throws Exception {
    console =
        ConsoleServer.start(
            directory.resolve("data"),
            "login:\n  second-factor-for: [auditor]\n",
            () -> Instant.now().plus(ahead));
  }

  @AfterEach
  void close() {
    console.close();
  }

  private HttpResponse<String> trying(String name, String password) throws Exception {
    return console
        .visitor()
        .send(
            "POST",
            "/api/v1/session",
            "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}");
  }

  @Test
  void aChangeWithoutTheSessionsTokenIsRefused() throws Exception {
    ConsoleServer.Visitor admin = console.signedIn("the-admin");
    String other = console.signedIn("the-admin").csrf();
    for (String token : List.of("", "x", other)) {
      var request =
          console
              .visitor()
              .request("POST", GROUP, MEMBER)
              .header("Cookie", admin.cookie())
              .header("X-CSRF-Token", token);
      assertThat(console.visitor().send(request.build()).statusCode()).as(token).isEqualTo(403);
    }
    assertThat(admin.get("/api/v1/groups").body()).doesNotContain("desk");
    assertThat(admin.send("POST", GROUP, MEMBER).statusCode()).isEqualTo(200);
  }

  @Test
  void aFormOfAForeignPageChangesNothing() throws Exception {
    ConsoleServer.Visitor admin = console.signedIn("the-admin");
    for (String origin : List.of("https://evil.example", "null", "http://localhost", "https://")) {
      var request = admin.request("POST", GROUP, MEMBER).header("Origin", origin);
      assertThat(admin.send(request.build()).statusCode()).as(origin).isEqualTo(403);
    }
    for (String site : List.of("cross-site", "same-site")) {
      var request = admin.request("POST", GROUP, MEMBER).header("Sec-Fetch-Site", site);
      assertThat(admin.send(request.build()).statusCode()).as(site).isEqualTo(403);
    }
    String own = "https://localhost:" + console.uri("/").getPort();
    var request =
        admin
            .request("POST", GROUP, MEMBER)
            .header("Origin", own)
            .header("Sec-Fetch-Site", "same-origin");
    assertThat(admin.send(request.build()).statusCode()).isEqualTo(200);
  }

  @Test
  void aForeignPageSignsNobodyIn() throws Exception {
    String body =
        "{\"name\":\"the-user\",\"password\":\"" + ConsoleServer.password("the-user") + "\"}";
    var request =
        console
            .visitor()
            .request("POST", "/api/v1/session", body)
            .header("Origin", "https://evil.example");
    HttpResponse<String> answer = console.visitor().send(request.build());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void nothingThatIsAnsweredCanBeFramed() throws Exception {
    for (String path :
        List.of("/", "/start", "/api/v1/reference", "/api/v1/session", "/nothing", "/ca.crt")) {
      HttpResponse<String> answer = console.visitor().get(path);
      assertThat(answer.headers().firstValue("X-Frame-Options")).as(path).contains("DENY");
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
    }
  }

  @Test
  void noAddressLeadsElsewhere() throws Exception {
    for (String target :
        List.of(
            "//evil.example",
            "/\\evil.example",
            "/?next=https://evil.example",
            "/login?redirect=//evil.example",
            "/api/v1/session?url=https://evil.example",
            "/%2f%2fevil.example",
            "https://evil.example/")) {
      String answer = console.rawGet(target);
      assertThat(answer).as(target).doesNotContain("Location:").doesNotContain("evil.example");
      assertThat(answer.substring(9, 10)).as(target).isNotEqualTo("3");
    }
  }

  @Test
  void aCookiePlantedBeforehandIsNobodysSession() throws Exception {
    String planted = "__Host-sallyport=planted-by-somebody-else";
    var request =
        console
            .visitor()
            .request(
                "POST",
                "/api/v1/session",
                "{\"name\":\"the-user\",\"password\":\""
                    + ConsoleServer.password("the-user")
                    + "\"}")
            .header("Cookie", planted);
    HttpResponse<String> answer = console.visitor().send(request.build());
    assertThat(answer.statusCode()).isEqualTo(201);
    ConsoleServer.Visitor user = console.visitor(answer);
    assertThat(user.cookie()).isNotEqualTo(planted);
    var afterwards =
        console.visitor().request("GET", "/api/v1/session", null).header("Cookie", planted);
    assertThat(console.visitor().send(afterwards.build()).statusCode()).isEqualTo(401);
    assertThat(console.signedIn("the-user").cookie()).isNotEqualTo(user.cookie());
  }

  @Test
  void aCookieThatWasSignedOutOpensNothing() throws Exception {
    ConsoleServer.Visitor user = console.signedIn("the-user");
    assertThat(user.send("DELETE", "/api/v1/session", null).statusCode()).isEqualTo(204);
    assertThat(user.get("/api/v1/session").statusCode()).isEqualTo(401);
  }

  @Test
  void theCookieIsOutOfReachOfScriptsAndOtherSites() throws Exception {
    HttpResponse<String> answer = trying("the-user", ConsoleServer.password("the-user"));
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("__Host-sallyport=")
        .contains("; Path=/")
        .containsIgnoringCase("; Secure")
        .containsIgnoringCase("; HttpOnly")
        .contains("SameSite=Strict")
        .doesNotContain("Domain=");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void whoGuessesWaitsAndTheRightPasswordWaitsToo() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(trying("the-user", "guess " + i).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> answer = trying("the-user", ConsoleServer.password("the-user"));
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(console.signedIn("the-officer").csrf()).isNotEmpty();
    ahead = ahead.plusSeconds(60);
    assertThat(trying("the-user", ConsoleServer.password("the-user")).statusCode()).isEqualTo(201);
  }

  @Test
  void whoSitsAtAnOpenSessionGuessesNoFasterThanAtTheDoor() throws Exception {
    ConsoleServer.Visitor user = console.signedIn("the-user");
    String right = ConsoleServer.password("the-user");
    for (String old : List.of("guess 1", "guess 2", "guess 3", right)) {
      String change = "{\"old\":\"" + old + "\",\"password\":\"quite another one\"}";
      assertThat(user.send("POST", "/api/v1/session/password", change).statusCode())
          .as(old)
          .isEqualTo(422);
    }
    ahead = ahead.plusSeconds(60);
    String change = "{\"old\":\"" + right + "\",\"password\":\"quite another one\"}";
    assertThat(user.send("POST", "/api/v1/session/password", change).statusCode()).isEqualTo(204);
    assertThat(user.get("/api/v1/session").statusCode()).isEqualTo(401);
    assertThat(trying("the-user", "quite another one").statusCode()).isEqualTo(201);
  }

  @Test
  void aNameThatNobodyHasIsAnsweredLikeAWrongPassword() throws Exception {
    HttpResponse<String> nobody = trying("nobody-here", "guess");
    HttpResponse<String> wrong = trying("the-user", "guess");
    assertThat(nobody.body()).isEqualTo(wrong.body());
    assertThat(nobody.statusCode()).isEqualTo(wrong.statusCode()).isEqualTo(401);
  }

  @Test
  void aSessionEndsWhenNobodyUsesItAndAfterTwelveHoursWhateverHappens() throws Exception {
    ConsoleServer.Visitor idle = console.signedIn("the-user");
    ahead = ahead.plus(Duration.ofMinutes(31));
    assertThat(idle.get("/api/v1/session").statusCode()).isEqualTo(401);
    ConsoleServer.Visitor busy = console.signedIn("the-user");
    for (int i = 0; i < 12 * 3 - 1; i++) {
      ahead = ahead.plus(Duration.ofMinutes(20));
      assertThat(busy.get("/api/v1/session").statusCode()).isEqualTo(200);
    }
    ahead = ahead.plus(Duration.ofMinutes(20));
    assertThat(busy.get("/api/v1/session").statusCode()).isEqualTo(401);
  }

  @Test
  void aDisabledUserIsOutAtOnce() throws Exception {
    ConsoleServer.Visitor user = console.signedIn("the-user");
    ConsoleServer.Visitor admin = console.signedIn("the-admin");
    assertThat(admin.send("PATCH", "/api/v1/users/the-user", "{\"enabled\":false}").statusCode())
        .isEqualTo(200);
    assertThat(user.get("/api/v1/session").statusCode()).isEqualTo(401);
    assertThat(trying("the-user", ConsoleServer.password("the-user")).statusCode()).isEqualTo(401);
  }

  @Test
  void whoMustHaveASecondFactorDoesNothingBeforeAndNoCodeCountsTwice() throws Exception {
    ConsoleServer.Visitor auditor = console.signedIn("the-auditor");
    assertThat(auditor.get("/api/v1/live").body()).contains("/problems/second-factor-needed");
    String secret =
        auditor
            .send("POST", "/api/v1/session/second-factor", "")
            .body()
            .replaceAll("(?s).*\"secret\":\"([A-Z2-7]+)\".*", "$1");
    String code = Authenticator.code(secret, Instant.now().plus(ahead));
    assertThat(
            auditor
                .send("PUT", "/api/v1/session/second-factor", "{\"code\":\"" + code + "\"}")
                .statusCode())
        .isEqualTo(200);
    assertThat(auditor.get("/api/v1/live").statusCode()).isEqualTo(200);
    assertThat(trying("the-auditor", ConsoleServer.password("the-auditor")).body())
        .contains("/problems/code-needed");
    assertThat(withCode(code).statusCode()).as("a code counts once").isEqualTo(401);
    ahead = ahead.plusSeconds(60);
    assertThat(withCode(Authenticator.code(secret, Instant.now().plus(ahead))).statusCode())
        .isEqualTo(201);
  }

  private HttpResponse<String> withCode(String code) throws Exception {
    return console
        .visitor()
        .send(
            "POST",
            "/api/v1/session",
            "{\"name\":\"the-auditor\",\"password\":\""
                + ConsoleServer.password("the-auditor")
                + "\",\"code\":\""
                + code
                + "\"}");
  }

  @Test
  void aKeyDoesWhatItsScopesSayAndNothingAboutItsOwner() throws Exception {
    ConsoleServer.Visitor admin = console.signedIn("the-admin");
    String made =
        admin
            .send("POST", "/api/v1/keys", "{\"label\":\"watch\",\"scopes\":[\"read-state\"]}")
            .body();
    String key = made.replaceAll("(?s).*\"text\":\"([^\"]+)\".*", "$1");
    String id = made.replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1");
    assertThat(admin.withKey("GET", "/api/v1/live", null, key).statusCode()).isEqualTo(200);
    assertThat(admin.withKey("GET", "/api/v1/users", null, key).statusCode()).isEqualTo(403);
    assertThat(admin.withKey("POST", GROUP, MEMBER, key).statusCode()).isEqualTo(403);
    assertThat(admin.withKey("GET", "/api/v1/keys", null, key).statusCode()).isEqualTo(403);
    assertThat(admin.withKey("POST", "/api/v1/session/second-factor", "", key).statusCode())
        .isEqualTo(403);
    assertThat(console.visitor().get("/api/v1/live?key=" + key).statusCode()).isEqualTo(401);
    assertThat(admin.withKey("GET", "/api/v1/live", null, key + "x").statusCode()).isEqualTo(401);
    assertThat(
            admin
                .send("POST", "/api/v1/keys", "{\"label\":\"x\",\"scopes\":[\"read-content\"]}")
                .statusCode())
        .as("beyond the own role")
        .isEqualTo(422);
    assertThat(console.signedIn("the-user").send("DELETE", "/api/v1/keys/" + id, null).statusCode())
        .as("somebody else's")
        .isEqualTo(404);
    assertThat(admin.withKey("GET", "/api/v1/live", null, key).statusCode()).isEqualTo(200);
    assertThat(admin.send("DELETE", "/api/v1/keys/" + id, null).statusCode()).isEqualTo(204);
    assertThat(admin.withKey("GET", "/api/v1/live", null, key).statusCode()).isEqualTo(401);
  }

  @Test
  void aBodyThatIsTooLargeIsNotRead() throws Exception {
    ConsoleServer.Visitor admin = console.signedIn("the-admin");
    String large = "{\"person\":\"" + "x".repeat(70_000) + "\"}";
    assertThat(admin.send("POST", GROUP, large).statusCode()).isEqualTo(413);
    var chunked =
        admin
            .request("POST", GROUP, MEMBER)
            .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(large)));
    assertThat(admin.send(chunked.build()).statusCode()).isEqualTo(413);
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    assertThat(admin.send("POST", GROUP, deep).statusCode()).isBetween(400, 499);
  }

  @Test
  void strangersWhoSendSlowlyHoldNobodyUp() throws Exception {
    ConsoleServer.Visitor admin = console.signedIn("the-admin");
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Socket socket = console.socket();
        slow.add(socket);
        socket
            .getOutputStream()
            .write(
                ("POST /api/v1/session HTTP/1.1\r\nHost: localhost:"
                        + console.uri("/").getPort()
                        + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
                    .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
      }
      for (int i = 0; i < 5; i++) {
        assertThat(admin.get("/api/v1/session").statusCode()).isEqualTo(200);
        assertThat(admin.send("POST", GROUP, MEMBER).statusCode()).isEqualTo(200);
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void anErrorRepeatsNothingOfTheRequest() throws Exception {
    String mark = "%3Cscript%3Ealert(1)%3C/script%3E";
    for (String target :
        List.of("/" + mark, "/api/v1/" + mark, "/api/v1/users/" + mark, "/assets/" + mark)) {
      String answer = console.rawGet(target, "X-Mark: <script>alert(1)</script>");
      assertThat(answer).as(target).doesNotContain("alert(1)").doesNotContain("Jetty");
    }
    ConsoleServer.Visitor admin = console.signedIn("the-admin");
    assertThat(admin.get("/api/v1/users/" + mark.replace("/", "%2F")).body())
        .doesNotContain("alert");
    assertThat(admin.get("/api/v1/live?direction=" + mark).body()).doesNotContain("alert");
  }

  @Test
  void aTrickWithAPathReachesNoOtherOperation() throws Exception {
    ConsoleServer.Visitor user = console.signedIn("the-user");
    for (String target :
        List.of(
            "/api/v1/keys/../users",
            "/api/v1/keys/%2e%2e/users",
            "/api/v1/keys/..%2fusers",
            "/api/v1//users",
            "/api/v1/users;x=y",
            "/api/v1/./users",
            "/API/v1/users",
            "/api/v1/users/%00",
            "/api/v1/users/..%5c..%5cetc")) {
      String answer = console.rawGet(target, "Cookie: " + user.cookie());
      assertThat(answer).as(target).doesNotContain("the-officer").doesNotContain("\"items\"");
    }
  }

  @Test
  void aWebSocketOfAForeignPageIsRefused() throws Exception {
    String head =
        "GET /ws HTTP/1.1\r\nHost: localhost:"
            + console.uri("/").getPort()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip\r\n";
    for (String origin : List.of("https://evil.example", "null", "http://localhost")) {
      assertThat(console.raw(head + "Origin: " + origin + "\r\n\r\n"))
          .as(origin)
          .startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void whatSomebodyElseHasChangedMeanwhileIsNotOverwritten() throws Exception {
    ConsoleServer.Visitor admin = console.signedIn("the-admin");
    HttpResponse<String> read = admin.get("/api/v1/users/the-user");
    String tag = read.headers().firstValue("ETag").orElseThrow();
    var again = admin.request("GET", "/api/v1/users/the-user", null).header("If-None-Match", tag);
    assertThat(admin.send(again.build()).statusCode()).isEqualTo(304);
    String change = "{\"department\":\"Desk\"}";
    var first = admin.request("PATCH", "/api/v1/users/the-user", change).header("If-Match", tag);
    assertThat(admin.send(first.build()).statusCode()).isEqualTo(200);
    var second = admin.request("PATCH", "/api/v1/users/the-user", change).header("If-Match", tag);
    assertThat(admin.send(second.build()).statusCode()).isEqualTo(412);
    String rules = "{\"text\":\"\",\"reason\":\"case 7\"}";
    assertThat(admin.send("PUT", "/api/v1/policy", rules).statusCode()).isEqualTo(428);
    var old = admin.request("PUT", "/api/v1/policy", rules).header("If-Match", tag);
    assertThat(admin.send(old.build()).statusCode()).isEqualTo(412);
  }

  @Test
  void whoSignsInOrFailsToIsOnRecord() throws Exception {
    trying("the-user", "guess");
    console.signedIn("the-user");
    List<String> entries = new ArrayList<>();
    await()
        .untilAsserted(
            () -> {
              entries.clear();
              try (var reader = console.server().archive().fields(Instant.EPOCH)) {
                reader.forEachRemaining(entry -> entries.add(entry.type() + entry.fields()));
              }
              assertThat(entries)
                  .anyMatch(entry -> entry.contains("access.login") && entry.contains("refused"))
                  .anyMatch(entry -> entry.contains("access.login") && entry.contains("signed-in"));
            });
    assertThat(entries.toString()).doesNotContain("guess").doesNotContain("secret words");
  }
}
