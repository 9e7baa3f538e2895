package io.sallyport.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.HoldReleased;
import io.sallyport.server.archive.ArchiveRecord.Purge;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.MessageFilter;
import io.sallyport.server.archive.Remains;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldsTest {
  @TempDir Path directory;

  private static Hold.Scope scope(List<String> persons, String group, List<String> calls) {
    return scope(persons, group, calls, Optional.empty(), Optional.empty());
  }

  private static Hold.Scope scope(
      List<String> persons,
      String group,
      List<String> calls,
      Optional<Instant> from,
      Optional<Instant> until) {
    return new Hold.Scope("case 7", "ordered", persons, group, calls, from, until);
  }

  private static List<String> lines(Desk desk) throws Exception {
    return desk.records(ChatMessage.class).stream().map(ChatMessage::message).toList();
  }

  @Test
  void whatAPersonWroteOrGotStaysInEverySpelling() throws Exception {
    for (String spelling : List.of("bob", "sip:Bob@example.org", "BOB@EXAMPLE.ORG:5061;x=y")) {
      Path place = directory.resolve(String.valueOf(spelling.hashCode()));
      try (Desk desk = Desk.open(place, Desk.settings())) {
        desk.line("to-bob", "alice", "bob", "1");
        desk.delivered("to-bob", "bob");
        desk.line("of-bob", "bob", "alice", "2");
        desk.line("others", "alice", "dave", "3");
        desk.call("c1", "alice", "bob");
        desk.call("c2", "alice", "dave");
        desk.hold(spelling);
        desk.days(100);
        Desk.done(desk.retention.purge("erin"));
        assertThat(lines(desk)).containsExactly("to-bob", "of-bob");
        assertThat(desk.remains()).containsEntry(2L, Remains.WHOLE);
        assertThat(desk.records(CallStarted.class)).hasSize(1);
        assertThat(desk.records(ArchiveRecord.CallEnded.class)).hasSize(1);
        assertThat(desk.verify().problem()).isEmpty();
      }
    }
  }

  @Test
  void whoAnsweredIsHeldThoughAnotherWasCalled() throws Exception {
    try (Desk desk = Desk.open(directory, Desk.settings())) {
      desk.archive.write(
          new CallStarted(
              "c1", desk.now.get(), Desk.party("alice"), "sip:desk@example.org", List.of()));
      desk.archive.write(
          new ArchiveRecord.CallAnswered("c1", desk.now.get(), Desk.party("bob"), List.of()));
      desk.ended("c1");
      desk.hold("bob");
      desk.days(100);
      assertThat(Desk.denied(desk.retention.purge("erin"))).isEqualTo("nothing is due");
    }
  }

  @Test
  void aTimeSpanHoldsAllOfACallThatBeginsInIt() throws Exception {
    try (Desk desk = Desk.open(directory, Desk.settings())) {
      desk.line("before", "alice", "bob", "1");
      desk.days(1);
      desk.line("in", "alice", "bob", "2");
      desk.archive.write(
          new CallStarted(
              "c1", desk.now.get(), Desk.party("alice"), "sip:bob@example.org", List.of()));
      desk.days(1);
      desk.ended("c1");
      desk.line("after", "alice", "bob", "3");
      Desk.done(
          desk.retention
              .holds()
              .place(
                  scope(
                      List.of(),
                      "",
                      List.of(),
                      Optional.of(Desk.START.plus(Desk.DAY)),
                      Optional.of(Desk.START.plus(Desk.DAY.multipliedBy(2)))),
                  "carol"));
      desk.days(100);
      Desk.done(desk.retention.purge("erin"));
      assertThat(lines(desk)).containsExactly("in");
      assertThat(desk.records(CallStarted.class)).hasSize(1);
      assertThat(desk.records(ArchiveRecord.CallEnded.class)).hasSize(1);
    }
  }

  @Test
  void aCallAndAGroupAreHeld() throws Exception {
    AtomicReference<Set<String>> desk1 = new AtomicReference<>(Set.of("sip:alice@example.org"));
    Groups groups = group -> group.equals("desk1") ? desk1.get() : Set.of();
    Neighbours neighbours = new Neighbours(groups, RecordingPurge.NONE, Optional.empty());
    try (Desk desk = new Desk(directory, Desk.settings(), neighbours, Desk.START)) {
      desk.call("c1", "erin", "frank");
      desk.call("c2", "erin", "frank");
      desk.line("of-a-member", "alice", "frank", "1");
      desk.line("of-a-later-member", "bob", "frank", "2");
      desk.line("others", "erin", "frank", "3");
      Holds holds = desk.retention.holds();
      Desk.done(holds.place(scope(List.of(), "", List.of("c1")), "carol"));
      Desk.done(holds.place(scope(List.of(), "desk1", List.of()), "carol"));
      desk1.set(Set.of("sip:bob@example.org"));
      desk.days(100);
      Desk.done(desk.retention.purge("gus"));
      assertThat(lines(desk)).containsExactly("of-a-member", "of-a-later-member");
      assertThat(desk.records(CallStarted.class))
          .extracting(CallStarted::call)
          .containsExactly("c1");
    }
  }

  @Test
  void aHoldThatSaysNothingOrNobodyIsRefused() throws Exception {
    try (Desk desk = Desk.open(directory, Desk.settings())) {
      Holds holds = desk.retention.holds();
      assertThat(Desk.denied(holds.place(scope(List.of(), "", List.of()), "carol")))
          .contains("say what it covers");
      assertThat(Desk.denied(holds.place(scope(List.of(), "nobody", List.of()), "carol")))
          .contains("nobody is known in the group");
      Optional<Instant> at = Optional.of(Desk.START);
      assertThat(Desk.denied(holds.place(scope(List.of(), "", List.of(), at, at), "carol")))
          .contains("ends before it begins");
      assertThat(holds.list()).isEmpty();
    }
  }

  @Test
  void releasingTakesTwoDifferentPersonsAndHoldsTheTimeBetween() throws Exception {
    String hold;
    String request;
    try (Desk desk = Desk.open(directory, Desk.settings())) {
      desk.line("m1", "alice", "bob", "1");
      hold = desk.hold("alice").id();
      desk.days(40);
      Holds holds = desk.retention.holds();
      request = Desk.done(holds.requestRelease(hold, "the case is closed", "carol")).id();
      assertThat(Desk.denied(holds.requestRelease(hold, "again", "dave"))).contains("carol has");
      assertThat(Desk.denied(holds.approveRelease(request, "Carol"))).contains("second person");
      assertThat(Desk.denied(desk.retention.purge("erin"))).isEqualTo("nothing is due");
    }
    try (Desk desk =
        new Desk(
            directory,
            Desk.settings(),
            Neighbours.none(),
            Desk.START.plus(Desk.DAY.multipliedBy(41)))) {
      Holds holds = desk.retention.holds();
      assertThat(holds.list()).extracting(Hold::release).containsExactly(request);
      assertThat(Desk.denied(desk.retention.purge("erin"))).isEqualTo("nothing is due");
      Desk.done(holds.approveRelease(request, "dave"));
      assertThat(holds.list()).isEmpty();
      assertThat(desk.records(HoldReleased.class))
          .singleElement()
          .satisfies(
              released -> {
                assertThat(released.by()).isEqualTo("carol");
                assertThat(released.approvedBy()).isEqualTo("dave");
              });
      assertThat(Desk.denied(holds.approveRelease(request, "erin"))).contains("released already");
      assertThat(Desk.done(desk.retention.purge("erin")).units()).isEqualTo(1);
    }
  }

  @Test
  void aHoldPlacedWhileAPurgeRunsSavesWhatIsNotYetDestroyed() throws Exception {
    AtomicReference<Desk> at = new AtomicReference<>();
    List<String> destroyed = new ArrayList<>();
    RecordingPurge slow =
        object -> {
          destroyed.add(object);
          if (destroyed.size() == 1) {
            // another person's thread gets in as soon as the step is over
            Thread other = new Thread(() -> place(at.get(), "bob"));
            other.start();
            waitUntilItQueues(other);
          }
          return true;
        };
    Neighbours neighbours = new Neighbours(Groups.NONE, slow, Optional.empty());
    try (Desk desk = new Desk(directory, Desk.settings(), neighbours, Desk.START)) {
      at.set(desk);
      desk.line("of-alice", "alice", "dave", "1");
      desk.archive.keeping().seal();
      desk.line("of-bob", "bob", "dave", "2");
      desk.days(40);
      Persons persons = new Persons("example.org");
      Selection selection = new Selection(Desk.settings(), persons, desk.now.get(), 100);
      Standing standing = new Standing();
      List<Unit> due = selection.due(desk.archive.keeping(), standing, Groups.NONE);
      due.get(0).objects().add("object-1");
      PurgeJob job = desk.retention.job();
      Purge purge = job.begin(due, "erin", "").orElseThrow();
      PurgeCompleted completed = job.finish(purge, due);
      assertThat(destroyed).containsExactly("object-1");
      assertThat(completed.spared()).hasSize(1);
      assertThat(lines(desk)).containsExactly("of-bob");
      assertThat(desk.verify().problem()).isEmpty();
      assertThat(desk.archive.messages(MessageFilter.newest(10))).hasSize(1);
    }
  }

  private static void place(Desk desk, String person) {
    try {
      desk.hold(person);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void waitUntilItQueues(Thread thread) {
    Awaitility.await()
        .until(
            () ->
                Stream.of(Thread.State.WAITING, Thread.State.TERMINATED)
                    .anyMatch(thread.getState()::equals));
  }

  @Test
  void aHoldPlacedBetweenACrashAndTheRestartIsKeptByTheRestOfThePurge() throws Exception {
    try (Desk desk = Desk.open(directory, Desk.settings())) {
      desk.line("of-alice", "alice", "dave", "1");
      desk.line("of-bob", "bob", "dave", "2");
      desk.days(40);
      List<Unit> due =
          new Selection(Desk.settings(), new Persons("example.org"), desk.now.get(), 100)
              .due(desk.archive.keeping(), new Standing(), Groups.NONE);
      desk.retention.job().begin(due, "erin", "");
      // the process ends here, and before the next purge somebody places a hold
      desk.hold("bob");
    }
    try (Desk desk = Desk.open(directory, Desk.settings())) {
      desk.retention.close();
      assertThat(lines(desk)).containsExactly("of-bob");
      assertThat(desk.records(PurgeCompleted.class)).hasSize(1);
      assertThat(desk.verify().problem()).isEmpty();
    }
  }
}
