package io.sallyport.server.api.officer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord.AccessView;
import io.sallyport.server.directory.Assignments.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Also the timeline, which is counted in the same way. */
@Timeout(60)
class ConversationsResourceTest {
  @TempDir Path directory;

  @Test
  void whoTalkedToWhomIsToldTheNewestFirst() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignments.assign("eve", Kind.PERSON, "alice");
      Bureau.Answer talks = bureau.look("eve", "/conversations");
      assertThat(talks.body().path("items")).hasSize(2);
      assertThat(talks.body().at("/items/0/people").toString())
          .isEqualTo("[\"alice@example.org\",\"dave@example.org\"]");
      assertThat(talks.body().at("/items/1/calls").asInt()).isEqualTo(1);
      assertThat(talks.body().at("/items/1/lines").asInt()).isEqualTo(1);
      Bureau.Answer first = bureau.look("eve", "/conversations?limit=1");
      assertThat(first.body().path("items")).hasSize(1);
      String next = first.body().path("next").asText();
      assertThat(bureau.look("eve", "/conversations?limit=1&cursor=" + next).body().at("/items/0"))
          .isEqualTo(talks.body().at("/items/1"));
    }
  }

  @Test
  void callsAndLinesOfTheSamePeopleAreReadTogetherAndEachReadingIsOnRecord() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignEverybody("eve");
      String id = ConversationsResource.id(List.of("alice@example.org", "bob@example.org"));
      Bureau.Answer read = bureau.look("eve", "/conversations/" + id);
      assertThat(read.texts("items", "text")).containsExactly("buy the shares", "");
      assertThat(read.body().at("/items/1/record/kind").asText()).isEqualTo("call");
      assertThat(bureau.records(AccessView.class))
          .extracting(AccessView::subject)
          .containsExactly("m1", "c1");
      Bureau.Answer before =
          bureau.look("eve", "/conversations/" + id + "?until=2026-11-22T10:00:05Z");
      assertThat(before.body().at("/items/0/record/id").asText()).isEqualTo("c1");
      assertThat(before.body().path("items")).hasSize(1);
    }
  }

  @Test
  void aForeignConversationIsEmptyAndNoneOfItIsRead() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignments.assign("eve", Kind.PERSON, "bob");
      String id = ConversationsResource.id(List.of("carol@example.org", "dave@example.org"));
      assertThat(bureau.look("eve", "/conversations/" + id).body().path("items")).isEmpty();
      assertThat(bureau.records(AccessView.class)).isEmpty();
      assertThat(bureau.get("eve", "/conversations/" + id).wrong()).containsExactly("reason");
      for (String no : List.of("!!!", "AAAA%00", "Cg", "..%2f..")) {
        assertThat(bureau.look("eve", "/conversations/" + no).status()).as(no).isIn(400, 404);
      }
    }
  }

  @Test
  void aTimelineCountsCallsAndLinesOfADayInTheReadersZone() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.line("m4", 14 * 3_600, "alice", "bob", "past midnight in Berlin");
      bureau.assignments.assign("eve", Kind.PERSON, "alice");
      Bureau.Answer utc = bureau.look("eve", "/timeline?person=alice");
      assertThat(utc.body().path("total").asInt()).isEqualTo(4);
      assertThat(utc.texts("days", "day")).containsExactly("2026-11-22", "2026-11-23");
      Bureau.Answer tokyo = bureau.look("eve", "/timeline?person=alice&zone=Asia/Tokyo");
      assertThat(tokyo.body().at("/days/0/lines").asInt()).isEqualTo(2);
      assertThat(tokyo.body().at("/days/0/calls").asInt()).isEqualTo(1);
      assertThat(bureau.look("eve", "/timeline?person=carol").body().path("total").asInt())
          .isZero();
      assertThat(bureau.look("eve", "/timeline?zone=Mars/Base").wrong()).containsExactly("zone");
    }
  }

  @Test
  void aMattersTimelineIsWhatItsHoldsAreOn() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignEverybody("eve");
      bureau.post(
          "eve",
          "/holds",
          Map.of("matter", "case 7", "reason", "court order", "people", List.of("bob")));
      assertThat(bureau.look("eve", "/timeline?matter=case+7").body().path("total").asInt())
          .isEqualTo(2);
      assertThat(bureau.look("eve", "/timeline?matter=other").body().path("total").asInt())
          .isZero();
    }
  }
}
