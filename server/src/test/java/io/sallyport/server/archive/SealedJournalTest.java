package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.archive.VerifyReport.Problem;
import io.sallyport.server.seal.OutsideSettings;
import io.sallyport.server.seal.Proofs;
import io.sallyport.server.seal.Proofs.Outcome;
import io.sallyport.server.seal.SealSettings;
import io.sallyport.watch.ExpectsErrors;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the seal makes of a journal, what it refuses to sign, and what it proves. */
class SealedJournalTest {
  @TempDir Path directory;

  private Path data() {
    return directory.resolve("data");
  }

  private Path journal() {
    return data().resolve("journal");
  }

  @Test
  void aJournalOverManyTilesHoldsWithItsSeal() throws Exception {
    for (int run = 0; run < 3; run++) {
      try (SealedJournal sealed = SealedJournal.open(data())) {
        sealed.append(300);
        sealed.checkpoint();
        sealed.append(7);
      }
      VerifyReport report = SealedJournal.verify(data());
      assertThat(report.problem()).isEmpty();
      assertThat(report.records()).isEqualTo(307L * (run + 1));
      assertThat(report.notes()).isEmpty();
    }
    assertThat(journal().resolve("tile/0/000")).hasSize(8_192);
    assertThat(journal().resolve("tile/0/002")).hasSize(8_192);
    assertThat(journal().resolve("tile/0/000.p")).doesNotExist();
    assertThat(journal().resolve("tile/1/000.p/3")).hasSize(96);
    assertThat(journal().resolve("tile/0/003.p/" + (921 - 768))).exists();
  }

  @Test
  void aCheckpointIsMadeAfterSoManyRecordsAndWhenNothingHappens() throws Exception {
    SealSettings often = new SealSettings(Duration.ofHours(1), 100, OutsideSettings.defaults());
    try (SealedJournal sealed =
        new SealedJournal(data(), Store.settings(), often, () -> Store.NOW)) {
      sealed.append(250);
      Awaitility.await().until(() -> sealed.seal.sealed() >= 200);
    }
    SealSettings idle = new SealSettings(Duration.ofMillis(20), 1_000, OutsideSettings.defaults());
    try (SealedJournal sealed =
        new SealedJournal(data(), Store.settings(), idle, () -> Store.NOW)) {
      String first = sealed.checkpoint();
      Awaitility.await().until(() -> !Proofs.of(journal()).newestCheckpoint().equals(first));
      assertThat(sealed.seal.check().ok()).isTrue();
      assertThat(sealed.seal.check().detail()).contains("record 250");
    }
    assertThat(SealedJournal.verify(data()).problem()).isEmpty();
  }

  @Test
  void proofsAreMadeFromFilesAndHoldWithThePublicKeyAlone() throws Exception {
    try (SealedJournal sealed = SealedJournal.open(data())) {
      sealed.append(700);
      sealed.checkpoint();
      sealed.append(100);
    }
    JournalLeaves leaves = new JournalLeaves(journal());
    Proofs proofs = Proofs.of(journal());
    for (long sequence : new long[] {1, 255, 256, 257, 512, 700, 800}) {
      String proof = proofs.inclusion(sequence, leaves.leaf(sequence).orElseThrow());
      assertThat(Proofs.check(proof, SealedJournal.publicKeys(data())))
          .isInstanceOfSatisfying(
              Outcome.Holds.class,
              holds -> {
                assertThat(holds.sequence()).isEqualTo(sequence);
                assertThat(JournalLeaves.describe(holds.leaf().orElseThrow()))
                    .contains("number " + sequence + ", chat.delivered, 2026-11-22");
              });
      hostile(proof);
    }
    for (int older = 1; older <= 4; older++) {
      String proof = proofs.consistency(older, 4);
      assertThat(Proofs.check(proof, SealedJournal.publicKeys(data())))
          .isInstanceOf(Outcome.Holds.class);
    }
    hostile(proofs.consistency(3, 4));
    assertThatThrownBy(() -> proofs.consistency(4, 3)).hasMessageContaining("do not match");
    assertThatThrownBy(() -> proofs.consistency(1, 5)).hasMessageContaining("no checkpoint 5");
    assertThatThrownBy(() -> proofs.inclusion(801, new byte[1])).hasMessageContaining("1 to 800");
    assertThatThrownBy(() -> proofs.inclusion(5, leaves.leaf(6).orElseThrow()))
        .hasMessageContaining("do not match");
    assertThat(leaves.leaf(801)).isEmpty();
  }

