package io.sallyport.server.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.policy.Reading;
import io.sallyport.server.policy.RuleSet;
import io.sallyport.server.rulebook.ReplayReport.Change;
import io.sallyport.server.rulebook.ReplayReport.Count;
import io.sallyport.server.rulebook.ReplayReport.Example;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A draft tried on a small past. */
@Timeout(60)
class ReplayTest {
  private static final String RECORDED =
      """
      rules:
        - name: recorded
          kind: audio
          result: allow
          obligations:
            record: [audio]
      """;

  @TempDir Path directory;

  private static ReplayReport replay(Shelf shelf, String draft) throws Exception {
    Reading.Ok read = (Reading.Ok) shelf.rulebook.check(draft);
    return replay(shelf, read.rules(), Duration.ZERO);
  }

  private static ReplayReport replay(Shelf shelf, RuleSet draft, Duration later) throws Exception {
    Replay.Period period =
        new Replay.Period(
            Shelf.NOON.minusSeconds(1).plus(later), Shelf.NOON.plusSeconds(1).plus(later));
    Replay replay = new Replay(draft, shelf.rulebook, Shelf.PEOPLE, period, 2);
    try (ArchiveReader reader = shelf.archive.fields(period.from())) {
      return replay.run(reader, sequence -> {});
    }
  }

  @Test
  void whatAWallWouldHaveStoppedIsCountedByKindRuleAndGroups() throws Exception {
    try (Shelf shelf = Shelf.open(directory)) {
      shelf.write(
          Shelf.call("c1", "rita", "sam", "default", "audio", "video"),
          Shelf.ended("c1"),
          Shelf.call("c2", "rita", "bob", "default", "audio"),
          Shelf.line("m1", "sam", "rita"),
          Shelf.line("m2", "sam", "sue"));
      ReplayReport report = replay(shelf, Shelf.WALL);
      assertThat(report.attempts()).isEqualTo(5);
      assertThat(report.changed()).isEqualTo(3).isEqualTo(report.changed(Change.DENIED));
      assertThat(report.counts(Change.DENIED, "kind"))
          .extracting(Count::what, Count::count)
          .containsExactlyInAnyOrder(tuple("audio"), tuple("video"), tuple("chat"));
      assertThat(report.counts(Change.DENIED, "rule"))
          .containsExactly(new Count(Change.DENIED, "rule", "default → chinese wall", 3));
      assertThat(report.counts(Change.DENIED, "groups"))
          .extracting(Count::what)
          .containsExactly("research → sales", "sales → research");
      assertThat(report.examples()).hasSize(2).extracting(Example::id).containsOnly("c1");
    }
  }

  private static Tuple tuple(String what) {
    return Tuple.tuple(what, 1L);
  }

  @Test
  void whatADraftWouldLetPassIsCountedAndOtherRefusalsAreNot() throws Exception {
    try (Shelf shelf = Shelf.open(directory)) {
      shelf.rulebook.apply(Shelf.WALL, "carol", "case 7");
      shelf.write(
          Shelf.refused("INVITE", "rita", "sam", "chinese wall", "audio"),
          Shelf.refused("MESSAGE", "sam", "rita", "chinese wall"),
          Shelf.refused("MESSAGE", "sam", "nobody", ""),
          Shelf.refused("INVITE", "bob", "eve@elsewhere.example", "default"));
      ReplayReport report = replay(shelf, Shelf.OPEN);
      assertThat(report.attempts()).isEqualTo(3);
      assertThat(report.otherRefusals()).isEqualTo(1);
      assertThat(report.changed(Change.ALLOWED)).isEqualTo(report.changed()).isEqualTo(2);
      assertThat(report.counts(Change.ALLOWED, "rule"))
          .containsExactly(new Count(Change.ALLOWED, "rule", "chinese wall → default", 2));
    }
  }

  @Test
  void otherObligationsAreNamed() throws Exception {
    try (Shelf shelf = Shelf.open(directory)) {
      shelf.write(
          Shelf.call("c1", "bob", "ann", "default", "audio"), Shelf.line("m", "bob", "ann"));
      ReplayReport report = replay(shelf, RECORDED);
      assertThat(report.changed(Change.OBLIGATIONS)).isEqualTo(report.changed()).isEqualTo(1);
      assertThat(report.counts(Change.OBLIGATIONS, "what"))
          .containsExactly(new Count(Change.OBLIGATIONS, "what", "record [] → [audio]", 1));
    }
  }

  @Test
  void whatIsOutsideThePeriodIsLeftOut() throws Exception {
    try (Shelf shelf = Shelf.open(directory)) {
      shelf.write(Shelf.call("c1", "rita", "sam", "default", "audio"));
      RuleSet draft = ((Reading.Ok) shelf.rulebook.check(Shelf.WALL)).rules();
      assertThat(replay(shelf, draft, Duration.ofDays(1)).attempts()).isZero();
      assertThat(replay(shelf, draft, Duration.ofDays(-1)).attempts()).isZero();
    }
  }

  @Test
  void callsAtTheSameTimeAreCountedAsTheRecordsPass() throws Exception {
    String most =
        """
        rules:
          - name: two at most
            concurrent-at-least: 2
            result: deny
        """;
    try (Shelf shelf = Shelf.open(directory)) {
      for (int i = 1; i <= 3; i++) {
        shelf.write(Shelf.call("c" + i, "bob", "ann", "default", "audio"));
      }
      shelf.write(Shelf.ended("c1"), Shelf.ended("c2"));
      shelf.write(Shelf.call("c4", "bob", "ann", "default", "audio"));
      ReplayReport report = replay(shelf, most);
      assertThat(report.changed(Change.DENIED)).isEqualTo(1);
      assertThat(report.examples()).extracting(Example::id).containsExactly("c3");
    }
  }

  @Test
  void theRunningSetChangesNothing() throws Exception {
    try (Shelf shelf = Shelf.open(directory)) {
      shelf.rulebook.apply(Shelf.OPEN, "carol", "begin");
      shelf.write(Shelf.call("c1", "rita", "sam", "default", "audio"));
      assertThat(replay(shelf, Shelf.OPEN).changed()).isZero();
      assertThat(shelf.policy.inForce().version()).isEqualTo(1);
      assertThat(shelf.rulebook.versions()).hasSize(1);
    }
  }

  @Test
  void aRecordThatNamesARuleSetWhichIsNotThereIsAnErrorAndNoGuess() throws Exception {
    try (Shelf shelf = Shelf.open(directory)) {
      shelf.write(
          new CallStarted(
              "c1",
              Shelf.NOON,
              Shelf.party("bob"),
              Shelf.address("ann"),
              List.of("audio"),
              "x",
              9));
      assertThatThrownBy(() -> replay(shelf, Shelf.OPEN))
          .hasMessageContaining("rule set 9, which is not on record");
    }
  }
}
