package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.client.IncomingCall;
import io.sallyport.client.MediaPlan;
import io.sallyport.client.OutgoingCall;
import io.sallyport.client.Phone;
import io.sallyport.client.Srtp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a recorded call costs in memory: live heap of the packaged server with calls that talk, with
 * and without recording. {@code -Dbench.calls} says how many; 100 where nothing is said.
 */
@Tag("bench")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RecordedCallBenchTest {
  private static final int CALLS = Integer.getInteger("bench.calls", 100);
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final Pattern ROW = Pattern.compile("(?m)^ +\\d+: +\\d+ +(\\d+) +(\\S+)");

  @Test
  void aRecordedCallTakesLittleMoreThanOneThatIsNot() throws Exception {
    double plain = bytesOfACall("plain", "[]");
    double recorded = bytesOfACall("recorded", "[audio]");
    System.out.printf(
        "memory of %d calls that talk: %.1f kB each, recorded %.1f kB: %.1f kB for the recording%n",
        CALLS, plain / 1_000, recorded / 1_000, (recorded - plain) / 1_000);
    assertThat(recorded - plain).isLessThan(64_000);
  }

  private double bytesOfACall(String scene, String record) throws Exception {
    try (Stage stage = new Stage(getClass(), scene)) {
      ServerProcess server = stage.server(Map.of("policy.record", record));
      Phone caller = phone(stage, server, server.account("alice"));
      Phone callee = phone(stage, server, server.account("bob"));
      callee.onIncoming(RecordedCallBenchTest::answer);
      // what a first call loads is no part of the price of the next
      talk(caller, server, 1).get(0).hangUp().get(20, TimeUnit.SECONDS);
      // the transactions of its set-up are forgotten after half a minute
      Stage.letPass(Duration.ofSeconds(35));
      String before = histogram(stage, server, "before");
      List<OutgoingCall> calls = talk(caller, server, CALLS);
      Stage.letPass(Duration.ofSeconds(40));
      assertThat(calls).noneMatch(call -> call.ended().isDone());
      String during = histogram(stage, server, "during");
      return (double) (total(during) - total(before)) / CALLS;
    }
  }

  private static List<OutgoingCall> talk(Phone caller, ServerProcess server, int count)
      throws Exception {
    List<OutgoingCall> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      OutgoingCall call = caller.call(server.account("bob").uri(), plan());
      calls.add(call);
      call.answered().get(20, TimeUnit.SECONDS);
    }
    return calls;
  }

  private static void answer(IncomingCall call) {
    call.answer(plan()).exceptionally(failure -> null);
  }

  private static MediaPlan plan() {
    return MediaPlan.tone(440).codecs("PCMU");
  }

  private static Phone phone(Stage stage, ServerProcess server, Account account) throws Exception {
    Phone phone =
        stage.keep(
            Phone.builder()
                .user(account.user())
                .password(account.password())
                .domain(account.domain())
                .server(server.target().name(), server.target().tlsPort())
                .trust(server.target().authority())
                .srtp(Srtp.REQUIRED)
                .build());
    phone.register().get(20, TimeUnit.SECONDS);
    return phone;
  }

  /** Live objects by class, after a collection. */
  private static String histogram(Stage stage, ServerProcess server, String name) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    List<String> command = List.of(jcmd, Long.toString(server.pid()), "GC.class_histogram");
    try (Subprocess run =
        Subprocess.start(stage.directory(), "histogram-" + name, Map.of(), command)) {
      assertThat(run.exit(Duration.ofSeconds(30))).isZero();
      ROW.matcher(run.output())
          .results()
          .limit(12)
          .forEach(
              row ->
                  System.out.printf("  %s: %,12d %s%n", name, bytes(row.group(1)), row.group(2)));
      return run.output();
    }
  }

  private static long total(String histogram) {
    Matcher total = TOTAL.matcher(histogram);
    assertThat(total.find()).isTrue();
    return bytes(total.group(1));
  }

  private static long bytes(String digits) {
    return Long.parseLong(digits);
  }
}
