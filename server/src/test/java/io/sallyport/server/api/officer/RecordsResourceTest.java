package io.sallyport.server.api.officer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord.AccessSearch;
import io.sallyport.server.archive.ArchiveRecord.AccessView;
import io.sallyport.server.directory.Assignments.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordsResourceTest {
  @TempDir Path directory;

  @Test
  void anOfficerFindsWhomTheyAreAssignedAndItIsOnRecord() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignments.assign("eve", Kind.PERSON, "dave");
      Bureau.Answer found = bureau.look("eve", "/records?facets=true");
      assertThat(found.status()).isEqualTo(200);
      assertThat(found.texts("items", "id")).containsExactly("m3", "c2", "m2");
      assertThat(found.texts("facets", "name"))
          .containsExactly("person", "month", "kind", "result");
      assertThat(bureau.look("eve", "/records?words=shares&kind=chat").texts("items", "id"))
          .containsExactly("m2");
      assertThat(bureau.look("mallory", "/records").texts("items", "id")).isEmpty();
      assertThat(bureau.records(AccessSearch.class))
          .extracting(AccessSearch::query)
          .containsExactly("everything", "kind=chat text=shares", "everything");
    }
  }

  @Test
  void aForeignRecordIsNotFoundLikeOneThatIsNotThere() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignments.assign("eve", Kind.PERSON, "alice");
      Bureau.Answer own = bureau.look("eve", "/records/m1");
      assertThat(own.status()).isEqualTo(200);
      assertThat(own.body().path("text").asText()).isEqualTo("buy the shares");
      Bureau.Answer foreign = bureau.look("eve", "/records/m2");
      assertThat(foreign.status()).isEqualTo(404);
      assertThat(foreign.body()).isEqualTo(bureau.look("eve", "/records/nothing").body());
      assertThat(bureau.look("eve", "/records?id=m2").texts("items", "id")).isEmpty();
      assertThat(bureau.records(AccessView.class))
          .extracting(AccessView::subject)
          .containsExactly("m1");
      assertThat(bureau.acts()).filteredOn("access.refused"::equals).hasSize(2);
    }
  }

  @Test
  void whoMayNotReadContentIsRefused() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignEverybody("alice", "root", "aude", "rita");
      for (String user : List.of("alice", "root", "aude")) {
        for (String path :
            List.of("/records", "/records/m1", "/conversations", "/timeline", "/held", "/reach")) {
          assertThat(bureau.look(user, path).status()).as(user + path).isEqualTo(403);
        }
      }
      assertThat(bureau.look("rita", "/records").status()).isEqualTo(200);
      assertThat(bureau.look("rita", "/reach").body().path("everybody").asBoolean()).isTrue();
    }
  }

  @Test
  void everythingThatIsWrongIsToldByField() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.assignEverybody("eve");
      Bureau.Answer answer =
          bureau.look(
              "eve",
              "/records?kind=fax&from=yesterday&at-least=long&direction=up&held=maybe"
                  + "&mos-at-most=nine&outcome=busy");
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.wrong())
          .containsExactlyInAnyOrder(
              "kind", "from", "at-least", "direction", "held", "mos-at-most");
      assertThat(bureau.get("eve", "/records").wrong()).containsExactly("reason");
      assertThat(bureau.get("eve", "/records?reason=x").wrong()).containsExactly("reason");
      assertThat(bureau.look("eve", "/records?words=%22open").wrong()).containsExactly("words");
      assertThat(bureau.look("eve", "/records?cursor=strange").wrong()).containsExactly("cursor");
      assertThat(bureau.look("eve", "/records?limit=0").wrong()).containsExactly("limit");
      assertThat(bureau.look("eve", "/records?group=try+again").wrong()).containsExactly("words");
      assertThat(
              bureau
                  .look("eve", "/records?from=2026-11-23T00:00:00Z&until=2026-11-22T00:00:00Z")
                  .wrong())
          .containsExactly("until");
    }
  }

  @Test
  void pagesGoOnWhereTheOneBeforeEnded() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignEverybody("eve");
      List<String> ids = new ArrayList<>();
      String cursor = "";
      do {
        Bureau.Answer page = bureau.look("eve", "/records?limit=2&cursor=" + cursor);
        ids.addAll(page.texts("items", "id"));
        cursor = page.body().path("next").asText();
      } while (!cursor.isEmpty());
      assertThat(ids).containsExactly("m3", "c2", "m2", "m1", "c1");
    }
  }

  @Test
  void searchesAreKeptForTheirOwnerAlone() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      Bureau.Answer saved =
          bureau.post("eve", "/searches", Map.of("name", "shares", "query", "words=shares"));
      assertThat(saved.status()).isEqualTo(201);
      String id = saved.body().path("id").asText();
      bureau.post("eve", "/searches", Map.of("name", "shares", "query", "words=shares&kind=chat"));
      assertThat(bureau.get("eve", "/searches").texts("items", "query"))
          .containsExactly("words=shares&kind=chat");
      assertThat(bureau.get("mallory", "/searches").texts("items", "name")).isEmpty();
      String newer = bureau.get("eve", "/searches").texts("items", "id").get(0);
      assertThat(newer).isNotEqualTo(id);
      assertThat(bureau.delete("mallory", "/searches/" + newer).status()).isEqualTo(404);
      assertThat(bureau.delete("eve", "/searches/" + newer).status()).isEqualTo(204);
      assertThat(bureau.get("eve", "/searches").texts("items", "name")).isEmpty();
    }
  }

  @Test
  void aSearchThatCannotBeAskedIsNotKept() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      Bureau.Answer answer =
          bureau.post(
              "eve", "/searches", Map.of("name", "x", "query", "persn=alice&kind=fax&id=%zz1"));
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.wrong()).containsExactly("query");
      answer = bureau.post("eve", "/searches", Map.of("name", "", "query", "persn=a&kind=fax"));
      assertThat(answer.wrong()).containsExactly("name");
      answer = bureau.post("eve", "/searches", Map.of("name", "x", "query", "persn=a&kind=fax"));
      assertThat(answer.wrong()).containsExactlyInAnyOrder("query.persn", "query.kind");
      assertThat(answer.texts("errors", "suggestion")).contains("person");
      assertThat(bureau.post("alice", "/searches", Map.of("name", "x", "query", "")).status())
          .isEqualTo(403);
    }
  }
}
