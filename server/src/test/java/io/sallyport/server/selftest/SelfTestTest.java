package io.sallyport.server.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.edge.Listening;
import io.sallyport.watch.ExpectsErrors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks one after the other, one run at a time. */
@Timeout(30)
class SelfTestTest {
  private static Check check(String id, Check.Work work) {
    return new Check(id, "parts", "Check " + id, work);
  }

  private static SelfTest of(Check... checks) {
    return new SelfTest(() -> List.of(checks), InstantSource.system(), System::nanoTime);
  }

  private static Run ended(SelfTest test) {
    await().until(() -> test.latest().flatMap(Run::ended).isPresent());
    return test.latest().orElseThrow();
  }

  @Test
  void oneRunGoesOnAtATimeAndEachStepIsTold() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (SelfTest test =
        of(
            check(
                "slow",
                () -> {
                  goOn.await();
                  return Finding.ok("there");
                }),
            check("quick", () -> Finding.warning("odd", "look")))) {
      List<Run> told = new CopyOnWriteArrayList<>();
      test.addListener(told::add);
      assertThat(test.begin("admin").orElseThrow().number()).isEqualTo(1);
      assertThat(test.begin("other")).isEmpty();
      goOn.countDown();
      Run run = ended(test);
      assertThat(run.by()).isEqualTo("admin");
      assertThat(run.worst()).isEqualTo(Verdict.WARNING);
      assertThat(run.rows()).extracting(Run.Row::state).containsOnly(Run.State.DONE);
      await().until(() -> told.size() == 5);
      assertThat(told.get(0).rows().get(1).state()).isEqualTo(Run.State.WAITING);
      assertThat(test.begin("other").orElseThrow().number()).isEqualTo(2);
      ended(test);
    }
    assertThat(of().begin("x")).isPresent();
  }

  @Test
  @ExpectsErrors("the check bug failed")
  void aCheckThatFailsInAnyWayKeepsNoOtherFromRunning() {
    try (SelfTest test =
        of(
            check(
                "peer",
                () -> {
                  throw new IOException("reset\nby peer");
                }),
            check(
                "bug",
                () -> {
                  throw new IllegalStateException("oops");
                }),
            check("after", () -> Finding.ok("fine")))) {
      test.begin("admin");
      Run run = ended(test);
      assertThat(run.rows())
          .extracting(row -> row.finding().map(Finding::verdict))
          .containsExactly(
              Optional.of(Verdict.FAILED), Optional.of(Verdict.FAILED), Optional.of(Verdict.OK));
      assertThat(run.rows().get(0).finding().orElseThrow().seen())
          .isEqualTo("IOException: reset\\nby peer");
    }
  }

  @Test
  void afterItsEndNothingIsBegun() {
    SelfTest test = of(check("x", () -> Finding.ok("")));
    test.close();
    assertThat(test.begin("admin")).isEmpty();
  }

  @Test
  void aPortThatNobodyListensOnFailsWithWhatToDo() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    List<Listening> listening =
        List.of(
            new Listening(
                Listening.Kind.PLAIN_TCP,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    List<Check> checks =
        new Ports(listening, "localhost", true, () -> null, new SecureRandom()).checks();
    assertThat(checks).extracting(Check::id).containsExactly("name", "plain-tcp");
    Finding finding = checks.get(1).work().look();
    assertThat(finding.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(finding.advice()).contains("ss -lntup");
  }

  @Test
  void theWorseOfTwoFindingsCounts() {
    Finding well = Finding.ok("a");
    Finding odd = Finding.warning("b", "look");
    assertThat(well.and(odd)).isEqualTo(odd);
    assertThat(Finding.failed("c", "").and(odd).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(well.and(Finding.ok("d")).seen()).isEqualTo("a; d");
  }
}
