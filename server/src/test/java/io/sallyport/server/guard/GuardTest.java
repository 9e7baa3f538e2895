package io.sallyport.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.base.Networks;
import io.sallyport.server.base.PeerNetwork;
import io.sallyport.server.db.Database;
import io.sallyport.server.db.DatabaseSettings;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.wire.HeldJournal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks: who earns them, whom they reach, and how they end (threats, rows 12 and 13). */
class GuardTest {
  private static final InetAddress EVIL = address("198.51.100.7");
  private static final InetAddress OFFICE = address("192.0.2.1");

  @TempDir Path data;
  private Database database;
  private final Clockwork clock = new Clockwork("2026-11-26T10:00:00Z");
  private final HeldJournal journal = new HeldJournal();
  private final Counters counters = new Counters();
  private final List<String> closed = new ArrayList<>();
  private Guard guard;

  @BeforeEach
  void open() throws Exception {
    database = new Database(data, DatabaseSettings.defaults(), counters);
    database.start();
    guard = guard(GuardSettings.defaults());
  }

  @AfterEach
  void close() {
    guard.close();
    database.close();
  }

  @Test
  void wrongLoginsBlockTheirNetworkAndOnlyThat() {
    fail(EVIL, 19, "bob");
    assertThat(guard.turnsAway(EVIL, false)).isFalse();
    fail(EVIL, 1, "bob");
    assertThat(guard.turnsAway(EVIL, false)).isTrue();
    assertThat(guard.turnsAway(EVIL, true)).isTrue();
    assertThat(guard.mayLogIn(EVIL, "bob")).isFalse();
    assertThat(guard.turnsAway(OFFICE, false)).isFalse();
    assertThat(closed).containsExactly("198.51.100.7 everybody");
    ArchiveRecord.GuardBlocked record = journal.last(ArchiveRecord.GuardBlocked.class);
    assertThat(record.network()).isEqualTo("198.51.100.7");
    assertThat(record.reach()).isEqualTo("all");
    assertThat(record.until()).isEqualTo(clock.instant().plusSeconds(60));
    assertThat(journal.last(ArchiveRecord.AlarmRaised.class).alarm()).isEqualTo("scan");
  }

  @Test
  void offencesOfLongAgoDoNotCount() {
    for (int i = 0; i < 10; i++) {
      fail(EVIL, 4, "bob");
      clock.pass(Duration.ofMinutes(3));
    }
    assertThat(guard.blocks()).isEmpty();
  }

