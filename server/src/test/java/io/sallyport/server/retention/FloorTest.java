package io.sallyport.server.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.retention.KeepSettings.Takes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloorTest {
  @TempDir Path directory;

  private static RetentionSettings chat(long days) {
    RetentionSettings base = Desk.settings(Takes.EVERYTHING, 10, false);
    KeepSettings chat =
        new KeepSettings(Duration.ofDays(days), KeepSettings.From.END, Takes.EVERYTHING);
    return new RetentionSettings(
        base.calls(),
        base.recordings(),
        chat,
        base.files(),
        base.access(),
        10,
        false,
        base.approvalExpiry());
  }

  @Test
  void aFloorCanBeRaisedAndNeverLowered() throws Exception {
    try (Desk desk = Desk.open(directory, chat(30))) {
      Retention retention = desk.retention;
      Desk.done(retention.setFloor(RetentionClass.CHAT, Duration.ofDays(10), "carol"));
      assertThat(Desk.denied(retention.setFloor(RetentionClass.CHAT, Duration.ofDays(9), "carol")))
          .contains("the floor is 10d, and can only be raised");
      assertThat(Desk.denied(retention.setFloor(RetentionClass.CHAT, Duration.ofDays(31), "carol")))
          .contains("first set retention.chat.keep to 31d or more");
      Desk.done(retention.setFloor(RetentionClass.CHAT, Duration.ofDays(20), "carol"));
      Desk.done(retention.setFloor(RetentionClass.ACCESS, Duration.ofDays(9_999), "carol"));
    }
    try (Desk desk = Desk.open(directory, chat(0))) {
      assertThat(desk.retention.terms())
          .filteredOn(term -> term.kind() == RetentionClass.CHAT)
          .singleElement()
          .satisfies(term -> assertThat(term.floor()).contains(Duration.ofDays(20)));
    }
  }

  @Test
  void aSettingBelowTheFloorIsRefusedAtTheStartAlsoWithoutTheDatabase() throws Exception {
    try (Desk desk = Desk.open(directory, chat(30))) {
      Desk.done(desk.retention.setFloor(RetentionClass.CHAT, Duration.ofDays(20), "carol"));
    }
    assertThatThrownBy(() -> Desk.open(directory, chat(19)))
        .isInstanceOf(FloorViolation.class)
        .hasMessageContaining("retention.chat.keep")
        .hasMessageContaining("keeps chat 19d, and the floor on the journal is 20d");
    Files.delete(directory.resolve("db").resolve("sallyport.mv.db"));
    assertThatThrownBy(() -> Desk.open(directory, chat(19))).isInstanceOf(FloorViolation.class);
    Desk.open(directory, chat(20)).close();
  }

  @Test
  void aFloorTakenOutOfTheTableByHandStillCountsForAPurge() throws Exception {
    try (Desk desk = Desk.open(directory, chat(30))) {
      desk.line("m1", "alice", "bob", "text");
      Desk.done(desk.retention.setFloor(RetentionClass.CHAT, Duration.ofDays(20), "carol"));
      desk.hold("zoe");
    }
    try (Desk desk = Desk.open(directory, chat(30))) {
      desk.database.<Integer, RuntimeException>inTransaction(
          handle -> handle.execute("DELETE FROM rulings"));
    }
    try (Desk desk = Desk.open(directory, chat(10))) {
      desk.days(15);
      assertThat(desk.retention.holds().list()).isEmpty();
      assertThatThrownBy(() -> desk.retention.purge("erin"))
          .hasMessageContaining("the floor on the journal is 20d");
      assertThat(desk.retention.holds().list()).hasSize(1);
    }
  }
}
