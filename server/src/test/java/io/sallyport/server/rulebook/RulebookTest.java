package io.sallyport.server.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord.PolicyChanged;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Versions of the rules on record, in force, and back. */
@Timeout(60)
class RulebookTest {
  @TempDir Path directory;

  @Test
  void withoutAVersionTheBuiltInRulesHold() throws Exception {
    try (Shelf shelf = Shelf.open(directory)) {
      assertThat(shelf.rulebook.newest()).isZero();
      assertThat(shelf.rulebook.versions()).isEmpty();
      assertThat(shelf.allows("rita", "sam")).isTrue();
      assertThat(shelf.rulebook.check().detail()).isEqualTo("rule set 0");
    }
  }

  @Test
  void aSetIsInForceOnceItIsOnRecordAndSurvivesARestart() throws Exception {
    try (Shelf shelf = Shelf.open(directory)) {
      assertThat(shelf.rulebook.apply(Shelf.WALL, "carol", " case 7 "))
          .isInstanceOfSatisfying(
              Outcome.InForce.class, done -> assertThat(done.version()).isEqualTo(1));
      assertThat(shelf.allows("rita", "sam")).isFalse();
      assertThat(shelf.policy.inForce().version()).isEqualTo(1);
      assertThat(shelf.rulebook.version(1))
          .contains(new PolicyChanged(1, Shelf.NOON, "carol", "case 7", Shelf.WALL, 0));
    }
    try (Shelf shelf = Shelf.open(directory)) {
      assertThat(shelf.allows("rita", "sam")).isFalse();
      assertThat(shelf.allows("rita", "bob")).isTrue();
      assertThat(shelf.policy.inForce().version()).isEqualTo(1);
      assertThat(shelf.rulebook.apply(Shelf.OPEN, "carol", "over"))
          .isInstanceOf(Outcome.InForce.class);
    }
    try (Shelf shelf = Shelf.open(directory)) {
      assertThat(shelf.allows("rita", "sam")).isTrue();
      assertThat(shelf.rulebook.versions())
          .extracting(PolicyChanged::version)
          .containsExactly(1L, 2L);
    }
  }

  @Test
  void aTableThatIsLostIsBuiltAgainFromTheJournal() throws Exception {
    try (Shelf shelf = Shelf.open(directory)) {
      shelf.rulebook.apply(Shelf.WALL, "carol", "case 7");
      shelf.rulebook.apply(Shelf.OPEN, "dave", "case 8");
      shelf.rulebook.rollback(1, "carol", "case 7 again");
      shelf.forgetTables();
    }
    try (Shelf shelf = Shelf.open(directory)) {
      assertThat(shelf.policy.inForce().version()).isEqualTo(3);
      assertThat(shelf.allows("rita", "sam")).isFalse();
      assertThat(shelf.rulebook.versions())
          .extracting(PolicyChanged::by)
          .containsExactly("carol", "dave", "carol");
    }
  }

  @Test
  void aRollbackIsANewVersionWithTheOldText() throws Exception {
    try (Shelf shelf = Shelf.open(directory)) {
      shelf.rulebook.apply(Shelf.WALL, "carol", "case 7");
      shelf.rulebook.apply(Shelf.OPEN, "carol", "over");
      assertThat(shelf.rulebook.rollback(1, "dave", "not over"))
          .isInstanceOfSatisfying(
              Outcome.InForce.class, done -> assertThat(done.version()).isEqualTo(3));
      assertThat(shelf.allows("sam", "rita")).isFalse();
      assertThat(shelf.rulebook.version(3))
          .contains(new PolicyChanged(3, Shelf.NOON, "dave", "not over", Shelf.WALL, 1));
      assertThat(shelf.rulebook.rollback(3, "dave", "again")).isInstanceOf(Outcome.Failed.class);
      assertThat(shelf.rulebook.rollback(9, "dave", "again"))
          .isEqualTo(new Outcome.Failed("there is no rule set 9"));
    }
  }

  @Test
  void aSetThatIsWrongOrWithoutReasonLeavesTheOneInForce() throws Exception {
    try (Shelf shelf = Shelf.open(directory)) {
      shelf.rulebook.apply(Shelf.WALL, "carol", "case 7");
      long records = shelf.archive.durable();
      assertThat(shelf.rulebook.apply("rules:\n  - nmae: x\n", "carol", "typo"))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.problems().get(0).line()).isEqualTo(2));
      assertThat(shelf.rulebook.apply("rules: [", "carol", "typo"))
          .isInstanceOf(Outcome.Refused.class);
      assertThat(shelf.rulebook.apply(Shelf.OPEN, "carol", " ")).isInstanceOf(Outcome.Failed.class);
      assertThat(shelf.rulebook.apply(Shelf.WALL, "carol", "twice"))
          .isEqualTo(new Outcome.Failed("that is rule set 1, in force now"));
      assertThat(shelf.archive.durable()).isEqualTo(records);
      assertThat(shelf.allows("rita", "sam")).isFalse();
      assertThat(shelf.policy.inForce().version()).isEqualTo(1);
    }
  }

  @Test
  void whatCannotGoOnRecordComesNotIntoForce() throws Exception {
    try (Shelf shelf = Shelf.open(directory)) {
      List<Long> told = new ArrayList<>();
      shelf.rulebook.addListener(() -> told.add(shelf.policy.inForce().version()));
      shelf.rulebook.apply(Shelf.OPEN, "carol", "begin");
      assertThat(told).containsExactly(1L);
      shelf.archive.close();
      assertThat(shelf.rulebook.apply(Shelf.WALL, "carol", "too late"))
          .isInstanceOf(Outcome.Failed.class);
      assertThat(shelf.allows("rita", "sam")).isTrue();
      assertThat(told).hasSize(1);
    }
    assertThat(Files.exists(directory.resolve("journal"))).isTrue();
  }
}
