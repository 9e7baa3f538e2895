package io.sallyport.server.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Purge;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.Keeping;
import io.sallyport.server.archive.MessageFilter;
import io.sallyport.server.archive.Remains;
import io.sallyport.server.archive.Sequences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A purge that ends after any of its steps: the next start brings it to its end. */
class PurgeCrashTest {
  private static final int SEGMENTS = 3;

  @TempDir Path directory;

  private static List<Unit> fill(Desk desk) throws IOException {
    for (int i = 0; i < SEGMENTS; i++) {
      desk.line("m" + i, "alice", "bob", "text " + i);
      desk.delivered("m" + i, "bob");
      desk.archive.keeping().seal();
    }
    desk.days(40);
    return new Selection(Desk.settings(), new Persons("example.org"), desk.now.get(), 100)
        .due(desk.archive.keeping(), new Standing(), Groups.NONE);
  }

  /** Does so many steps of a purge and stops as if the process had been killed. */
  private static void doSteps(Desk desk, int steps) throws IOException {
    List<Unit> due = fill(desk);
    Purge purge = desk.retention.job().begin(due, "erin", "").orElseThrow();
    Keeping journal = desk.archive.keeping();
    Sequences fields = Sequences.of(purge.fields());
    List<Sequences.Range> segments = journal.segments(fields);
    assertThat(segments).hasSize(SEGMENTS);
    for (int i = 0; i < steps; i++) {
      journal.erase(segments.get(i).first(), Sequences.none(), fields);
      assertThat(desk.verify().problem()).isEmpty();
    }
  }

  @Test
  void aKillAfterAnyStepIsMadeGoodAtTheNextStart() throws Exception {
    for (int steps = 0; steps <= SEGMENTS; steps++) {
      Path place = directory.resolve("after-" + steps);
      try (Desk desk = Desk.open(place, Desk.settings())) {
        doSteps(desk, steps);
      }
      try (Desk desk = Desk.open(place, Desk.settings())) {
        desk.retention.close();
        assertThat(desk.remains().values()).filteredOn(Remains.LEAF::equals).hasSize(6);
        assertThat(desk.archive.messages(MessageFilter.newest(10))).isEmpty();
        assertThat(desk.verify().problem()).isEmpty();
        PurgeCompleted completed = desk.records(PurgeCompleted.class).get(0);
        assertThat(Sequences.of(completed.fields()).count()).isEqualTo(6);
        assertThat(desk.retention.certificate(completed.purge())).hasValueSatisfying(Files::exists);
        assertThat(place.resolve("certificates").toFile().list()).hasSize(1);
      }
      try (Desk desk = Desk.open(place, Desk.settings())) {
        assertThat(desk.records(PurgeCompleted.class)).hasSize(1);
      }
    }
  }

  @Test
  void anObjectThatCannotBeDestroyedStopsThePurgeAndTheNextStartGoesOn() throws Exception {
    RecordingPurge broken =
        object -> {
          throw new IOException("the vault cannot be reached");
        };
    Neighbours bad = new Neighbours(Groups.NONE, broken, Optional.empty());
    try (Desk desk = new Desk(directory, Desk.settings(), bad, Desk.START)) {
      List<Unit> due = fill(desk);
      due.get(0).objects().add("object-1");
      Purge purge = desk.retention.job().begin(due, "erin", "").orElseThrow();
      assertThatThrownBy(() -> desk.retention.job().finish(purge, due))
          .hasMessageContaining("vault");
      assertThat(desk.records(ChatMessage.class)).hasSize(SEGMENTS);
    }
    try (Desk desk = new Desk(directory, Desk.settings(), bad, Desk.START)) {
      desk.retention.close();
      assertThat(desk.retention.check().detail()).contains("the vault cannot be reached");
    }
    List<String> destroyed = new CopyOnWriteArrayList<>();
    Neighbours good = new Neighbours(Groups.NONE, destroyed::add, Optional.empty());
    try (Desk desk = new Desk(directory, Desk.settings(), good, Desk.START)) {
      desk.retention.close();
      assertThat(destroyed).containsExactly("object-1");
      assertThat(desk.records(ChatMessage.class)).isEmpty();
      assertThat(desk.records(PurgeCompleted.class).get(0).objects()).containsExactly("object-1");
      assertThat(desk.retention.check().ok()).isTrue();
    }
  }
}
