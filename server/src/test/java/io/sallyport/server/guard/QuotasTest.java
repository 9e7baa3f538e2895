package io.sallyport.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.guard.CallMeter.Admission;
import io.sallyport.server.guard.CallMeter.Asking;
import io.sallyport.server.guard.CallMeter.Metered;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much calling is too much (threats, row 23). */
class QuotasTest {
  // a Thursday, within office hours
  private final Clockwork clock = new Clockwork("2026-11-26T10:00:00Z");
  private final List<String> over = new ArrayList<>();

  @Test
  void aUserMayBeginOnlySoManyCallsAMinute() {
    Meter meter = meter("user * calls-per-minute 3");
    for (int i = 0; i < 3; i++) {
      begin(meter, "alice", "bob").ended();
    }
    assertThat(refused(meter, "alice", "bob")).isEqualTo(Refusal.CALLS_TOO_FAST);
    assertThat(over).containsExactly("user alice internal");
    begin(meter, "carol", "bob");
    clock.pass(Duration.ofMinutes(2));
    begin(meter, "alice", "bob");
  }

  @Test
  void whoGoesOnTryingStaysOut() {
    Meter meter = meter("user * calls-per-minute 3");
    int admitted = 0;
    for (int i = 0; i < 600; i++) {
      if (meter.admit(asking("alice", "bob")) instanceof Admission.Running running) {
        running.call().ended();
        admitted++;
      }
      clock.pass(Duration.ofSeconds(1));
    }
    assertThat(admitted).as("in ten minutes").isEqualTo(3);
  }

  @Test
  void aUserMayHaveOnlySoManyCallsAtOnce() {
    Meter meter = meter("user * concurrent 2", "user boss concurrent 3");
    Metered first = begin(meter, "alice", "bob");
    begin(meter, "alice", "bob");
    assertThat(meter.running(address("alice"))).isEqualTo(2);
    assertThat(refused(meter, "alice", "bob")).isEqualTo(Refusal.TOO_MANY_CALLS);
    first.ended();
    first.ended();
    begin(meter, "alice", "bob");
    assertThat(refused(meter, "alice", "bob")).isEqualTo(Refusal.TOO_MANY_CALLS);
    for (int i = 0; i < 3; i++) {
      begin(meter, "boss", "bob");
    }
    assertThat(refused(meter, "boss", "bob")).isEqualTo(Refusal.TOO_MANY_CALLS);
  }

  @Test
  void minutesOfTheDayAreChargedWhileCallsRunAndOverDaysAnew() {
    Meter meter = meter("user * minutes-per-day 10");
    Metered call = begin(meter, "alice", "bob");
    clock.pass(Duration.ofMinutes(5));
    call.answered();
    clock.pass(Duration.ofMinutes(9));
    meter.tick();
    begin(meter, "alice", "bob").ended();
    clock.pass(Duration.ofMinutes(1));
    meter.tick();
    assertThat(meter.usage("alice").talked()).as("ringing is free").hasMinutes(10);
    assertThat(refused(meter, "alice", "bob")).isEqualTo(Refusal.BUDGET_SPENT);
    call.ended();
    clock.pass(Duration.ofHours(14));
    begin(meter, "alice", "bob");
  }

  @Test
  void whatACallCostsIsChargedByTheSecond() {
    Meter meter = meter("user * cost-per-day 20");
    Metered call = begin(meter, "alice", "+8815550100");
    call.answered();
    clock.pass(Duration.ofSeconds(90));
    call.ended();
    assertThat(meter.usage("alice").millionths()).as("5 a minute").isEqualTo(7_500_000);
    Metered second = begin(meter, "alice", "+8815550100");
    second.answered();
    List<String> told = new ArrayList<>();
    second.whenSpent(told::add);
    clock.pass(Duration.ofSeconds(149));
    meter.tick();
    assertThat(told).isEmpty();
    clock.pass(Duration.ofSeconds(1));
    meter.tick();
    clock.pass(Duration.ofSeconds(1));
    meter.tick();
    assertThat(told).as("ended once").containsExactly(Refusal.BUDGET_SPENT.words());
  }

  @Test
  void anExpensiveDestinationHasLimitsOfItsOwnForEachUser() {
    Meter meter = meter("class expensive calls-per-minute 1", "user * calls-per-minute 100");
    begin(meter, "alice", "+8825550100");
    assertThat(refused(meter, "alice", "+8825550100")).isEqualTo(Refusal.CALLS_TOO_FAST);
    assertThat(over).containsExactly("class expensive expensive");
    begin(meter, "alice", "bob");
    begin(meter, "alice", "+4930555");
    begin(meter, "carol", "+8825550100");
  }

  @Test
  void aGroupAndANetworkShareWhatTheyMay() {
    Meter meter = meter("group interns concurrent 2", "network * concurrent 4");
    begin(meter, "a", "bob", "interns");
    begin(meter, "b", "bob", "interns");
    assertThat(refused(meter, "c", "bob", "interns")).isEqualTo(Refusal.TOO_MANY_CALLS);
    begin(meter, "d", "bob");
    begin(meter, "e", "bob");
    assertThat(refused(meter, "f", "bob")).isEqualTo(Refusal.TOO_MANY_CALLS);
    assertThat(over).containsExactly("group interns internal", "network 192.0.2.1 internal");
  }

