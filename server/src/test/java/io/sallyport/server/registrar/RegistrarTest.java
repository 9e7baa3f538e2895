package io.sallyport.server.registrar;

import static io.sallyport.server.registrar.RegistrarRig.tls;
import static io.sallyport.server.registrar.RegistrarRig.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.db.Database;
import io.sallyport.server.observe.Counter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrarTest {
  private static final String DESK = "sip:alice-0x55d1@198.51.100.7:40123;transport=tls";
  private static final String MOBILE = "sip:alice@df7jal23ls0d.invalid;transport=ws";
  private static final String UUID = "urn:uuid:0a1b2c3d-0000-4000-8000-00805f9b34fb";
  private static final String OUTBOUND =
      "Contact: <" + MOBILE + ">;reg-id=1;+sip.instance=\"<" + UUID + ">\";+sip.ice";

  private static Database database;
  private RegistrarRig rig;

  @BeforeAll
  static void open(@TempDir Path data) throws Exception {
    database = RegistrarRig.opened(data);
  }

  @AfterAll
  static void shut() {
    database.close();
  }

  @BeforeEach
  void start() {
    rig = RegistrarRig.on(database);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void aDeviceIsBoundToItsFlowWithItsContactVerbatim() {
    FakeFlow flow = tls(40123);
    SipResponse answer =
        rig.register(
            flow,
            "a",
            1,
            "Contact: \"Al <x>\" <" + DESK + ">;expires=120;methods=\"INVITE, BYE\"",
            "User-Agent: desk");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.all("Contact"))
        .containsExactly("<" + DESK + ">;methods=\"INVITE, BYE\";expires=120");
    assertThat(answer.has("Require")).isFalse();

    Binding binding = rig.registrar.of("sip:alice@example.org").get(0);
    assertThat(binding.contactUri()).isEqualTo(DESK);
    assertThat(binding.flow()).isSameAs(flow);
    assertThat(binding.userAgent()).isEqualTo("desk");
    assertThat(binding.expires()).isEqualTo(RegistrarRig.START.plusSeconds(120));
    assertThat(rig.heard).containsExactly("bound " + DESK);
    assertThat(rig.journal()).containsExactly("bound " + DESK);
    assertThat(flow.silence).isGreaterThanOrEqualTo(Duration.ofSeconds(120));
  }

  @Test
  void aRefreshIsToldNobody() {
    FakeFlow flow = tls(40123);
    rig.register(flow, "a", 1, "Contact: <" + DESK + ">");
    rig.later(Duration.ofSeconds(200));
    SipResponse answer = rig.register(flow, "a", 2, "Contact: <" + DESK + ">");
    assertThat(answer.all("Contact")).containsExactly("<" + DESK + ">;expires=300");
    assertThat(rig.heard).hasSize(1);
    assertThat(rig.journal()).hasSize(1);
    assertThat(rig.counters.get(Counter.REGISTRAR_REFRESHED)).isEqualTo(1);
  }

  @Test
  void aQueryListsWhatIsThereWithTheTimeThatIsLeft() {
    assertThat(rig.register(tls(1), "q", 1).all("Contact")).isEmpty();
    rig.register(tls(1), "a", 1, "Contact: <" + DESK + ">;expires=600");
    rig.register(tls(2), "b", 1, "Contact: <" + MOBILE + ">;q=0.5", "Expires: 900");
    rig.later(Duration.ofSeconds(100));
    SipResponse answer = rig.register(tls(3), "q", 2);
    assertThat(answer.all("Contact"))
        .containsExactly("<" + DESK + ">;expires=500", "<" + MOBILE + ">;q=0.5;expires=800");
    assertThat(rig.heard).hasSize(2);
  }

  @Test
  void devicesOfOneUserAreSideBySideBestFirstAndOthersAreUntouched() {
    rig.register(
        tls(1), "a", 1, "Contact: <sip:a@198.51.100.7:1>;q=0.2, <sip:b@198.51.100.7:1>;q=0.9");
    rig.register(tls(2), "c", 1, "Contact: <sip:c@198.51.100.7:2>;q=0.5");
    rig.register("bob", tls(3), "a", 1, "Contact: <sip:a@198.51.100.7:1>");
    assertThat(rig.reachable())
        .containsExactly("sip:b@198.51.100.7:1", "sip:c@198.51.100.7:2", "sip:a@198.51.100.7:1");
    rig.register(tls(2), "d", 1, "Contact: *", "Expires: 0");
    assertThat(rig.reachable()).isEmpty();
    assertThat(rig.registrar.of("sip:bob@example.org")).hasSize(1);
  }

  @Test
  void expiresZeroUnbindsOneAndTheWildcardAll() {
    rig.register(tls(1), "a", 1, "Contact: <" + DESK + ">");
    rig.register(tls(2), "b", 1, "Contact: <" + MOBILE + ">");
    SipResponse answer = rig.register(tls(1), "a", 2, "Contact: <" + DESK + ">;expires=0");
    assertThat(answer.all("Contact")).containsExactly("<" + MOBILE + ">;expires=300");
    assertThat(rig.register(tls(2), "c", 1, "Contact: *", "Expires: 0").all("Contact")).isEmpty();
    assertThat(rig.heard)
        .containsExactly(
            "bound " + DESK, "bound " + MOBILE, "unbound " + DESK, "unbound " + MOBILE);
    assertThat(rig.journal()).endsWith("unbound " + DESK, "unbound " + MOBILE);
    assertThat(rig.registrar.size()).isZero();
  }

  @Test
  void whatIsNotBoundCanBeUnboundWithoutHarm() {
    assertThat(rig.register(tls(1), "a", 1, "Contact: <" + DESK + ">", "Expires: 0").status())
        .isEqualTo(200);
    assertThat(rig.register(tls(1), "a", 2, "Contact: *", "Expires: 0").status()).isEqualTo(200);
    assertThat(rig.heard).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Contact: *",
        "Contact: *, <sip:a@198.51.100.7>",
        "Contact: <sip:a@198.51.100.7",
        "Contact: <>",
        "Contact: <sip:a@198.51.100.7> x",
        "Contact: <sip:a b@198.51.100.7>",
        "Contact: \"a <sip:a@198.51.100.7>",
        "Contact: <sip:a@198.51.100.7>;expires=-1",
        "Contact: <sip:a@198.51.100.7>;expires=99999999999",
        "Contact: <sip:a@198.51.100.7>;expires=\u0661\u0662",
        "Contact: <sip:a@198.51.100.7>;q=2",
        "Contact: <sip:a@198.51.100.7>;;x",
        "Contact: <sip:a@198.51.100.7>;x=\"",
        "Contact: <sip:@@[::>"
      })
  void whatDoesNotParseIsA400AndChangesNothing(String contact) {
    rig.register(tls(1), "a", 1, "Contact: <" + DESK + ">");
    assertThat(rig.register(tls(1), "b", 1, contact).status()).isEqualTo(400);
    assertThat(rig.reachable()).containsExactly(DESK);
  }

  @Test
  void anOlderRequestOfTheSameCallChangesNothing() {
    rig.register(tls(1), "a", 5, "Contact: <" + DESK + ">");
    assertThat(rig.register(tls(1), "a", 5, "Contact: <" + DESK + ">;expires=0").status())
        .isEqualTo(400);
    assertThat(rig.register(tls(1), "a", 4, "Contact: *", "Expires: 0").status()).isEqualTo(400);
    assertThat(rig.register(tls(1), "a", 4, "Contact: <" + MOBILE + ">, <" + DESK + ">").status())
        .isEqualTo(400);
    assertThat(rig.reachable()).as("all or nothing").containsExactly(DESK);
    assertThat(rig.register(tls(1), "other", 1, "Contact: <" + DESK + ">;expires=0").status())
        .isEqualTo(200);
    assertThat(rig.reachable()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"59, 423", "1, 423", "60, 60", "3600, 3600", "3601, 3600", "4294967295, 3600"})
  void timesOutsideTheLimitsAreRefusedOrCut(long wished, long result) {
    SipResponse answer =
        rig.register(tls(1), "a", 1, "Contact: <" + DESK + ">", "Expires: " + wished);
    if (result == 423) {
      assertThat(answer.status()).isEqualTo(423);
      assertThat(answer.first("Min-Expires")).contains("60");
      assertThat(rig.reachable()).isEmpty();
    } else {
      assertThat(answer.all("Contact")).containsExactly("<" + DESK + ">;expires=" + result);
    }
  }

  @Test
  void aRegistrationRunsOutOnTheMonotonicClockWhateverTheWallClockDoes() {
    rig.register(tls(1), "a", 1, "Contact: <" + DESK + ">;expires=60");
    rig.wallOffsetSeconds.set(86_400);
    rig.later(Duration.ofSeconds(59));
    assertThat(rig.reachable()).containsExactly(DESK);
    rig.later(Duration.ofSeconds(1));
    assertThat(rig.reachable()).isEmpty();
    rig.later(Duration.ofSeconds(5));
    assertThat(rig.heard).endsWith("unbound " + DESK);
    assertThat(rig.journal()).endsWith("expired " + DESK);
    assertThat(rig.registrar.size()).isZero();
  }

  @Test
  void aClosedConnectionTakesItsDevicesWithIt() {
    FakeFlow flow = tls(1);
    rig.register(flow, "a", 1, "Contact: <" + DESK + ">");
    rig.register("bob", flow, "b", 1, "Contact: <sip:bob@198.51.100.7:1>");
    rig.register(tls(2), "c", 1, "Contact: <" + MOBILE + ">");
    flow.open = false;
    assertThat(rig.reachable()).as("before we are told").containsExactly(MOBILE);
    rig.registrar.flowClosed(flow);
    assertThat(rig.registrar.size()).isEqualTo(1);
    assertThat(rig.heard).contains("unbound " + DESK, "unbound sip:bob@198.51.100.7:1");
    assertThat(rig.journal()).contains("lost " + DESK);
    rig.registrar.flowClosed(flow);
    assertThat(rig.counters.get(Counter.REGISTRAR_LOST)).isEqualTo(2);
  }

  @Test
  void aConnectionThatClosedDuringItsRegisterIsNoticed() {
    FakeFlow flow = tls(1);
    flow.open = false;
    rig.register(flow, "a", 1, "Contact: <" + DESK + ">");
    assertThat(rig.registrar.size()).isZero();
    assertThat(rig.heard).containsExactly("bound " + DESK, "unbound " + DESK);
  }

  @Test
  void aDeviceThatComesBackOnANewConnectionReplacesItself() {
    FakeFlow old = tls(1);
    FakeFlow fresh = tls(2);
    rig.register(old, "a", 1, OUTBOUND, "Supported: outbound");
    rig.register(fresh, "b", 1, OUTBOUND.replace("df7jal23ls0d", "another"), "Supported: outbound");
    assertThat(rig.reachable()).containsExactly(MOBILE.replace("df7jal23ls0d", "another"));
    rig.registrar.flowClosed(old);
    assertThat(rig.reachable()).as("the old connection's end is nothing to the new").hasSize(1);
    assertThat(rig.journal())
        .containsExactly("bound " + UUID + ";reg-id=1", "moved " + UUID + ";reg-id=1");

    rig.register(old, "c", 1, "Contact: <" + DESK + ">");
    rig.register(fresh, "d", 1, "Contact: <" + DESK + ">");
    assertThat(rig.registrar.size()).isEqualTo(2);
  }

  @Test
  void outboundIsConfirmedAndMayBeShort() {
    SipResponse answer =
        rig.register(tls(1), "a", 1, OUTBOUND + ";expires=20", "Supported: path, outbound");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.first("Require")).contains("outbound");
    assertThat(answer.first("Flow-Timer")).contains("110");
    assertThat(answer.first("Contact").orElseThrow())
        .contains(";reg-id=1;")
        .contains("+sip.instance=\"<" + UUID + ">\"");
    SipResponse without = rig.register(tls(1), "b", 1, OUTBOUND + ";expires=20");
    assertThat(without.status()).as("the phone does not speak outbound").isEqualTo(423);
    SipResponse brief =
        rig.register(tls(1), "c", 1, OUTBOUND + ";expires=14", "Supported: outbound");
    assertThat(brief.first("Min-Expires")).contains("15");
  }

  @Test
  void twoFlowsOfOneDeviceRingItOnceByTheLatest() {
    FakeFlow first = tls(1);
    FakeFlow second = tls(2);
    rig.register(first, "a", 1, OUTBOUND, "Supported: outbound");
    rig.register(second, "b", 1, OUTBOUND.replace("reg-id=1", "reg-id=2"), "Supported: outbound");
    assertThat(rig.registrar.size()).isEqualTo(2);
    assertThat(rig.registrar.of("sip:alice@example.org"))
        .extracting(Binding::flow)
        .containsExactly(second);
    second.open = false;
    rig.registrar.flowClosed(second);
    assertThat(rig.registrar.of("sip:alice@example.org"))
        .extracting(Binding::flow)
        .containsExactly(first);
    String both = OUTBOUND + ", " + OUTBOUND.substring(9).replace("reg-id=1", "reg-id=2");
    assertThat(rig.register(first, "c", 1, both, "Supported: outbound").status()).isEqualTo(400);
  }

  @Test
  void aGruuIsHandedOutOnlyToWhoAsksAndFindsItsDevice() {
    SipResponse without = rig.register(tls(1), "a", 1, OUTBOUND);
    assertThat(without.first("Contact").orElseThrow()).doesNotContain("gruu");
    SipResponse with = rig.register(tls(1), "a", 2, OUTBOUND, "Supported: gruu");
    assertThat(with.first("Contact").orElseThrow())
        .contains(";pub-gruu=\"sip:alice@example.org;gr=" + UUID + "\"");
    assertThat(
            rig.register(tls(2), "b", 1, "Contact: <" + DESK + ">", "Supported: gruu")
                .all("Contact"))
        .anyMatch(contact -> contact.startsWith("<" + DESK + ">") && !contact.contains("gruu"));

    for (String uri :
        List.of(
            "sip:alice@example.org;gr=" + UUID,
            "sip:Alice@EXAMPLE.org;transport=tls;gr="
                + UUID.toUpperCase(java.util.Locale.ROOT)
                + ";conf-id=7",
            "sip:alice@192.0.2.1;gr=" + UUID)) {
      assertThat(rig.registrar.gruu(uri)).as(uri).map(Binding::contactUri).contains(MOBILE);
    }
    for (String uri :
        List.of(
            "sip:alice@example.org",
            "sip:alice@example.org;gr",
            "sip:alice@example.org;gr=urn:uuid:other",
            "sip:bob@example.org;gr=" + UUID,
            "sip:alice@elsewhere.example;gr=" + UUID,
            "tel:+123")) {
      assertThat(rig.registrar.gruu(uri)).as(uri).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:alice@example.org",
        "sip:alice@EXAMPLE.ORG;transport=tls",
        "sip:alice@192.0.2.1:5060",
        "sip:alice@192.0.2.1:8443;transport=tls",
        "sips:alice@192.0.2.1",
        "sip:alice@example.org;gr=urn:uuid:1",
        "tel:+4930123456",
        "http://example.com/"
      })
  void aContactAtTheServerItselfOrAtNoPhoneIsRefusedOnRecord(String contact) {
    SipResponse answer = rig.register(tls(1), "a", 1, "Contact: <" + contact + ">");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(rig.registrar.size()).isZero();
    assertThat(rig.records).hasSize(1).first().isInstanceOf(ArchiveRecord.Refused.class);
  }

  @Test
  void aPhoneBesideTheServerIsNotTakenForTheServer() {
    assertThat(
            rig.register(tls(1), "a", 1, "Contact: <sip:alice@192.0.2.1:40000;transport=tls>")
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "sip:alice@198.51.100.7:5070, 198.51.100.7:5070",
    "sip:alice@198.51.100.7, 198.51.100.7:5060",
    "sip:alice@198.51.100.7:40000, 198.51.100.7:40000",
    "sip:alice@203.0.113.9:5060, 198.51.100.7:40000",
    "sip:alice@198.51.100.8:25, 198.51.100.7:40000",
    "sip:alice@victim.example:53, 198.51.100.7:40000",
    "sip:alice@10.0.0.5;maddr=203.0.113.9, 198.51.100.7:40000"
  })
  void overUdpNoContactLeadsToAThirdHost(String contact, String way) {
    rig.register(udp(40000), "a", 1, "Contact: <" + contact + ">");
    assertThat(rig.registrar.of("sip:alice@example.org"))
        .extracting(
            binding ->
                binding.flow().remote().getAddress().getHostAddress()
                    + ":"
                    + binding.flow().remote().getPort())
        .containsExactly(way);
  }

  @Test
  void oneUserHasOnlySoManyDevicesButDeadOnesMakeRoom() {
    FakeFlow dead = tls(99);
    rig.register(dead, "dead", 1, "Contact: <sip:dead@198.51.100.7:99>");
    for (int i = 0; i < 9; i++) {
      rig.register(tls(i), "a" + i, 1, "Contact: <sip:a" + i + "@198.51.100.7:1" + i + ">");
    }
    assertThat(rig.register(tls(50), "b", 1, "Contact: <" + DESK + ">").status()).isEqualTo(403);
    assertThat(rig.registrar.size()).isEqualTo(10);
    dead.open = false;
    assertThat(rig.register(tls(50), "b", 2, "Contact: <" + DESK + ">").status()).isEqualTo(200);
    assertThat(rig.registrar.size()).isEqualTo(10);
    assertThat(rig.reachable()).contains(DESK).doesNotContain("sip:dead@198.51.100.7:99");
  }
}
