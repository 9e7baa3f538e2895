package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From nothing to "ready", and again on what is there. */
@Tag("interop")
class StartTest {

  @Test
  void aFreshStartIsReadyWithinFiveSeconds() throws Exception {
    try (Stage stage = new Stage(getClass(), "fresh")) {
      ServerProcess server = stage.server();
      assertThat(server.account("alice").password()).hasSizeGreaterThanOrEqualTo(12);
      assertThat(server.account("bob").password()).isNotEqualTo(server.account("alice").password());
      assertThat(server.account("admin").password()).isNotEmpty();
      System.out.println("fresh start: ready " + server.lastStart().toMillis() + " ms after exec");
      assertThat(server.lastStart()).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aSecondStartChangesNothing() throws Exception {
    try (Stage stage = new Stage(getClass(), "second")) {
      ServerProcess server = stage.server();
      Account alice = server.account("alice");
      server.stop();
      Map<String, byte[]> before = keys(server.data());
      server.start();
      assertThat(server.output()).doesNotContain("password");
      assertThat(keys(server.data()))
          .allSatisfy((name, content) -> assertThat(before.get(name)).as(name).isEqualTo(content));
      assertThat(keys(server.data()).keySet()).isEqualTo(before.keySet());
      // the account from the first start still logs in
      stage.baresip(server, alice, new Tone(440), server.account("bob"));
      System.out.println("second start: ready " + server.lastStart().toMillis() + " ms after exec");
      assertThat(server.lastStart()).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aSecondServerOnTheSameDirectoryIsRefused() throws Exception {
    try (Stage stage = new Stage(getClass(), "twice")) {
      ServerProcess server = stage.server();
      ServerProcess.Ended second = server.run("serve");
      assertThat(second.code()).as(second.output()).isEqualTo(78);
      assertThat(server.isAlive()).isTrue();
      assertThat(server.run("verify").code()).isZero();
    }
  }

  /** Certificates and keys: what a second start must not make again. */
  private static Map<String, byte[]> keys(Path data) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (String name : Arrays.asList("tls", "keys")) {
      try (Stream<Path> files = Files.walk(data.resolve(name))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          contents.put(data.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return contents;
  }
}