  @Test
  void aUserWhoHammersUsesUpNothingThatBelongsToTheOffice() {
    Meter meter = meter("user * calls-per-minute 5", "network * calls-per-minute 50");
    for (int i = 0; i < 10_000; i++) {
      meter.admit(asking("mallory", "bob"));
    }
    for (int i = 0; i < 45; i++) {
      begin(meter, "honest" + i, "bob");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-26T18:59:00Z,false",
    "2026-11-26T19:00:00Z,true",
    "2026-11-27T06:59:00Z,true",
    "2026-11-27T07:00:00Z,false",
    "2026-11-28T12:00:00Z,true",
    "2026-11-30T06:00:00Z,false"
  })
  void outOfHoursAClassIsClosed(String at, boolean closed) {
    ClosedHours hours =
        ClosedHours.of(
            List.of("expensive mon-fri 19:00-07:00", "expensive sat,sun 00:00-24:00"), "UTC");
    assertThat(hours.closed("expensive", Instant.parse(at))).isEqualTo(closed);
    assertThat(hours.closed("outside", Instant.parse(at))).isFalse();
  }

  @Test
  void outOfHoursACallIsRefusedWithThoseWords() {
    Meter meter = meter();
    clock.pass(Duration.ofHours(10));
    assertThat(refused(meter, "alice", "+8825550100")).isEqualTo(Refusal.NOT_AT_THIS_TIME);
    begin(meter, "alice", "bob");
  }

  @Test
  void anEmergencyCallIsNeverRefusedOrEnded() {
    Meter meter = meter("user * calls-per-minute 0", "user * minutes-per-day 0");
    assertThat(refused(meter, "alice", "bob")).isEqualTo(Refusal.CALLS_TOO_FAST);
    Asking emergency =
        new Asking(address("alice"), Set.of(), "192.0.2.1", address("112"), false, true);
    Metered call = ((Admission.Running) meter.admit(emergency)).call();
    call.answered();
    call.whenSpent(
        why -> {
          throw new AssertionError(why);
        });
    clock.pass(Duration.ofHours(1));
    meter.tick();
    call.ended();
  }

  @Test
  void aRestartRemembersWhatTheDayHasCost() {
    Meter meter = meter("user * minutes-per-day 60");
    Instant midnight = meter.dayBegan();
    meter.restore(
        asking("alice", "bob"), midnight.minusSeconds(3_000), midnight.plusSeconds(1_800));
    assertThat(meter.usage("alice").talked()).as("what was before midnight").hasMinutes(30);
    meter.restore(asking("alice", "bob"), midnight.plusSeconds(4_000), midnight.plusSeconds(5_800));
    assertThat(refused(meter, "alice", "bob")).isEqualTo(Refusal.BUDGET_SPENT);
  }

  @Test
  void accountsAreForgottenOldestFirstButNotThoseThatRun() {
    GuardSettings d = Guards.limits("user * concurrent 1");
    GuardSettings small =
        new GuardSettings(d.allowNetworks(), 50, 200, 100, d.blocks(), d.limits());
    Meter meter = new Meter(small, clock, clock::nanoTime, (call, scope, name, why, to) -> {});
    begin(meter, "first", "bob");
    for (int i = 0; i < 10_000; i++) {
      begin(meter, "user" + i, "bob").ended();
    }
    assertThat(meter.remembered()).isLessThanOrEqualTo(104);
    assertThat(refused(meter, "first", "bob")).isEqualTo(Refusal.TOO_MANY_CALLS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+8825550100", "008825550100", "+88 (25) 55-01.00", "+882/555", "+882;x=1"})
  void noSpellingOfANumberIsCheaper(String number) {
    Tariff tariff = Tariff.of(GuardSettings.defaults().limits().destinations());
    assertThat(tariff.destination(number, false).name()).isEqualTo("expensive");
  }

  @Test
  void whatIsNoNumberAndWhatIsNotListedIsOutside() {
    Tariff tariff = Tariff.of(List.of("+49 germany 0.02", "+49900 expensive 2"));
    assertThat(tariff.destination("eve", false).name()).isEqualTo("outside");
    assertThat(tariff.destination("+33155", false).name()).isEqualTo("outside");
    assertThat(tariff.destination("+4930", false).millionths()).isEqualTo(20_000);
    assertThat(tariff.destination("+49900", true).name()).isEqualTo("internal");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user *",
        "person * concurrent 1",
        "user * concurrent many",
        "user * calls 3",
        "user * concurrent -1"
      })
  void aLineThatSaysNothingIsRefusedWithItself(String line) {
    assertThatThrownBy(() -> LimitRules.of(List.of(line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(line);
  }

  private Meter meter(String... limits) {
    return new Meter(
        Guards.limits(limits),
        clock,
        clock::nanoTime,
        (call, scope, name, why, to) ->
            over.add(scope.name().toLowerCase(java.util.Locale.ROOT) + " " + name + " " + to));
  }

  private static Metered begin(Meter meter, String from, String to, String... groups) {
    Admission admission = meter.admit(asking(from, to, groups));
    assertThat(admission).isInstanceOf(Admission.Running.class);
    return ((Admission.Running) admission).call();
  }

  private static Refusal refused(Meter meter, String from, String to, String... groups) {
    Admission admission = meter.admit(asking(from, to, groups));
    assertThat(admission).isInstanceOf(Admission.Refused.class);
    return ((Admission.Refused) admission).refusal();
  }

  private static Asking asking(String from, String to, String... groups) {
    boolean internal = to.equals("bob");
    return new Asking(address(from), Set.of(groups), "192.0.2.1", address(to), internal, false);
  }

  private static Address address(String user) {
    return new Address(user, "example.org");
  }
}
