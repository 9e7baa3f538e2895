package io.sallyport.server.api.officer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveRecord.ApprovalDecided;
import io.sallyport.server.directory.Assignments.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Holds and what waits for a second person. */
@Timeout(60)
class HoldsResourceTest {
  private static final Map<String, String> WHY = Map.of("reason", "case closed");

  @TempDir Path directory;

  private static Map<String, Object> hold(String... people) {
    return Map.of("matter", "case 7", "reason", "court order", "people", List.of(people));
  }

  @Test
  void aHoldIsPlacedByOneAndReleasedByTwo() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignEverybody("eve", "mallory");
      Bureau.Answer placed = bureau.post("eve", "/holds", hold("alice"));
      assertThat(placed.status()).isEqualTo(201);
      String id = placed.body().path("id").asText();
      assertThat(bureau.look("eve", "/records?held=true").texts("items", "id"))
          .containsExactly("m3", "m1", "c1");
      Bureau.Answer asked = bureau.post("eve", "/holds/" + id + "/release", WHY);
      String request = asked.body().path("release").asText();
      assertThat(request).isNotEmpty();
      assertThat(bureau.post("eve", "/approvals/" + request + "/approve", WHY).status())
          .isEqualTo(403);
      assertThat(bureau.get("eve", "/holds").texts("items", "id")).containsExactly(id);
      assertThat(bureau.get("mallory", "/approvals").texts("items", "action"))
          .containsExactly("hold.release");
      Bureau.Answer done = bureau.post("mallory", "/approvals/" + request + "/approve", WHY);
      assertThat(done.body().path("state").asText()).isEqualTo("used");
      assertThat(bureau.get("eve", "/holds").texts("items", "id")).isEmpty();
      assertThat(bureau.records(ApprovalDecided.class))
          .extracting(ApprovalDecided::by, ApprovalDecided::reason)
          .containsExactly(org.assertj.core.groups.Tuple.tuple("mallory", "case closed"));
    }
  }

  @Test
  void aHoldReachesNoFurtherThanItsOfficer() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.groups.add("back", "carol");
      bureau.assignments.assign("eve", Kind.PERSON, "alice");
      assertThat(bureau.post("eve", "/holds", hold("carol")).wrong()).containsExactly("people");
      assertThat(
              bureau
                  .post(
                      "eve",
                      "/holds",
                      Map.of(
                          "matter", "m", "reason", "why", "group", "back", "calls", List.of("c2")))
                  .wrong())
          .containsExactly("group", "calls");
      assertThat(
              bureau
                  .post(
                      "eve",
                      "/holds",
                      Map.of("matter", "m", "reason", "why", "from", "2026-01-01T00:00:00Z"))
                  .wrong())
          .containsExactly("people");
      assertThat(bureau.post("eve", "/holds", hold("alice")).status()).isEqualTo(201);
      assertThat(bureau.retention.holds().list()).hasSize(1);
    }
  }

  @Test
  void aForeignHoldAndItsRequestAreNotFound() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignEverybody("eve");
      bureau.assignments.assign("mallory", Kind.PERSON, "alice");
      String foreign = bureau.post("eve", "/holds", hold("carol")).body().path("id").asText();
      assertThat(bureau.get("mallory", "/holds").texts("items", "id")).isEmpty();
      assertThat(bureau.post("mallory", "/holds/" + foreign + "/release", WHY).status())
          .isEqualTo(404);
      String request =
          bureau.post("eve", "/holds/" + foreign + "/release", WHY).body().path("release").asText();
      assertThat(bureau.get("mallory", "/approvals").texts("items", "id")).isEmpty();
      assertThat(bureau.get("mallory", "/approvals/" + request).status()).isEqualTo(404);
      for (String step : List.of("approve", "refuse")) {
        assertThat(bureau.post("mallory", "/approvals/" + request + "/" + step, WHY).status())
            .isEqualTo(404);
      }
      assertThat(bureau.retention.holds().list()).hasSize(1);
    }
  }

  @Test
  void aRequestIsRefusedWithAReasonAndWithdrawnByItsOwner() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.assignEverybody("eve", "mallory");
      String hold = bureau.post("eve", "/holds", hold("alice")).body().path("id").asText();
      for (String who : List.of("mallory", "eve")) {
        String request =
            bureau.post("eve", "/holds/" + hold + "/release", WHY).body().path("release").asText();
        assertThat(
                bureau.post(who, "/approvals/" + request + "/refuse", Map.of("reason", "")).wrong())
            .containsExactly("reason");
        assertThat(
                bureau
                    .post(who, "/approvals/" + request + "/refuse", WHY)
                    .body()
                    .path("state")
                    .asText())
            .isEqualTo("refused");
        assertThat(bureau.post("mallory", "/approvals/" + request + "/approve", WHY).status())
            .isEqualTo(409);
      }
      assertThat(bureau.retention.holds().list()).hasSize(1);
    }
  }

  @Test
  void whoMayNotDecideChangesNothing() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.assignEverybody("eve", "rita", "root", "aude");
      String hold = bureau.post("eve", "/holds", hold("alice")).body().path("id").asText();
      String request =
          bureau.post("eve", "/holds/" + hold + "/release", WHY).body().path("release").asText();
      for (String who : List.of("rita", "root", "aude", "alice")) {
        assertThat(bureau.post(who, "/holds", hold("bob")).status()).isEqualTo(403);
        assertThat(bureau.post(who, "/approvals/" + request + "/approve", WHY).status())
            .isEqualTo(403);
        assertThat(bureau.post(who, "/purges", WHY).status()).isEqualTo(403);
        assertThat(bureau.post(who, "/exports", Map.of("query", "", "reason", "because")).status())
            .isEqualTo(403);
      }
      assertThat(bureau.get("rita", "/holds").texts("items", "id")).containsExactly(hold);
    }
  }

  @Test
  void whatIsWrongWithAHoldIsToldByField() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.assignEverybody("eve");
      assertThat(bureau.post("eve", "/holds", Map.of("matter", "", "reason", "why")).wrong())
          .containsExactly("matter", "people");
      assertThat(bureau.post("eve", "/holds", Map.of("matter", "m", "reason", "")).wrong())
          .containsExactly("reason");
      assertThat(bureau.post("eve", "/holds", Map.of("mater", "m")).wrong())
          .containsExactly("mater");
      assertThat(bureau.post("eve", "/holds", Map.of("matter", "m", "from", "yesterday")).wrong())
          .containsExactly("from");
    }
  }
}
