package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The console in a real browser: each file of {@code src/test/web/console} against the packaged
 * jar, each with a server of its own and accounts of every role. One runs beside the other tests,
 * at a lower priority, and two at a time once those are done. With {@code CONSOLE_PICTURES=all} in
 * the environment, pictures of the pages go to {@code target/screenshots}.
 */
@Tag("interop")
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleSpecsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final String SPEC = ".spec.ts";

  /** Beside those that the first start makes: name, display name, department, role. */
  private static final List<List<String>> PEOPLE =
      List.of(
          List.of("carol", "Carol Díaz", "Trading", "user"),
          List.of("dave", "Dave <b>Markup</b>", "Trading", "user"),
          List.of("officer", "Olivia Officer", "Compliance", "officer"),
          List.of("second", "Sven Second", "Compliance", "officer"),
          List.of("stranger", "Stan Stranger", "Compliance", "officer"),
          List.of("reviewer", "Rita Reviewer", "Compliance", "reviewer"),
          List.of("auditor", "Aud Itor", "Audit", "auditor"));

  private static final Map<String, String> RECORDING =
      Map.of("policy.record", "[audio, video]", "seal.interval", "1s");

  /** Who may look at everybody, in the specs that speak of them; the stranger may not. */
  private static final List<String> READERS = List.of("officer", "second", "reviewer");

  private final Path web =
      Path.of(System.getProperty("project.root"), "server", "src", "test", "web");

  /** All of them; one with {@code -Dconsole.spec=NOUN}. */
  Stream<String> specs() throws IOException {
    String one = System.getProperty("console.spec", "");
    try (Stream<Path> files = Files.list(web.resolve("console"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SPEC))
          .map(name -> name.substring(0, name.length() - SPEC.length()))
          .filter(name -> one.isEmpty() || one.equals(name))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specs")
  void theConsoleDoesWhatTheSpecSays(String spec) throws Exception {
    try (Stage stage = new Stage(getClass(), spec)) {
      boolean records = spec.equals("call");
      ServerProcess server = stage.server(records ? RECORDING : Map.of());
      people(server);
      assign(server, spec);
      if (records) {
        recordedCall(stage, server);
      }
      run(spec, server, stage.directory());
    }
  }

  /** Something for an officer to open and hear. */
  private static void recordedCall(Stage stage, ServerProcess server) {
    Account bobs = server.account("bob");
    SdkPhone alice = stage.sdk(server, server.account("alice"), new Tone(440));
    SdkPhone bob = stage.sdk(server, bobs, new Tone(700));
    alice.call(bobs);
    bob.awaitIncoming();
    bob.answer();
    alice.awaitTalking();
    Stage.letPass(Duration.ofSeconds(22));
    alice.hangUp();
    alice.awaitEnded();
    bob.awaitEnded();
  }

  private static void people(ServerProcess server) {
    StringBuilder lines = new StringBuilder();
    for (List<String> each : PEOPLE) {
      lines
          .append(each.get(0))
          .append(',')
          .append(password(each.get(0)))
          .append(',')
          .append(String.join(",", each.subList(1, each.size())))
          .append('\n');
    }
    ServerProcess.Ended added = server.typing(lines.toString().strip(), "user", "import");
    assertThat(added.code()).as(added.output()).isZero();
  }

  /** Each of them costs a start of the jar, so that only those are assigned whom the spec names. */
  private void assign(ServerProcess server, String spec) {
    String text = Subprocess.text(web.resolve("console").resolve(spec + SPEC));
    for (String reader : READERS) {
      if (text.contains("'" + reader + "'")) {
        ServerProcess.Ended assigned = server.run("officer", "assign", reader, "--everybody");
        assertThat(assigned.code()).as(assigned.output()).isZero();
      }
    }
  }

  private static String password(String user) {
    return "console-of-" + user;
  }

  private void run(String spec, ServerProcess server, Path directory) {
    Map<String, String> environment =
        Map.of(
            "CONSOLE_SERVER", description(server),
            "CONSOLE_OUTPUT", directory.resolve("output-" + spec).toAbsolutePath().toString(),
            "CI", "1");
    List<String> command =
        List.of(
            "nice",
            "node",
            web.resolve("node_modules/@playwright/test/cli.js").toString(),
            "test",
            "--config",
            web.resolve("console/playwright.config.ts").toString(),
            "/" + spec + "\\.spec\\.ts$");
    try (Subprocess run =
        Subprocess.start(directory, "spec-" + spec + ".log", environment, command)) {
      int code = run.exit(PATIENCE);
      assertThat(code).as("%s:%n%s%n%s", spec, run.output(), server.output()).isZero();
    }
  }

  /** Where the server is and who may come in, as the specs' fixtures read it. */
  private static String description(ServerProcess server) {
    ObjectNode passwords = ChromiumDriver.JSON.createObjectNode();
    for (String user : List.of("admin", "alice", "bob")) {
      passwords.put(user, server.account(user).password());
    }
    PEOPLE.forEach(each -> passwords.put(each.get(0), password(each.get(0))));
    ObjectNode all = ChromiumDriver.JSON.createObjectNode();
    all.put("url", "https://localhost:" + server.port());
    all.put("data", server.data().toString());
    all.set("passwords", passwords);
    return all.toString();
  }
}
