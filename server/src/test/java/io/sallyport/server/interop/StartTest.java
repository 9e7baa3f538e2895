package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From nothing to "ready", and again on what is there. */
@Tag("interop")
@Tag("alone")
class StartTest {

  /** The best of three: what else the machine does is not ours. */
  @Test
  void aFreshStartIsReadyWithinFiveSeconds() throws Exception {
    List<Duration> starts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      try (Stage stage = new Stage(getClass(), "fresh" + i)) {
        starts.add(stage.server().lastStart());
      }
    }
    System.out.println("fresh starts, from exec to ready: " + starts);
    assertThat(Collections.min(starts)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aFreshStartGivesEveryAccountAPasswordOfItsOwn() throws Exception {
    try (Stage stage = new Stage(getClass(), "accounts")) {
      ServerProcess server = stage.server();
      List<String> passwords =
          Stream.of("alice", "bob", "admin").map(user -> server.account(user).password()).toList();
      assertThat(passwords).doesNotHaveDuplicates().allMatch(password -> password.length() >= 12);
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

  /**
   * Certificates and keys: what a second start must not make again. The seal's key of an epoch is
   * none of them: it goes on with each checkpoint, so that an old one signs nothing any more.
   */
  private static Map<String, byte[]> keys(Path data) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (String name : Arrays.asList("tls", "keys")) {
      try (Stream<Path> files = Files.walk(data.resolve(name))) {
        for (Path file :
            files
                .filter(Files::isRegularFile)
                .filter(path -> !path.endsWith("seal-epoch.key"))
                .toList()) {
          contents.put(data.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return contents;
  }
}