  @Test
  void eachBlockIsLongerThanTheLastUpToADay() {
    List<Long> minutes = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      fail(EVIL, 20, "bob");
      Block block = guard.blocks().get(0);
      minutes.add(Duration.between(block.since(), block.until()).toMinutes());
      clock.pass(Duration.between(clock.instant(), block.until()).minusSeconds(1));
      assertThat(guard.turnsAway(EVIL, false)).isTrue();
      clock.pass(Duration.ofSeconds(1));
      assertThat(guard.turnsAway(EVIL, false)).as("it expires").isFalse();
      clock.pass(Duration.ofMinutes(11));
    }
    assertThat(minutes).containsExactly(1L, 6L, 36L, 216L, 1_296L, 1_440L, 1_440L);
    clock.pass(Duration.ofDays(8));
    guard.tick();
    fail(EVIL, 20, "bob");
    assertThat(guard.blocks().get(0).level()).as("forgotten in between").isEqualTo(1);
  }

  @Test
  void namesThatAreTriedOneAfterTheOtherAreFewerThanWrongPasswords() {
    for (int i = 0; i < 8; i++) {
      guard.offence(Offence.UNKNOWN_USER, EVIL, false, "ext" + i);
    }
    assertThat(guard.blocks()).isEmpty();
    for (int i = 8; i < 13; i++) {
      guard.offence(Offence.UNKNOWN_USER, EVIL, false, "ext" + i);
    }
    assertThat(guard.turnsAway(EVIL, false)).isTrue();
    for (int i = 0; i < 1_000; i++) {
      guard.offence(Offence.UNKNOWN_USER, OFFICE, false, "the-same");
    }
    assertThat(guard.turnsAway(OFFICE, false)).as("a phone with a wrong name").isFalse();
  }

  @Test
  void oneLookAtAScannerIsEnough() {
    assertThat(guard.isScanner("Friendly-Scanner")).isTrue();
    assertThat(guard.isScanner("sipvicious/0.3.4")).isTrue();
    assertThat(guard.isScanner("Linphone/5.2")).isFalse();
    assertThat(guard.isScanner("")).isFalse();
    guard.offence(Offence.SCANNER, EVIL, false, "");
    assertThat(guard.turnsAway(EVIL, false)).isTrue();
  }

  @Test
  void malformedMessagesBlockLate() {
    for (int i = 0; i < 99; i++) {
      guard.offence(Offence.MALFORMED, EVIL, false, "");
    }
    assertThat(guard.blocks()).isEmpty();
    guard.offence(Offence.MALFORMED, EVIL, false, "");
    assertThat(guard.turnsAway(EVIL, false)).isTrue();
  }

  @Test
  void anAttackerBehindTheOfficesAddressDoesNotShutTheOfficeOut() {
    guard.loggedIn(OFFICE, "alice");
    fail(OFFICE, 20, "bob");
    assertThat(guard.blocks().get(0).strangersOnly()).isTrue();
    assertThat(guard.turnsAway(OFFICE, false)).as("connections are taken").isFalse();
    assertThat(guard.mayLogIn(OFFICE, "alice")).isTrue();
    assertThat(guard.mayLogIn(OFFICE, "bob")).isFalse();
    assertThat(closed).containsExactly("192.0.2.1 strangers");
  }

  @Test
  void whatADatagramSaysOfItsSourceBlocksDatagramsOnly() {
    guard.offence(Offence.SCANNER, EVIL, true, "");
    assertThat(guard.turnsAway(EVIL, true)).isTrue();
    assertThat(guard.turnsAway(EVIL, false)).isFalse();
    assertThat(guard.mayLogIn(EVIL, "bob")).isTrue();
    assertThat(closed).isEmpty();
    guard.offence(Offence.SCANNER, EVIL, false, "");
    assertThat(guard.turnsAway(EVIL, false)).as("a connection proves it").isTrue();
  }

  @Test
  void anAllowedNetworkIsNeverBlocked() {
    GuardSettings d = GuardSettings.defaults();
    guard =
        guard(
            new GuardSettings(
                Networks.of(List.of("192.0.2.0/24")), 50, 200, 100, d.blocks(), d.limits()));
    fail(OFFICE, 1_000, "bob");
    guard.offence(Offence.SCANNER, OFFICE, false, "");
    assertThat(guard.blocks()).isEmpty();
    guard.block(PeerNetwork.of(OFFICE), Duration.ofHours(1), "admin", "by mistake");
    assertThat(guard.turnsAway(OFFICE, false)).isFalse();
    assertThat(guard.mayLogIn(OFFICE, "bob")).isTrue();
  }

  @Test
  void ipv6IsBlockedByItsSixtyFour() {
    fail(address("2001:db8::1"), 20, "bob");
    assertThat(guard.turnsAway(address("2001:db8::ffff:2"), false)).isTrue();
    assertThat(guard.turnsAway(address("2001:db8:0:1::1"), false)).isFalse();
    assertThat(guard.blocks().get(0).network()).hasToString("2001:db8:0:0:0:0:0:0/64");
    assertThat(PeerNetwork.parse("2001:db8::77")).contains(guard.blocks().get(0).network());
  }

  @Test
  void commandsBlockEverybodyAndLift() {
    guard.loggedIn(OFFICE, "alice");
    guard.block(PeerNetwork.of(OFFICE), Duration.ofHours(1), "admin", "stolen laptop");
    assertThat(guard.turnsAway(OFFICE, false)).isTrue();
    assertThat(guard.mayLogIn(OFFICE, "alice")).isFalse();
    assertThat(closed).containsExactly("192.0.2.1 everybody");
    assertThat(guard.lift(PeerNetwork.of(OFFICE), "admin", "found")).isTrue();
    assertThat(guard.turnsAway(OFFICE, false)).isFalse();
    assertThat(guard.lift(PeerNetwork.of(OFFICE), "admin", "again")).isFalse();
    ArchiveRecord.GuardLifted record = journal.last(ArchiveRecord.GuardLifted.class);
    assertThat(record.by()).isEqualTo("admin");
    assertThat(record.reason()).isEqualTo("found");
  }

  @Test
  void blocksAndFamiliarUsersOutliveARestart() {
    guard.loggedIn(OFFICE, "alice");
    fail(EVIL, 20, "bob");
    guard.block(PeerNetwork.of(address("203.0.113.1")), Duration.ofHours(1), "admin", "x");
    guard.lift(PeerNetwork.of(address("203.0.113.1")), "admin", "y");
    guard.close();
    guard = guard(GuardSettings.defaults());
    assertThat(guard.turnsAway(EVIL, false)).isTrue();
    assertThat(guard.turnsAway(address("203.0.113.1"), false)).isFalse();
    fail(OFFICE, 20, "bob");
    assertThat(guard.mayLogIn(OFFICE, "alice")).isTrue();
    clock.pass(Duration.ofMinutes(2));
    fail(EVIL, 20, "bob");
    assertThat(guard.blocks())
        .filteredOn(b -> b.network().equals(PeerNetwork.of(EVIL)))
        .isNotEmpty()
        .allMatch(b -> b.level() == 2);
  }

  @Test
  void aSprayFromManyPlacesRaisesOneAlarmThatClears() {
    for (int i = 0; i < 40; i++) {
      fail(address("198.51.100." + i), 1, "user" + i);
    }
    assertThat(guard.blocks()).as("each of them did little").isEmpty();
    assertThat(journal.types()).containsOnlyOnce("alarm.raised");
    assertThat(guard.check().ok()).as("an attack takes nobody out of service").isTrue();
    assertThat(guard.check().detail()).contains("spray");
    clock.pass(Duration.ofMinutes(11));
    guard.tick();
    assertThat(journal.types()).containsOnlyOnce("alarm.cleared");
    assertThat(guard.alarms()).isEmpty();
    assertThat(counters.get(Counter.GUARD_ALARMS)).isEqualTo(1);
  }

  @Test
  void aMillionSourcesTakeNoMoreRoomThanTheSettingsSay() {
    GuardSettings d = GuardSettings.defaults();
    guard = guard(new GuardSettings(Networks.NONE, 50, 200, 1_000, d.blocks(), d.limits()));
    byte[] bytes = {100, 0, 0, 0};
    for (int i = 0; i < 1_000_000; i++) {
      bytes[1] = (byte) (i >> 16);
      bytes[2] = (byte) (i >> 8);
      bytes[3] = (byte) i;
      guard.offence(Offence.LOGIN_FAILED, address(bytes), false, "bob");
    }
    assertThat(guard.sources().remembered()).isLessThanOrEqualTo(1_000);
    for (int i = 0; i < 3_000; i++) {
      bytes[2] = (byte) (i >> 8);
      bytes[3] = (byte) i;
      guard.offence(Offence.SCANNER, address(bytes), false, "");
    }
    assertThat(guard.blocks()).hasSizeLessThanOrEqualTo(1_000);
  }

  private void fail(InetAddress source, int times, String name) {
    for (int i = 0; i < times; i++) {
      guard.offence(Offence.LOGIN_FAILED, source, false, name);
    }
  }

  private Guard guard(GuardSettings settings) {
    Guard made = new Guard(settings, journal, database, clock, clock::nanoTime, counters);
    made.start();
    made.closesBy(
        (network, everybody) -> closed.add(network + (everybody ? " everybody" : " strangers")));
    return made;
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
