package io.sallyport.server.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Purge;
import io.sallyport.server.archive.CallFilter;
import io.sallyport.server.archive.MessageFilter;
import io.sallyport.server.archive.MessageRow;
import io.sallyport.server.archive.PurgedException;
import io.sallyport.server.archive.Remains;
import io.sallyport.server.retention.KeepSettings.Takes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurgeTest {
  @TempDir Path directory;

  /** Records 1-2 a line, 3-5 a call, 6 a line that waits; then 40 days pass. */
  private static void fill(Desk desk) throws IOException {
    desk.line("m1", "alice", "bob", "the quick brown fox");
    desk.delivered("m1", "bob");
    desk.call("c1", "alice", "bob");
    desk.line("m2", "carol", "dave", "jumps over");
    desk.days(40);
  }

  @Test
  void whatIsDueIsDestroyedAndTheJournalStillVerifies() throws Exception {
    try (Desk desk = Desk.open(directory, Desk.settings())) {
      fill(desk);
      PurgeReport report = Desk.done(desk.retention.purge("erin"));
      assertThat(report.units()).isEqualTo(2);
      assertThat(report.records()).isEqualTo(3);
      assertThat(report.more()).isFalse();
      assertThat(desk.verify().problem()).isEmpty();
      assertThat(desk.remains())
          .containsEntry(1L, Remains.LEAF)
          .containsEntry(2L, Remains.LEAF)
          .containsEntry(3L, Remains.WHOLE)
          .containsEntry(6L, Remains.LEAF);
      assertThat(desk.archive.messages(MessageFilter.newest(10))).isEmpty();
      assertThat(desk.archive.calls(CallFilter.newest(10))).hasSize(1);
      assertThat(desk.archive.undelivered().count("sip:dave@example.org")).isZero();
      assertNothingSays(desk.journal(), "alice@example.org", 1);
      desk.days(40);
      assertThat(Desk.done(desk.retention.purge("erin")).records()).isEqualTo(3);
      assertThat(desk.archive.calls(CallFilter.newest(10))).isEmpty();
      assertNothingSays(desk.journal(), "alice@example.org", 0);
      assertThat(Desk.denied(desk.retention.purge("erin"))).isEqualTo("nothing is due");
      assertThat(desk.verify().problem()).isEmpty();
    }
  }

  private static void assertNothingSays(Path journal, String word, int files) throws IOException {
    try (Stream<Path> all = Files.list(journal)) {
      assertThat(
              all.filter(
                  file -> {
                    try {
                      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                          .contains(word);
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  }))
          .hasSize(files);
    }
  }

  @Test
  void whereOnlyBodiesGoTheRowStaysAndItsTextIsGone() throws Exception {
    RetentionSettings settings = Desk.settings(Takes.BODIES, 10_000, false);
    try (Desk desk = Desk.open(directory, settings)) {
      fill(desk);
      desk.line("m3", "alice", "bob", "young");
      Desk.done(desk.retention.purge("erin"));
      assertBodiesGone(desk);
      assertThat(Desk.denied(desk.retention.purge("erin"))).isEqualTo("nothing is due");
    }
    delete(directory.resolve("db"));
    try (Desk desk = new Desk(directory, settings, Neighbours.none(), Desk.START)) {
      assertBodiesGone(desk);
    }
  }

  private static void assertBodiesGone(Desk desk) throws IOException {
    assertThat(desk.verify().problem()).isEmpty();
    List<MessageRow> rows = desk.archive.messages(MessageFilter.newest(10));
    assertThat(rows).extracting(MessageRow::message).containsExactly("m3", "m2", "m1");
    assertThat(rows).extracting(MessageRow::purged).containsExactly(false, true, true);
    assertThat(new String(desk.archive.body(rows.get(0)).bytes(), StandardCharsets.UTF_8))
        .isEqualTo("young");
    assertThatThrownBy(() -> desk.archive.body(rows.get(1)))
        .isInstanceOf(PurgedException.class)
        .hasMessageContaining("purged under retention");
    assertThat(desk.archive.undelivered().count("sip:dave@example.org")).isZero();
    assertThat(desk.archive.undelivered().of("sip:bob@example.org", 10)).hasSize(1);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aTableBuiltAgainFromTheJournalForgetsToo() throws Exception {
    try (Desk desk = Desk.open(directory, Desk.settings())) {
      fill(desk);
      Desk.done(desk.retention.purge("erin"));
    }
    delete(directory.resolve("db"));
    try (Desk desk = Desk.open(directory, Desk.settings())) {
      assertThat(desk.archive.messages(MessageFilter.newest(10))).isEmpty();
      assertThat(desk.archive.calls(CallFilter.newest(10))).hasSize(1);
      assertThat(desk.archive.undelivered().count("sip:dave@example.org")).isZero();
      assertThat(desk.archive.keeping().rulings()).hasSize(2);
    }
  }

  @Test
  void aDryRunTellsAndChangesNothing() throws Exception {
    try (Desk desk = Desk.open(directory, Desk.settings())) {
      fill(desk);
      desk.hold("dave");
      Map<Long, Remains> before = desk.remains();
      PurgePreview preview = desk.retention.preview();
      assertThat(preview.units()).containsExactly(Map.entry(RetentionClass.CHAT, 1L));
      assertThat(preview.records()).isEqualTo(2);
      assertThat(preview.held()).isEqualTo(1);
      assertThat(preview.examples()).extracting(PurgePreview.Example::id).containsExactly("m1");
      assertThat(desk.remains()).isEqualTo(before);
      assertThat(desk.records(Purge.class)).isEmpty();
    }
  }

  @Test
  void aCallThatRunsIsNeverDueAndTheTimeCountsFromItsEnd() throws Exception {
    try (Desk desk = Desk.open(directory, Desk.settings())) {
      desk.archive.write(
          new CallStarted(
              "long", desk.now.get(), Desk.party("alice"), "sip:bob@example.org", List.of()));
      desk.days(100);
      assertThat(Desk.denied(desk.retention.purge("erin"))).isEqualTo("nothing is due");
      desk.ended("long");
      desk.days(59);
      assertThat(Desk.denied(desk.retention.purge("erin"))).isEqualTo("nothing is due");
      desk.days(1);
      assertThat(Desk.done(desk.retention.purge("erin")).records()).isEqualTo(2);
    }
  }

  @Test
  void onePurgeIsBoundedAndTheNextGoesOn() throws Exception {
    try (Desk desk = Desk.open(directory, Desk.settings(Takes.EVERYTHING, 2, false))) {
      for (int i = 0; i < 5; i++) {
        desk.line("m" + i, "alice", "bob", "text " + i);
        desk.delivered("m" + i, "bob");
      }
      desk.hold("zoe");
      desk.days(31);
      for (boolean more : new boolean[] {true, true, false}) {
        assertThat(Desk.done(desk.retention.purge("erin")).more()).isEqualTo(more);
        assertThat(desk.verify().problem()).isEmpty();
      }
      assertThat(desk.records(ChatMessage.class)).isEmpty();
      assertThat(desk.records(Purge.class)).hasSize(3);
    }
  }

  @Test
  void theCertificateSaysWhatWentAndIsSignedWhereThereIsAKey() throws Exception {
    Neighbours signing =
        new Neighbours(
            Groups.NONE,
            RecordingPurge.NONE,
            Optional.of(text -> "— sallyport " + text.length() + "\n"));
    try (Desk desk = new Desk(directory, Desk.settings(), signing, Desk.START)) {
      fill(desk);
      PurgeReport report = Desk.done(desk.retention.purge("erin"));
      String paper = Files.readString(report.certificate());
      assertThat(paper)
          .contains("\"chat.message\" : 2")
          .contains("\"chat.delivered\" : 1")
          .contains("\"recordsDestroyed\" : [ \"1-2\", \"6-6\" ]")
          .contains("\"purgeRecord\" : 7", "\"completedRecord\" : 8")
          .contains("\n— sallyport ");
      Files.delete(report.certificate());
    }
    try (Desk desk = Desk.open(directory, Desk.settings())) {
      String id = desk.records(Purge.class).get(0).purge();
      assertThat(Files.readString(desk.retention.certificate(id).orElseThrow()))
          .containsPattern("\nsha256 [0-9a-f]{64}\n");
    }
  }

  @Test
  void withTwoPersonsWhatWasDueWhenItWasAskedForGoes() throws Exception {
    try (Desk desk = Desk.open(directory, Desk.settings(Takes.EVERYTHING, 10_000, true))) {
      fill(desk);
      desk.line("m3", "alice", "bob", "not due at the time of the request");
      desk.days(29);
      assertThat(Desk.denied(desk.retention.purge("erin"))).contains("second person");
      Approval asked = Desk.done(desk.retention.requestPurge("it is time", "erin"));
      assertThat(asked.subject()).isEqualTo("calls 1, chat 2");
      desk.days(2);
      assertThat(Desk.denied(desk.retention.approvePurge(asked.id(), "Erin"))).contains("second");
      assertThat(Desk.done(desk.retention.approvePurge(asked.id(), "frank")).units()).isEqualTo(3);
      assertThat(desk.records(ChatMessage.class)).hasSize(1);
      assertThat(desk.records(Purge.class))
          .singleElement()
          .satisfies(purge -> assertThat(purge.approvedBy()).isEqualTo("frank"));
      assertThat(Desk.denied(desk.retention.approvePurge(asked.id(), "frank"))).contains("already");
    }
  }

  @Test
  void aClockThatWasSetForwardPurgesNothing() throws Exception {
    try (Desk desk = Desk.open(directory, Desk.settings())) {
      desk.line("m1", "alice", "bob", "text");
    }
    AtomicReference<Instant> wall = new AtomicReference<>(Desk.START);
    try (Desk desk = Desk.open(directory, Desk.settings());
        Retention jumped =
            new Retention(
                desk.archive,
                Desk.settings(),
                "example.org",
                Neighbours.none(),
                directory.resolve("certificates"),
                wall::get,
                () -> 0)) {
      jumped.start();
      wall.set(Instant.parse("2100-01-01T00:00:00Z"));
      assertThat(Desk.denied(jumped.purge("erin"))).contains("the clock was set by");
      assertThat(desk.remains()).containsEntry(1L, Remains.WHOLE);
    }
  }
}
