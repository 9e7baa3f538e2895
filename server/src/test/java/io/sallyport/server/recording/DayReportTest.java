package io.sallyport.server.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.Position;
import io.sallyport.server.archive.Remains;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DayReportTest {
  private static final Instant DAY = Instant.parse("2026-11-26T00:00:00Z");
  private static final Instant NOON = DAY.plus(Duration.ofHours(12));
  private static final Party ALICE = new Party("sip:alice@example.org", "", "", "");

  private final List<ArchiveReader.Entry> records = new ArrayList<>();

  @Test
  void eachAnsweredCallOfTheDayHasItsLine() {
    answered("whole");
    started("whole");
    closed("whole", List.of());
    answered("gap");
    started("gap");
    closed("gap", List.of());
    add(new ArchiveRecord.CompletenessGap("gap", NOON, "gap-r", "7 packets", 10, 3, 1, 1));
    answered("lost");
    started("lost");
    ended("lost");
    answered("now");
    started("now");
    answered("emergency");
    add(new ArchiveRecord.RecordingExempt("emergency", NOON, "", "", "disk full"));
    ended("emergency");
    answered("free");
    ended("free");
    answered("killed");
    started("killed");
    recovered("killed");

    DayReport report = report();
    assertThat(report.lines())
        .extracting(line -> line.call() + " " + line.outcome())
        .containsExactly(
            "whole COMPLETE",
            "gap INCOMPLETE",
            "lost MISSING",
            "now RUNNING",
            "emergency EXEMPT",
            "free NOT_WANTED",
            "killed INCOMPLETE");
    assertThat(report.complete()).isFalse();
    assertThat(report.lines().get(1).what()).isEqualTo("7 packets");
    assertThat(report.lines().get(4).what()).isEqualTo("disk full");
  }

  @Test
  void callsThatWereNotAnsweredOrOnAnotherDayAreNotInIt() {
    add(new ArchiveRecord.CallStarted("rings", NOON, ALICE, "sip:bob@example.org", List.of()));
    add(new ArchiveRecord.CallAnswered("yesterday", DAY.minusSeconds(1), ALICE, List.of("audio")));
    add(
        new ArchiveRecord.CallAnswered(
            "tomorrow", DAY.plus(Duration.ofDays(1)), ALICE, List.of("audio")));
    assertThat(report().lines()).isEmpty();
    assertThat(report().complete()).isTrue();
  }

  private DayReport report() {
    Instant until = DAY.plus(Duration.ofDays(1));
    return DayReport.of(records.iterator(), DAY, until, until);
  }

  private void answered(String call) {
    add(new ArchiveRecord.CallStarted(call, NOON, ALICE, "sip:bob@example.org", List.of("audio")));
    add(new ArchiveRecord.CallAnswered(call, NOON, ALICE, List.of("audio")));
  }

  private void ended(String call) {
    add(new ArchiveRecord.CallEnded(call, NOON, "answered", 200, "", "", 5_000, List.of()));
  }

  private void started(String call) {
    add(new ArchiveRecord.RecordingStarted(call + "-r", call, NOON, "", "", List.of("audio")));
  }

  private void closed(String call, List<ArchiveRecord.RecordingGap> gaps) {
    add(
        new ArchiveRecord.RecordingClosed(
            call + "-r", call, NOON, NOON, 5_000, "", 1, 1, List.of(), gaps));
  }

  private void recovered(String call) {
    List<ArchiveRecord.RecordingGap> gaps =
        List.of(new ArchiveRecord.RecordingGap(-1, 5_000, -1, "killed"));
    add(
        new ArchiveRecord.RecordingRecovered(
            call + "-r", call, NOON, NOON, 5_000, "", 1, 1, List.of(), gaps, 17, ""));
  }

  private void add(ArchiveRecord record) {
    records.add(
        new ArchiveReader.Entry(
            records.size() + 1,
            record.type(),
            NOON,
            new Position(1, 0),
            "",
            Optional.empty(),
            Optional.of(record),
            Remains.WHOLE));
  }
}