  /** Every byte flipped, every cut, every line doubled or left out. */
  private void hostile(String proof) throws Exception {
    var keys = SealedJournal.publicKeys(data());
    for (int at = 0; at < proof.length(); at++) {
      StringBuilder flipped = new StringBuilder(proof);
      flipped.setCharAt(at, (char) (proof.charAt(at) ^ 1 << at % 7));
      assertThat(Proofs.check(flipped.toString(), keys)).isInstanceOf(Outcome.Fails.class);
      if (at % 5 == 0) {
        assertThat(Proofs.check(proof.substring(0, at), keys)).isInstanceOf(Outcome.Fails.class);
      }
    }
    String[] lines = proof.split("\n", -1);
    for (int i = 0; i < lines.length - 1; i++) {
      String line = lines[i] + "\n";
      int at = String.join("\n", List.of(lines).subList(0, i)).length() + (i == 0 ? 0 : 1);
      String doubled = proof.substring(0, at) + line + proof.substring(at);
      String without = proof.substring(0, at) + proof.substring(at + line.length());
      assertThat(Proofs.check(doubled, keys)).as(doubled).isInstanceOf(Outcome.Fails.class);
      assertThat(Proofs.check(without, keys)).as(without).isInstanceOf(Outcome.Fails.class);
    }
    assertThat(Proofs.check(proof + "\n", keys)).isInstanceOf(Outcome.Fails.class);
    assertThat(Proofs.check(proof + proof, keys)).isInstanceOf(Outcome.Fails.class);
  }

  @Test
  void theTimesOfCheckpointsFollowTheClockAndOrderDoesNot() throws Exception {
    Queue<Instant> clock = new ArrayDeque<>();
    for (String time :
        List.of("1970-01-01T00:00:00Z", "2038-01-19T03:14:08Z", "2100-01-01T00:00:00.001Z")) {
      clock.add(Instant.parse(time));
    }
    try (SealedJournal sealed =
        new SealedJournal(
            data(),
            Store.settings(),
            SealedJournal.quiet(),
            () -> {
              Instant now = clock.poll();
              clock.add(now);
              return now;
            })) {
      for (int i = 0; i < 7; i++) {
        sealed.append(Store.delivered("m" + i));
        sealed.checkpoint();
      }
    }
    VerifyReport report = SealedJournal.verify(data());
    assertThat(report.problem()).isEmpty();
    assertThat(report.notes()).isNotEmpty().allMatch(note -> note.contains("clock was set back"));
  }

  @Test
  void missingTilesAreBuiltAgainFromTheJournal() throws Exception {
    try (SealedJournal sealed = SealedJournal.open(data())) {
      sealed.append(600);
    }
    List<String> tiles = List.of("0/000", "0/001", "0/002.p/88", "1/000.p/2", "");
    for (String tile : tiles) {
      Path gone = journal().resolve("tile/" + tile);
      if (tile.isEmpty()) {
        Store.delete(gone);
      } else {
        Files.delete(gone);
      }
      assertThat(SealedJournal.verify(data()).problem().orElseThrow().what()).contains("missing");
      try (SealedJournal sealed = SealedJournal.open(data())) {
        sealed.checkpoint();
      }
      assertThat(SealedJournal.verify(data()).problem()).isEmpty();
    }
  }

  @Test
  @ExpectsErrors("nothing is sealed any more.*")
  void aJournalThatWasWrittenAnewIsNotSealedAgain() throws Exception {
    Path other = directory.resolve("other");
    for (Path one : List.of(data(), other)) {
      try (SealedJournal sealed = SealedJournal.open(one)) {
        sealed.append(300);
      }
    }
    for (Path segment : SegmentFiles.list(journal())) {
      Files.delete(segment);
    }
    for (Path segment : SegmentFiles.list(other.resolve("journal"))) {
      Files.copy(segment, journal().resolve(segment.getFileName()));
    }
    Files.copy(
        other.resolve("journal/head"),
        journal().resolve("head"),
        StandardCopyOption.REPLACE_EXISTING);
    Store.delete(journal().resolve("tile"));
    try (SealedJournal sealed = SealedJournal.open(data())) {
      sealed.append(Store.delivered("m"));
      assertThat(sealed.seal.sealNow(Duration.ofSeconds(10))).isEmpty();
      assertThat(sealed.seal.check().ok()).isFalse();
      assertThat(sealed.seal.check().detail()).contains("does not match checkpoint");
      assertThat(sealed.writer.accepting()).isTrue();
    }
  }

