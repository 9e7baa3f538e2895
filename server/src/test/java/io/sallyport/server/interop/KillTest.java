package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * SIGKILL at random moments of traffic that is recorded: what was acknowledged is on record,
 * always, each answered call with its recording, and no start needs a hand.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class KillTest {
  private static final long SEED = Long.getLong("kills.seed", System.nanoTime());
  private static final Duration TALK = Duration.ofMillis(300);
  private static final Pattern CALL = Pattern.compile("n1-\\d+-[a-z2-7]{16}");
  private static final Duration LONGEST_USUAL_RESTART = Duration.ofSeconds(5);

  @Test
  @Tag("interop")
  void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
    kill(Integer.getInteger("kills", 5));
  }

  @Test
  @Tag("load")
  void whatWasAcknowledgedSurvivesTwoHundredKills() throws Exception {
    kill(200);
  }

  private void kill(int kills) throws Exception {
    Random random = new Random(SEED);
    Traffic.Ledger ledger = new Traffic.Ledger();
    List<Duration> restarts = new ArrayList<>();
    try (Stage stage = new Stage(getClass(), "kill")) {
      ServerProcess server = stage.server(Map.of("policy.record", "[audio, video]"));
      Account[] users = {
        server.account("alice"),
        server.account("bob"),
        server.addUser("carol"),
        server.addUser("dave")
      };
      for (int round = 1; round <= kills; round++) {
        try (Traffic traffic =
            new Traffic(server.target(), users, Integer.toString(round), ledger, TALK)) {
          int calls = ledger.calls().size();
          traffic.begin();
          if (round % 2 == 0) {
            // a busy machine must not be killed before anything was acknowledged
            Stage.soon("a call", () -> ledger.calls().size() > calls, server::output);
          }
          Stage.letPass(Duration.ofMillis(100 + random.nextInt(1_400)));
          server.kill();
          traffic.stop();
        }
        server.start();
        restarts.add(server.lastStart());
        ServerProcess.Ended verify = server.run("verify");
        assertThat(verify.code())
            .as("seed %d, round %d: %s", SEED, round, verify.output())
            .isZero();
      }
      Collections.sort(restarts);
      Duration usual = restarts.get(restarts.size() / 2);
      System.out.printf(
          "%d kills, seed %d: %d lines and %d answered calls acknowledged; restart %d ms usually,"
              + " %d ms at most%n",
          kills,
          SEED,
          ledger.lines().size(),
          ledger.calls().size(),
          usual.toMillis(),
          restarts.get(restarts.size() - 1).toMillis());
      assertThat(ledger.lines()).as("lines acknowledged").hasSizeGreaterThanOrEqualTo(kills / 2);
      assertThat(ledger.calls()).as("calls answered").hasSizeGreaterThanOrEqualTo(kills / 2);
      assertThat(lost(ledger, server)).as("acknowledged and not on record, seed " + SEED).isEmpty();
      Stage.soon(
          "a recording of each answered call",
          () -> recordings(server) >= ledger.calls().size(),
          server::output);
      assertThat(usual).isLessThan(LONGEST_USUAL_RESTART);
    }
  }

  /** Calls of which there is a closed recording. */
  private static long recordings(ServerProcess server) {
    Matcher calls = CALL.matcher(server.run("recording", "list").output());
    return calls.results().map(MatchResult::group).distinct().count();
  }

  private static List<String> lost(Traffic.Ledger ledger, ServerProcess server) {
    String messages = server.run("messages", "--json", "--limit", "1000000").output();
    String calls = server.run("calls", "--json", "--limit", "1000000").output();
    List<String> lost = new ArrayList<>();
    ledger.lines().stream().filter(line -> !messages.contains(line)).forEach(lost::add);
    long answered =
        calls
            .lines()
            .filter(line -> line.contains("sip:carol@") && line.contains("\"answered\":"))
            .count();
    if (answered < ledger.calls().size()) {
      lost.add((ledger.calls().size() - answered) + " answered calls");
    }
    return lost;
  }
}
