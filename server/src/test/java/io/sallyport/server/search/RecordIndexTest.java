package io.sallyport.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordIndexTest {
  private static final Instant NOW = Past.NOW;

  @TempDir Path directory;

  /** Two days of a small office. */
  private static void office(Past past) {
    past.record(
        Past.started("c1", NOW, "alice", "bob", "audio"),
        Past.answered("c1", NOW.plusSeconds(2), "bob"),
        Past.ended("c1", NOW.plusSeconds(62), "answered", 60_000, 4.4, 3.1),
        Past.started("c2", NOW.plusSeconds(100), "carol", "alice", "audio", "video"),
        Past.ended("c2", NOW.plusSeconds(110), "busy", 0),
        Past.started("c3", NOW.plusSeconds(200), "bob", "+49 30 1234", "audio"),
        Past.line("m1", NOW.plusSeconds(300), "alice", "bob", "Buy the M\u00fcller shares now"),
        Past.delivered("m1", NOW.plusSeconds(301), "bob"),
        Past.line("m2", NOW.plusSeconds(400), "carol", "dave", "lunch at noon? e-mail me"),
        Past.line("m3", NOW.plus(Duration.ofDays(20)), "dave", "alice", "shares of the Mueller"));
  }

  @Test
  void everyCriterionFindsWhatItNamesAndNothingElse() throws Exception {
    try (Past past = Past.open(directory)) {
      office(past);
      assertThat(past.ids(Criteria.all())).containsExactly("m3", "m2", "m1", "c3", "c2", "c1");
      assertThat(past.ids(Criteria.where().kind(Kind.CALL).build()))
          .containsExactly("c3", "c2", "c1");
      assertThat(past.ids(party("alice").build())).containsExactly("m3", "m1", "c2", "c1");
      assertThat(past.ids(party("alice").direction(Criteria.Direction.OUT).build()))
          .containsExactly("m1", "c1");
      assertThat(past.ids(party("alice").direction(Criteria.Direction.IN).build()))
          .containsExactly("m3", "c2");
      assertThat(
              past.ids(
                  Criteria.where()
                      .parties(List.of(Past.addresses("alice", "dave"), Past.addresses("carol")))
                      .build()))
          .containsExactly("m2", "c2");
      assertThat(past.ids(Criteria.where().number("+49-30-1234").build())).containsExactly("c3");
      assertThat(past.ids(Criteria.where().number("+4930*").build())).containsExactly("c3");
      assertThat(
              past.ids(
                  Criteria.where().from(NOW.plusSeconds(100)).until(NOW.plusSeconds(300)).build()))
          .containsExactly("c3", "c2");
      assertThat(past.ids(Criteria.where().atLeast(Duration.ofSeconds(60)).build()))
          .containsExactly("c1");
      assertThat(past.ids(Criteria.where().results(Set.of("busy", "waiting")).build()))
          .containsExactly("m3", "m2", "c2");
      assertThat(past.ids(Criteria.where().results(Set.of("running")).build()))
          .containsExactly("c3");
      assertThat(past.ids(Criteria.where().mosAtMost(3.1).build())).containsExactly("c1");
      assertThat(past.ids(Criteria.where().mosAtMost(3.0).build())).isEmpty();
      assertThat(past.ids(Criteria.where().media(Set.of("video")).build())).containsExactly("c2");
      assertThat(past.ids(Criteria.where().ids(Set.of("m2", "c1")).build()))
          .containsExactly("m2", "c1");
    }
  }

  private static Criteria.Builder party(String user) {
    return Criteria.where().parties(List.of(Past.addresses(user)));
  }

  @Test
  void textIsFoundByWordsPhrasesBeginningsAndLikeness() throws Exception {
    try (Past past = Past.open(directory)) {
      office(past);
      assertThat(past.texts("SHARES")).containsExactly("m3", "m1");
      assertThat(past.texts("muller")).containsExactly("m1");
      assertThat(past.texts("m\u00dcller")).containsExactly("m1");
      assertThat(past.texts("muller~2")).containsExactly("m3", "m1");
      assertThat(past.texts("sha*")).containsExactly("m3", "m1");
      assertThat(past.texts("\"m\u00fcller shares\"")).containsExactly("m1");
      assertThat(past.texts("\"shares m\u00fcller\"")).isEmpty();
      assertThat(past.texts("shares NOT buy")).containsExactly("m3");
      assertThat(past.texts("shares -buy")).containsExactly("m3");
      assertThat(past.texts("lunch OR buy AND shares")).containsExactly("m2", "m1");
      assertThat(past.texts("(lunch OR buy) shares")).containsExactly("m1");
      assertThat(past.texts("e-mail")).containsExactly("m2");
      assertThat(past.texts("NOT shares kind")).isEmpty();
      assertThat(past.texts("-shares")).containsExactly("m2", "c3", "c2", "c1");
    }
  }

  @Test
  void facetsCountWhatWasFoundWithinTheScope() throws Exception {
    try (Past past = Past.open(directory)) {
      office(past);
      Scope scope = Scope.of(Past.addresses("carol"));
      Search search =
          new Search(
              Criteria.all(), scope, List.of(), Optional.empty(), true, 10, Optional.empty());
      Answer.Page page = past.ask(search);
      assertThat(page.total()).isEqualTo(2);
      assertThat(page.counted()).isTrue();
      assertThat(page.facets().get("person"))
          .containsEntry("carol@example.org", 2L)
          .containsEntry("dave@example.org", 1L)
          .doesNotContainKey("bob@example.org");
      assertThat(page.facets().get("kind")).containsOnlyKeys("call", "chat");
      assertThat(page.facets().get("month")).containsOnlyKeys("2026-11");
      assertThat(page.facets().get("result")).containsOnlyKeys("busy", "waiting");
    }
  }

  @Test
  void aScopeWithoutAddressesFindsNothing() throws Exception {
    try (Past past = Past.open(directory)) {
      office(past);
      assertThat(past.ids(Criteria.all(), Scope.NOTHING)).isEmpty();
      assertThat(past.ids(Criteria.all(), Scope.of(Past.addresses("dave"))))
          .containsExactly("m3", "m2");
      assertThat(past.ids(party("alice").build(), Scope.of(Past.addresses("dave"))))
          .containsExactly("m3");
    }
  }

  @Test
  void holdsAreToldWithEachHitAndCanBeAskedFor() throws Exception {
    try (Past past = Past.open(directory)) {
      office(past);
      List<Criteria> holds =
          List.of(party("carol").build(), Criteria.where().ids(Set.of("c1")).build());
      Answer.Page all = past.ask(Past.with(Criteria.all(), holds, null));
      assertThat(all.hits().stream().filter(Hit::held).map(Hit::id))
          .containsExactly("m2", "c2", "c1");
      Answer.Page held = past.ask(Past.with(Criteria.all(), holds, true));
      assertThat(held.hits().stream().map(Hit::id)).containsExactly("m2", "c2", "c1");
      Answer.Page free = past.ask(Past.with(Criteria.all(), holds, false));
      assertThat(free.hits().stream().map(Hit::id)).containsExactly("m3", "m1", "c3");
      assertThat(past.ask(Past.with(Criteria.all(), List.of(), true)).hits()).isEmpty();
    }
  }

  @Test
  void pagesStandStillWhileRecordsCome() throws Exception {
    try (Past past = Past.open(directory)) {
      for (int i = 0; i < 100; i++) {
        // several share a moment, and some come late
        past.append(
            Past.line("m" + i, NOW.plusSeconds((i * 7 % 100) / 5), "alice", "bob", "line " + i));
      }
      past.record(Past.started("c", NOW.minusSeconds(9), "alice", "bob", "audio"));
      List<String> whole =
          past.ask(Search.newest(Criteria.all(), Scope.EVERYTHING, 1_000)).hits().stream()
              .map(Hit::id)
              .toList();
      assertThat(whole).hasSize(101);
      List<String> paged = new ArrayList<>();
      Search search = Search.newest(Criteria.all(), Scope.EVERYTHING, 7);
      Answer.Page page = past.ask(search);
      page.hits().forEach(hit -> paged.add(hit.id()));
      int more = 0;
      while (page.next().isPresent()) {
        past.record(
            Past.line("new" + more, NOW.plusSeconds(more % 20), "alice", "bob", "new"),
            Past.ended("c", NOW, "busy", more++));
        page = past.ask(search.after(page.next().get()));
        page.hits().forEach(hit -> paged.add(hit.id()));
      }
      assertThat(paged).isEqualTo(whole);
      assertThat(more).isGreaterThan(10);
    }
  }

  @Test
  void aCursorOfAnotherQuestionOrOfNobodyIsRefused() throws Exception {
    try (Past past = Past.open(directory)) {
      office(past);
      Search search = Search.newest(Criteria.all(), Scope.EVERYTHING, 2);
      String cursor = past.ask(search).next().orElseThrow();
      Search other = Search.newest(party("alice").build(), Scope.EVERYTHING, 2);
      for (Search wrong :
          List.of(other.after(cursor), search.after("AAAA"), search.after("\u0000%"))) {
        assertThat(past.index.search(wrong)).isInstanceOf(Answer.Rejected.class);
      }
      assertThat(past.index.search(search.after(cursor))).isInstanceOf(Answer.Page.class);
    }
  }

  @Test
  void anIndexBuiltAgainEqualsTheLiveOneAndADeletedOneComesBack() throws Exception {
    List<Hit> live;
    try (Past past = Past.open(directory)) {
      for (int round = 0; round < 30; round++) {
        String n = "-" + round;
        past.record(Past.started("c" + n, NOW.plusSeconds(round), "alice", "bob", "audio"));
        past.indexed();
        past.record(
            Past.answered("c" + n, NOW.plusSeconds(round), "bob"),
            Past.line("m" + n, NOW.plusSeconds(round), "alice", "bob", "word" + round));
        past.indexed();
        past.record(
            Past.ended("c" + n, NOW.plusSeconds(round), "answered", 1_000, 4.0),
            Past.delivered("m" + n, NOW, "bob"));
      }
      live = everything(past);
      assertThat(live).hasSize(60);
      assertThat(past.texts("word7")).containsExactly("m-7");
      past.index.reindex();
      assertThat(everything(past)).isEqualTo(live);
      assertThat(past.texts("word7")).containsExactly("m-7");
    }
    try (Stream<Path> files = Files.walk(directory.resolve("index"))) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    try (Past past = Past.open(directory)) {
      assertThat(everything(past)).isEqualTo(live);
    }
  }

  private static List<Hit> everything(Past past) throws Exception {
    return past.ask(Search.newest(Criteria.all(), Scope.EVERYTHING, 1_000)).hits();
  }

  @Test
  void anIndexThatFellBehindOrWasDamagedOrBelongsToAnotherJournalIsPutRight() throws Exception {
    Path kept = directory.resolve("kept");
    try (Past past = Past.open(directory)) {
      office(past);
      past.indexed();
    }
    copy(directory.resolve("index"), kept);
    List<Hit> live;
    try (Past past = Past.open(directory)) {
      past.record(Past.ended("c3", NOW, "answered", 5_000), Past.delivered("m2", NOW, "dave"));
      live = everything(past);
    }
    delete(directory.resolve("index"));
    copy(kept, directory.resolve("index"));
    try (Past past = Past.open(directory)) {
      assertThat(everything(past)).isEqualTo(live);
      assertThat(past.texts("lunch")).containsExactly("m2");
    }
    try (Stream<Path> files = Files.list(directory.resolve("index"))) {
      for (Path file : files.filter(f -> !f.endsWith("write.lock")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      }
    }
    try (Past past = Past.open(directory)) {
      assertThat(everything(past)).isEqualTo(live);
    }
    delete(directory.resolve("journal"));
    try (Past past = Past.open(directory)) {
      assertThat(everything(past)).isEmpty();
    }
  }

  @Test
  void nothingThatWasSaidLiesReadableOnDisk() throws Exception {
    try (Past past = Past.open(directory)) {
      past.record(Past.line("m1", NOW, "alice", "bob", "zanzibar zanzibar perpetuum"));
      past.indexed();
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("index"))))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(directory.resolve("index"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSizeGreaterThan(3);
      for (Path file : all) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain("zanzibar", "perpetuum", "alice", "Lucene");
      }
    }
  }

  private static void copy(Path from, Path to) throws Exception {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path tree) throws Exception {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
