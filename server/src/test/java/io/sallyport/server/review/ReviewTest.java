package io.sallyport.server.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.Assignments.Kind;
import io.sallyport.server.search.Answer;
import io.sallyport.server.search.Criteria;
import io.sallyport.server.search.Hit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReviewTest {
  @TempDir Path directory;

  @Test
  void anOfficerFindsWhomTheyAreAssignedAndNobodyElse() throws Exception {
    try (Office office = Office.open(directory)) {
      office.traffic();
      assertThat(office.found("eve", Request.everything())).isEmpty();
      office.assignments.assign("eve", Kind.PERSON, "dave");
      assertThat(office.found("eve", Request.everything())).containsExactly("m3", "c2", "m2");
      assertThat(office.found("eve", Office.text("shares"))).containsExactly("m2");
      office.groups.add("traders", "alice");
      office.groups.add("traders", "Bob@example.org");
      assertThat(office.assignments.assign("mallory", Kind.GROUP, "Traders")).isEmpty();
      assertThat(office.found("mallory", Request.everything())).containsExactly("m3", "m1", "c1");
      office.groups.remove("traders", "alice");
      assertThat(office.found("mallory", Request.everything())).containsExactly("m1", "c1");
      office.assignments.assign("trent", Kind.EVERYBODY, "");
      assertThat(office.found("trent", Request.everything())).hasSize(5);
      office.assignments.unassign("trent", Kind.EVERYBODY, "");
      assertThat(office.found("trent", Request.everything())).isEmpty();
    }
  }

  @Test
  void facetsTellNothingBeyondTheAssignment() throws Exception {
    try (Office office = Office.open(directory)) {
      office.traffic();
      Answer.Page none =
          ((Outcome.Granted<Answer.Page>) office.search("eve", Request.everything())).value();
      assertThat(none.total()).isZero();
      assertThat(none.facets().values()).allMatch(values -> values.isEmpty());
      office.assignments.assign("eve", Kind.PERSON, "bob");
      Answer.Page page =
          ((Outcome.Granted<Answer.Page>) office.search("eve", Request.everything())).value();
      assertThat(page.facets().get("person"))
          .containsOnlyKeys("alice@example.org", "bob@example.org");
    }
  }

  @Test
  void everyActIsOnRecordWithWhoWhyWhatAndHits() throws Exception {
    try (Office office = Office.open(directory)) {
      office.traffic();
      office.assignments.assign("eve", Kind.PERSON, "alice");
      Officer eve = office.officer("eve");
      office.found("eve", Office.text("shares"));
      assertThat(office.review.view(eve, Office.WHY, "m1")).isInstanceOf(Outcome.Granted.class);
      ByteArrayOutputStream sound = new ByteArrayOutputStream();
      assertThat(office.review.play(eve, Office.WHY, "c1", Optional.empty(), extension -> sound))
          .isEqualTo(new Outcome.Granted<>("wav"));
      assertThat(sound.toString(StandardCharsets.US_ASCII)).isEqualTo("RIFF c1");
      assertThat(office.actTypes()).containsExactly("access.search", "access.view", "access.play");
      List<Entry> acts = office.acts();
      assertThat(acts).allMatch(act -> act.fields().contains("\"officer\":\"eve\""));
      assertThat(acts).allMatch(act -> act.fields().contains("\"reason\":\"" + Office.WHY + '"'));
      assertThat(acts.get(0).fields()).contains("\"query\":\"text=shares\"", "\"hits\":1");
      assertThat(acts.get(0).fields()).contains("\"shown\":[4]");
      assertThat(acts.get(1).fields()).contains("\"subject\":\"m1\"", "\"sequence\":4");
    }
  }

  @Test
  void withoutAReasonNothingIsGivenAndTheAttemptIsOnRecord() throws Exception {
    try (Office office = Office.open(directory)) {
      office.traffic();
      office.assignments.assign("eve", Kind.EVERYBODY, "");
      Officer eve = office.officer("eve");
      for (String no : List.of("", "   ", "ab", "x".repeat(501))) {
        Outcome<?> search =
            office.review.search(eve, no, Request.everything(), false, 10, Optional.empty());
        assertThat(Office.denial(search)).contains("say why");
        assertThat(Office.denial(office.review.view(eve, no, "m1"))).contains("say why");
        assertThat(
                Office.denial(
                    office.review.trail(
                        eve, no, Optional.empty(), Optional.empty(), 9, Optional.empty())))
            .contains("say why");
      }
      assertThat(office.actTypes()).hasSize(12).containsOnly("access.refused");
    }
  }

  @Test
  void whatCannotGoOnRecordIsNotShown() throws Exception {
    try (Office office = Office.open(directory)) {
      office.traffic();
      office.assignments.assign("eve", Kind.EVERYBODY, "");
      Officer eve = office.officer("eve");
      office.journalFails = true;
      ByteArrayOutputStream sound = new ByteArrayOutputStream();
      Path file = directory.resolve("x.zip");
      assertThatThrownBy(() -> office.search("eve", Request.everything()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nothing is shown");
      assertThatThrownBy(() -> office.review.view(eve, Office.WHY, "m1"))
          .hasMessageContaining("nothing is shown");
      assertThatThrownBy(
              () -> office.review.play(eve, Office.WHY, "c1", Optional.empty(), e -> sound))
          .hasMessageContaining("nothing is shown");
      assertThatThrownBy(
              () ->
                  office.review.export(
                      eve,
                      Office.WHY,
                      Request.everything(),
                      Optional.empty(),
                      file,
                      Export.Progress.NONE))
          .hasMessageContaining("nothing is shown");
      assertThat(sound.size()).isZero();
      assertThat(file).doesNotExist();
      assertThat(directory.resolve("x.zip.part")).doesNotExist();
      office.journalFails = false;
      assertThat(office.acts()).isEmpty();
    }
  }

  @Test
  void aClosedJournalShowsNothing() throws Exception {
    try (Office office = Office.open(directory)) {
      office.traffic();
      office.assignments.assign("eve", Kind.EVERYBODY, "");
      Officer eve = office.officer("eve");
      assertThat(office.found("eve", Request.everything())).hasSize(5);
      office.archive.close();
      assertThatThrownBy(
              () ->
                  office.review.search(
                      eve, Office.WHY, Request.everything(), false, 10, Optional.empty()))
          .hasMessageContaining("could not go on record");
    }
  }

  @Test
  void whatIsOutsideTheAssignmentLooksAsIfItWereNotThere() throws Exception {
    try (Office office = Office.open(directory)) {
      office.traffic();
      office.assignments.assign("eve", Kind.PERSON, "carol");
      Officer eve = office.officer("eve");
      String outside = Office.denial(office.review.view(eve, Office.WHY, "m1"));
      String nowhere = Office.denial(office.review.view(eve, Office.WHY, "m999"));
      assertThat(outside).isEqualTo(nowhere).contains("no such record");
      assertThat(
              Office.denial(office.review.play(eve, Office.WHY, "c1", Optional.empty(), e -> null)))
          .isEqualTo(outside);
      assertThat(office.actTypes()).containsOnly("access.refused");
    }
  }

  @Test
  void whoGuessesHasToWaitAndTheRightPasswordIsNoHelpMeanwhile() throws Exception {
    try (Office office = Office.open(directory)) {
      for (int i = 0; i < 3; i++) {
        assertThat(office.review.login("eve", Secret.of("guess " + i))).isEmpty();
      }
      assertThat(office.review.login("eve", Secret.of("pw eve"))).isEmpty();
      assertThat(office.review.login("mallory", Secret.of("pw mallory"))).isPresent();
      assertThat(office.acts().get(3).fields()).contains("too many wrong passwords");
    }
  }

  @Test
  void anApprovalIsNotUsedUpWhereTheFileCannotBeMade() throws Exception {
    try (Office office = new Office(directory, new ReviewSettings(true, true, true, 1_000))) {
      office.traffic();
      office.assignments.assign("eve", Kind.EVERYBODY, "");
      Officer eve = office.officer("eve");
      ByteArrayOutputStream sound = new ByteArrayOutputStream();
      office.review.play(eve, Office.WHY, "c1", Optional.empty(), e -> sound);
      office.eyes.approve("a0", "mallory");
      Review.Sink taken =
          new Review.Sink() {
            @Override
            public OutputStream open(String extension) throws IOException {
              throw new IOException("not to be opened");
            }

            @Override
            public Optional<String> problem() {
              return Optional.of("x.wav is there already");
            }
          };
      Optional<String> approval = Optional.of("a0");
      assertThat(Office.denial(office.review.play(eve, Office.WHY, "c1", approval, taken)))
          .isEqualTo("x.wav is there already");
      assertThat(office.review.play(eve, Office.WHY, "c1", approval, e -> sound))
          .isEqualTo(new Outcome.Granted<>("wav"));
    }
  }

  @Test
  void aWrongPasswordAndAnUnknownOrDisabledUserAreTurnedAwayAlike() throws Exception {
    try (Office office = Office.open(directory)) {
      office.users.disable("trent");
      assertThat(office.review.login("eve", Secret.of("guess"))).isEmpty();
      assertThat(office.review.login("nobody", Secret.of("pw nobody"))).isEmpty();
      assertThat(office.review.login("trent", Secret.of("pw trent"))).isEmpty();
      assertThat(office.review.login("EVE", Secret.of("pw eve"))).isPresent();
      assertThat(office.acts())
          .hasSize(3)
          .allMatch(act -> act.fields().contains("wrong name or password"))
          .noneMatch(act -> act.fields().contains("guess"));
    }
  }

  @Test
  void aSecondPersonApprovesOnceAndOnlyWhatWasAsked() throws Exception {
    try (Office office = new Office(directory, new ReviewSettings(true, true, true, 1_000))) {
      office.traffic();
      office.assignments.assign("eve", Kind.EVERYBODY, "");
      Officer eve = office.officer("eve");
      ByteArrayOutputStream sound = new ByteArrayOutputStream();
      Outcome<String> first =
          office.review.play(eve, Office.WHY, "c1", Optional.empty(), e -> sound);
      assertThat(first).isEqualTo(new Outcome.Awaiting<>("a0"));
      Optional<String> approval = Optional.of("a0");
      assertThat(office.review.play(eve, Office.WHY, "c1", approval, e -> sound))
          .isInstanceOf(Outcome.Denied.class);
      assertThat(sound.size()).isZero();
      office.eyes.approve("a0", "mallory");
      assertThat(
              office.review.export(
                  eve,
                  Office.WHY,
                  Request.everything(),
                  approval,
                  directory.resolve("x.zip"),
                  Export.Progress.NONE))
          .isInstanceOf(Outcome.Denied.class);
      assertThat(office.review.play(eve, Office.WHY, "c1", approval, e -> sound))
          .isEqualTo(new Outcome.Granted<>("wav"));
      assertThat(office.review.play(eve, Office.WHY, "c1", approval, e -> sound))
          .isInstanceOf(Outcome.Denied.class);
      assertThat(office.acts())
          .filteredOn(act -> act.type().equals("access.play"))
          .hasSize(1)
          .allMatch(act -> act.fields().contains("a0 by mallory"));
    }
  }

  @Test
  void theTrailShowsAnOfficerTheirOwnActsAndTheOfficerOfEverybodyAll() throws Exception {
    try (Office office = Office.open(directory)) {
      office.traffic();
      office.assignments.assign("eve", Kind.PERSON, "alice");
      office.assignments.assign("trent", Kind.EVERYBODY, "");
      office.found("eve", Request.everything());
      office.review.view(office.officer("eve"), Office.WHY, "m1");
      office.found("mallory", Request.everything());
      assertThat(trail(office, "mallory", Optional.of("eve"), Optional.empty()))
          .containsExactly("access.search");
      assertThat(trail(office, "trent", Optional.empty(), Optional.empty()))
          .containsExactly("access.search", "access.search", "access.view", "access.search");
      assertThat(trail(office, "trent", Optional.empty(), Optional.of("m1")))
          .containsExactly("access.view");
      assertThat(trail(office, "trent", Optional.of("trent"), Optional.empty())).hasSize(2);
    }
  }

  private static List<String> trail(
      Office office, String officer, Optional<String> of, Optional<String> id) throws IOException {
    Outcome<Review.Trail> trail =
        office.review.trail(office.officer(officer), Office.WHY, of, id, 100, Optional.empty());
    return ((Outcome.Granted<Review.Trail>) trail)
        .value().entries().stream().map(Entry::type).toList();
  }

  @Test
  void holdsShowInWhatIsFound() throws Exception {
    try (Office office = Office.open(directory)) {
      office.traffic();
      office.assignments.assign("eve", Kind.EVERYBODY, "");
      office.holds.add(Criteria.where().parties(List.of(Set.of("sip:carol@example.org"))).build());
      Outcome<Answer.Page> outcome = office.search("eve", Request.everything());
      assertThat(((Outcome.Granted<Answer.Page>) outcome).value().hits())
          .filteredOn(Hit::held)
          .extracting(Hit::id)
          .containsExactly("c2", "m2");
    }
  }

  @Test
  void queriesThatCannotBeAnsweredAreOnRecordToo() throws Exception {
    try (Office office = Office.open(directory)) {
      office.traffic();
      assertThat(Office.denial(office.search("eve", Office.text("*x")))).contains("at the end");
      String huge = "x OR ".repeat(10_000) + "x";
      assertThat(Office.denial(office.search("eve", Office.text(huge)))).contains("less at once");
      assertThat(office.acts())
          .hasSize(2)
          .allMatch(act -> act.type().equals("access.refused") && act.fields().length() < 2_000);
    }
  }
}
