package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveRecord.Administered;
import io.sallyport.server.archive.TypedRecords;
import io.sallyport.server.edge.Listening;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What an administrator sees and does about the machine, at a running server. */
@Timeout(120)
class MachineConsoleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api/v1";

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

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = admin.get(API + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private JsonNode post(String path, String body, int status) throws Exception {
    HttpResponse<String> answer = admin.send("POST", API + path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
  }

  private int port(Listening.Kind kind) {
    return console.server().address(kind).orElseThrow().getPort();
  }

  /** A self-test that has ended. */
  private JsonNode tested() throws Exception {
    post("/self-test", null, 201);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !get("/self-test").path("running").asBoolean());
    return get("/self-test");
  }

  @Test
  void theSheetHasThePortsThatListenAndNoOther() throws Exception {
    JsonNode sheet = get("/firewall");
    List<String> inbound = new ArrayList<>();
    for (JsonNode rule : sheet.path("rules")) {
      if (rule.path("direction").asText().equals("in")) {
        inbound.add(rule.path("protocol").asText() + " " + rule.path("firstPort").asInt());
      }
    }
    assertThat(inbound)
        .hasSize(3)
        .contains("tcp " + port(Listening.Kind.SECURE), "tcp " + port(Listening.Kind.SIPS))
        .anyMatch(rule -> rule.startsWith("udp "));
    JsonNode text = get("/firewall/nftables?manage=10.0.0.0/8&strict=true");
    assertThat(text.path("text").asText())
        .contains("tcp dport " + port(Listening.Kind.SECURE), "ip saddr 10.0.0.0/8 tcp dport 22");
    HttpResponse<String> file = admin.get(API + "/firewall/windows/file");
    assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("sallyport-windows.ps1");
    assertThat(admin.get(API + "/firewall/pf").statusCode()).isEqualTo(404);
    assertThat(admin.get(API + "/firewall/nftables?manage=home").statusCode()).isEqualTo(422);
  }

  @Test
  void theSelfTestEndsWell() throws Exception {
    assertThat(get("/self-test").path("number").asInt()).isZero();
    JsonNode run = tested();
    for (JsonNode check : run.path("checks")) {
      assertThat(check.path("state").asText())
          .as(check.path("id").asText() + ": " + check.path("seen").asText())
          .isIn("ok", "warning");
    }
    assertThat(run.path("checks").findValuesAsText("id"))
        .contains(
            "health",
            "name",
            "https",
            "websocket",
            "sip-tls",
            "sips",
            "certificate-name",
            "media-port",
            "disk-speed",
            "database-clock",
            "archive",
            "keys");
    assertThat(run.path("ended").asText()).isNotEmpty();
  }

  @Test
  void aKeyThatOthersMayReadFailsTheSelfTest() throws Exception {
    Path key = directory.resolve("data/keys/master.key");
    Files.setPosixFilePermissions(
        key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    JsonNode run = tested();
    assertThat(run.path("verdict").asText()).isEqualTo("failed");
    assertThat(run.toString()).contains("chmod go-rwx");
  }

  @Test
  void aLinkForAnotherMachineOpensOnceAndTellsWhatItFound() throws Exception {
    JsonNode made = post("/self-test/outside", "{\"host\":\"127.0.0.1\"}", 201);
    String token = made.path("page").asText().replaceFirst(".*#", "");
    ConsoleServer.Visitor stranger = console.visitor();
    String body = "{\"token\":\"" + token + "\"}";
    HttpResponse<String> visit = stranger.send("POST", API + "/self-test/outside/visit", body);
    assertThat(visit.statusCode()).as(visit.body()).isEqualTo(200);
    assertThat(JSON.readTree(visit.body()).path("password").asText()).hasSize(24);
    assertThat(JSON.readTree(visit.body()).path("addresses").toString()).contains("127.0.0.1");
    assertThat(stranger.send("POST", API + "/self-test/outside/visit", body).statusCode())
        .isEqualTo(404);
    String report =
        "{\"token\":\"%s\",\"lines\":[{\"id\":\"media\",\"ok\":false,\"seen\":\"<b>\\u202e\"}]}"
            .formatted(token);
    assertThat(stranger.send("POST", API + "/self-test/outside/report", report).statusCode())
        .isEqualTo(204);
    assertThat(stranger.send("POST", API + "/self-test/outside/report", report).statusCode())
        .isEqualTo(404);
    JsonNode seen = get("/self-test/outside");
    assertThat(seen.path("visitor").asText()).isEqualTo("127.0.0.1");
    assertThat(seen.path("lines").get(0).path("seen").asText()).isEqualTo("<b>\\u202e");
    String other = "{\"token\":\"" + "A".repeat(32) + "\"}";
    assertThat(stranger.send("POST", API + "/self-test/outside/visit", other).statusCode())
        .isEqualTo(404);
  }

  @Test
  void theLineForAShellSaysOfEachPortWhetherItIsAsItShouldBe() throws Exception {
    JsonNode made = post("/self-test/outside", "{\"host\":\"127.0.0.1\"}", 201);
    Path output = directory.resolve("output");
    Process bash =
        new ProcessBuilder("bash", "-c", made.path("command").asText())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(bash.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(output);
    assertThat(said)
        .contains(
            "ok    TCP " + port(Listening.Kind.SECURE) + ", console",
            "ok    TCP " + port(Listening.Kind.SIPS),
            ", media\n")
        .contains("ok    HTTPS on", "ok    WebSocket on", "ok    UDP ")
        .doesNotContain("FAIL");
    assertThat(get("/self-test/outside").path("shell")).isNotEmpty();
  }

  @Test
  void theCertificateIsShownReadAgainAndRenewed() throws Exception {
    JsonNode before = get("/certificates");
    assertThat(before.path("own").asBoolean()).isTrue();
    assertThat(before.path("pending").asBoolean()).isFalse();
    assertThat(before.path("chain")).hasSize(2);
    assertThat(before.path("chain").get(0).path("names").toString()).contains("localhost");
    assertThat(admin.get(API + "/certificates/authority").body()).contains("BEGIN CERTIFICATE");
    JsonNode after = post("/certificates/renew", null, 200);
    assertThat(after.path("chain").get(0).path("fingerprint").asText())
        .isNotEqualTo(before.path("chain").get(0).path("fingerprint").asText());
    assertThat(after.path("pending").asBoolean()).isFalse();
    assertThat(after.path("chain").get(1)).isEqualTo(before.path("chain").get(1));
    post("/certificates/reload", null, 200);
    assertThat(get("/certificates")).isEqualTo(after);
  }

  @Test
  void aFileThatIsNoCertificateIsNotTakenIntoUse() throws Exception {
    Path file = Path.of(get("/certificates").path("certificateFile").asText());
    String good = Files.readString(file);
    Files.writeString(file, "nothing");
    assertThat(admin.send("POST", API + "/certificates/reload", null).statusCode()).isEqualTo(409);
    Files.writeString(file, good);
    post("/certificates/reload", null, 200);
  }

  @Test
  void theLogIsReadFromTheNewestAndHasNoSecret() throws Exception {
    var log = LoggerFactory.getLogger("io.sallyport.Test");
    for (int i = 0; i < 60; i++) {
      log.info("line {} of the test", i);
    }
    log.warn("password=hunter2 \u001b[31m from a peer");
    JsonNode newest = get("/logs?limit=10&find=of%20the%20test");
    assertThat(newest.path("items").get(0).path("message").asText())
        .isEqualTo("line 59 of the test");
    assertThat(newest.path("items")).hasSize(10);
    JsonNode next =
        get("/logs?limit=10&find=of%20the%20test&cursor=" + newest.path("next").asText());
    assertThat(next.path("items").get(0).path("message").asText()).isEqualTo("line 49 of the test");
    JsonNode warnings = get("/logs?level=warn&find=from%20a%20peer");
    assertThat(warnings.path("items")).hasSize(1);
    assertThat(warnings.toString()).doesNotContain("hunter2").contains("[redacted]", "u001b[31m");
    assertThat(admin.get(API + "/logs?level=loud").statusCode()).isEqualTo(422);
    assertThat(admin.get(API + "/logs?cursor=x").statusCode()).isEqualTo(422);
  }

  @Test
  void aBackupIsMadeListedAndChecked() throws Exception {
    assertThat(get("/backups").path("backups")).isEmpty();
    String name = post("/backups", null, 201).path("name").asText();
    JsonNode made = ended();
    assertThat(made.path("state").asText()).as(made.toString()).isEqualTo("done");
    JsonNode row = get("/backups").path("backups").get(0);
    assertThat(row.path("name").asText()).isEqualTo(name);
    assertThat(row.path("whole").asBoolean()).isTrue();
    assertThat(row.path("bytes").asLong()).isPositive();
    post("/backups/" + name + "/verification", null, 201);
    assertThat(ended().path("result").asText()).startsWith("whole: ");
    Path backup = directory.resolve("data/backups").resolve(name);
    // one does not hold the others, nor itself
    assertThat(backup.resolve("backups")).doesNotExist();
    Files.writeString(backup.resolve("tls/ca.crt"), "changed");
    post("/backups/" + name + "/verification", null, 201);
    JsonNode bad = ended();
    assertThat(bad.path("state").asText()).isEqualTo("failed");
    assertThat(bad.path("result").asText()).contains("ca.crt is missing or changed");
    assertThat(admin.send("POST", API + "/backups/..%2Fkeys/verification", null).statusCode())
        .isEqualTo(404);
    assertThat(admin.send("POST", API + "/backups/none/verification", null).statusCode())
        .isEqualTo(404);
  }

  private JsonNode ended() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !get("/backups").path("task").path("state").asText().equals("running"));
    try {
      return get("/backups").path("task");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void settingsSayWhatTheyAreAndWhatTheyWouldBe() throws Exception {
    JsonNode port = null;
    int changed = 0;
    for (JsonNode setting : get("/settings").path("settings")) {
      port = setting.path("key").asText().equals("edge.port") ? setting : port;
      changed += setting.path("changed").asBoolean() ? 1 : 0;
    }
    assertThat(port.path("value").asText()).isEqualTo("0");
    assertThat(port.path("standard").asText()).isEqualTo("8443");
    assertThat(port.path("range").asText()).isEqualTo("0 to 65535");
    assertThat(changed).isBetween(5, 12);
    assertThat(get("/settings?find=edge.idle").path("settings")).isEmpty();
    assertThat(get("/settings?find=idle-time").path("settings")).hasSize(1);
  }

  @Test
  void theVersionNamesEveryPart() throws Exception {
    JsonNode version = get("/version");
    assertThat(version.path("database").asText()).startsWith("H2 ");
    assertThat(version.path("migrations")).isEqualTo(version.path("newestMigration"));
    assertThat(version.path("dependencies").toString()).contains("io.netty:netty-common");
  }

  @Test
  void aNetworkIsShutOutAndLetInAgainWithAReason() throws Exception {
    assertThat(get("/guard").path("blocks")).isEmpty();
    String block = "{\"network\":\"192.0.2.7\",\"lasting\":\"2h\",\"reason\":\"<i>scan</i>\"}";
    JsonNode blocks = post("/guard/blocks", block, 201).path("blocks");
    assertThat(blocks.get(0).path("network").asText()).isEqualTo("192.0.2.7");
    assertThat(blocks.get(0).path("by").asText()).isEqualTo("the-admin");
    JsonNode wrong =
        post("/guard/blocks", "{\"network\":\"x\",\"lasting\":\"soon\",\"reason\":\"\"}", 422);
    assertThat(wrong.path("errors").findValuesAsText("field"))
        .containsExactly("network", "lasting", "reason");
    post("/guard/lifts", "{\"network\":\"192.0.2.7\",\"reason\":\"ours\"}", 200);
    post("/guard/lifts", "{\"network\":\"192.0.2.7\",\"reason\":\"ours\"}", 404);
    assertThat(get("/guard").path("blocks")).isEmpty();
    assertThat(get("/guard/usage/alice").path("seconds").asInt()).isZero();
  }

  @Test
  void whoeverMayNotDoesNot() throws Exception {
    List<String> reads =
        List.of(
            "/firewall",
            "/self-test",
            "/certificates",
            "/settings",
            "/logs",
            "/backups",
            "/version",
            "/guard");
    for (String role : new String[] {"user", "reviewer", "officer"}) {
      ConsoleServer.Visitor other = console.signedIn("the-" + role);
      for (String path : reads) {
        assertThat(other.get(API + path).statusCode()).as(role + " " + path).isEqualTo(403);
      }
    }
    ConsoleServer.Visitor auditor = console.signedIn("the-auditor");
    for (String path : reads) {
      assertThat(auditor.get(API + path).statusCode()).as(path).isEqualTo(200);
    }
    for (String path : List.of("/self-test", "/backups", "/certificates/renew")) {
      assertThat(auditor.send("POST", API + path, null).statusCode()).as(path).isEqualTo(403);
    }
  }

  @Test
  void whatAnAdministratorBeginsIsOnRecord() throws Exception {
    tested();
    post("/certificates/renew", null, 200);
    // what an administrator does goes on record beside it, not before it
    await()
        .untilAsserted(
            () ->
                assertThat(actions())
                    .contains("the-admin self-test begun", "the-admin certificate renewed"));
  }

  private List<String> actions() throws Exception {
    ArchiveReader reader = console.server().archive().read(0, Optional.empty());
    return TypedRecords.of(reader, Administered.class).stream()
        .map(record -> record.actor() + " " + record.action())
        .toList();
  }

  @Test
  void theCommandTestsTheServerThatRuns() throws Exception {
    MemoryTerminal terminal = new MemoryTerminal();
    Invocation invocation = new Invocation(terminal);
    List<String> arguments = List.of("self-test", "--data", directory.resolve("data").toString());
    int exit = invocation.run(Commands.all(invocation, arguments), arguments);
    assertThat(exit).as(terminal.output() + terminal.errors()).isZero();
    assertThat(terminal.output()).contains("Media port UDP", "read back and proven");
  }

  @Test
  void everyDependencyThatTheBuildNamesIsOnTheList() throws Exception {
    Path root = Path.of(System.getProperty("project.root", ".."));
    List<String> named = new ArrayList<>();
    try (Stream<String> lines = Files.lines(root.resolve("server/pom.xml"))) {
      lines
          .filter(line -> line.contains("<dependency><groupId>") && !line.contains("test"))
          .filter(line -> !line.contains("io.sallyport") && !line.contains("netty-all"))
          .forEach(
              line ->
                  named.add(
                      line.replaceFirst(".*<groupId>([^<]+)<.*<artifactId>([^<]+)<.*", "$1:$2")));
    }
    List<String> listed = ProductVersion.dependencies().stream().map(d -> d.name()).toList();
    assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(listed).contains(name));
  }
}
