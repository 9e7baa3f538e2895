package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * SIGKILL behind and in the middle of a change of rules: a set that was said to be in force is in
 * force after every start, and no number is given twice or left out.
 */
@Tag("interop")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RulesKillTest {
  private static final int KILLS = Integer.getInteger("kills", 1);
  private static final long SEED = Long.getLong("kills.seed", System.nanoTime());

  @Test
  void aSetThatWasSaidToBeInForceSurvivesEveryKill() throws Exception {
    Random random = new Random(SEED);
    try (Stage stage = new Stage(getClass(), "rules")) {
      ServerProcess server = stage.server();
      Account admin = server.account("admin");
      long last = 0;
      for (int round = 1; round <= KILLS; round++) {
        long begun = System.nanoTime();
        ServerProcess.Ended applied = apply(stage, server, admin, "done-" + round);
        // most of a command is its own start: what the server has of it lies in the later half
        Duration half = Duration.ofNanos((System.nanoTime() - begun) / 2);
        assertThat(applied.output()).contains("rule set " + (last + 1) + " is in force");
        server.kill();
        server.start();
        last++;
        assertThat(server.run("policy", "show").output()).contains("done-" + round);
        String text = "cut-" + round;
        Duration moment = half.plusMillis(random.nextInt((int) half.toMillis()));
        Thread cut =
            new Thread(
                () -> {
                  Stage.letPass(moment);
                  server.kill();
                });
        cut.start();
        ServerProcess.Ended answer = apply(stage, server, admin, text);
        cut.join();
        server.start();
        boolean there = server.run("policy", "show").output().contains(text);
        if (answer.output().contains("is in force")) {
          assertThat(there).as("seed " + SEED).isTrue();
        }
        last += there ? 1 : 0;
        String[] lines = server.run("policy", "versions").output().strip().split("\n");
        assertThat(lines).as("seed " + SEED).hasSize((int) last + 1);
        assertThat(lines[(int) last]).startsWith(last + " ").contains("in force");
      }
      assertThat(server.run("verify").code()).isZero();
    }
  }

  private static ServerProcess.Ended apply(
      Stage stage, ServerProcess server, Account admin, String rule) throws Exception {
    Path file = stage.directory().resolve(rule + ".yaml");
    Files.writeString(
        file, "rules:\n  - {name: " + rule + ", from: {user: bob}, kind: file, result: deny}\n");
    return server.runAs(
        admin, "policy", "apply", file.toAbsolutePath().toString(), "--reason", "round");
  }
}