  @Test
  @ExpectsErrors("nothing is sealed any more.*")
  void aHistoryThatWasSetBackIsSeenByTheKeyOfTheEpochAtTheNextStart() throws Exception {
    try (SealedJournal sealed = SealedJournal.open(data())) {
      sealed.append(Store.delivered("m1"));
    }
    Path earlier = directory.resolve("earlier");
    Store.copy(journal(), earlier);
    try (SealedJournal sealed = SealedJournal.open(data())) {
      sealed.append(Store.delivered("m2"));
    }
    Store.delete(journal());
    Store.copy(earlier, journal());
    try (SealedJournal sealed = SealedJournal.open(data())) {
      assertThat(sealed.seal.check().detail()).contains("set back or cut");
      sealed.append(Store.delivered("m3"));
    }
  }

  @Test
  void keysThatOthersMayReadAreRefused() throws Exception {
    SealedJournal.open(data()).close();
    for (String key : List.of("seal.key", "seal-epoch.key")) {
      Path file = SealedJournal.keys(data()).resolve(key);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
      assertThatThrownBy(() -> SealedJournal.open(data())).hasMessageContaining("chmod 600");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      byte[] bytes = Files.readAllBytes(file);
      byte[] damaged = bytes.clone();
      damaged[30] ^= 1;
      Files.write(file, damaged);
      assertThatThrownBy(() -> SealedJournal.open(data())).hasMessageContaining("damaged");
      Files.delete(file);
      assertThatThrownBy(() -> SealedJournal.open(data())).hasMessageContaining("missing");
      Files.write(file, bytes);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    SealedJournal.open(data()).close();
  }

  @Test
  void aKillAtAnyMomentLeavesWhatHoldsAndGoesOn() throws Exception {
    SealSettings often = new SealSettings(Duration.ofMillis(20), 1, OutsideSettings.defaults());
    try (SealedJournal sealed =
        new SealedJournal(data(), Store.settings(), often, () -> Store.NOW)) {
      for (int i = 0; i < 20; i++) {
        sealed.append(20);
        Path copy = directory.resolve("copy" + i);
        snapshot(copy);
        VerifyReport asItLies = SealedJournal.verify(copy);
        assertThat(asItLies.problem()).isEmpty();
        try (SealedJournal second = SealedJournal.open(copy)) {
          second.append(Store.delivered("later"));
        }
        assertThat(SealedJournal.verify(copy).problem()).isEmpty();
        assertThat(SealedJournal.verify(data()).problem()).isEmpty();
      }
    }
  }

  /** What a kill leaves: nothing of it older than what it vouches for. */
  private void snapshot(Path copy) throws Exception {
    Path to = copy.resolve("journal");
    Files.createDirectories(to);
    Store.copy(SealedJournal.keys(data()), SealedJournal.keys(copy));
    Files.copy(journal().resolve("checkpoint"), to.resolve("checkpoint"));
    Store.copy(journal().resolve("checkpoints"), to.resolve("checkpoints"));
    copyTiles(to);
    Files.copy(journal().resolve(Head.FILE), to.resolve(Head.FILE));
    for (Path segment : SegmentFiles.list(journal())) {
      Files.copy(segment, to.resolve(segment.getFileName()));
    }
  }

  private void copyTiles(Path to) throws Exception {
    for (int tries = 0; ; tries++) {
      try {
        Store.delete(to.resolve("tile"));
        Store.copy(journal().resolve("tile"), to.resolve("tile"));
        return;
      } catch (NoSuchFileException | UncheckedIOException e) {
        // a partial tile went away while it was copied
        assertThat(tries).isLessThan(200);
      }
    }
  }

  @Test
  void thePlacesOfFlippedHashesInTilesAreNamed() throws Exception {
    try (SealedJournal sealed = SealedJournal.open(data())) {
      sealed.append(600);
    }
    Path tile = journal().resolve("tile/0/001");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[32 * 10 + 3] ^= 4;
    Files.write(tile, bytes);
    Problem problem = SealedJournal.verify(data()).problem().orElseThrow();
    assertThat(problem.segment()).isEqualTo("tile/0/001");
    assertThat(problem.offset()).isEqualTo(320);
    assertThat(problem.sequence()).isEqualTo(256 + 10 + 1);
  }
}
