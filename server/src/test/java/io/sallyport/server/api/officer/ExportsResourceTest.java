package io.sallyport.server.api.officer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.archive.ArchiveRecord.AccessExported;
import io.sallyport.server.directory.Assignments.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExportsResourceTest {
  private static final Map<String, String> ASKED =
      Map.of("query", "words=shares", "reason", "case 7: shares");
  private static final Map<String, String> FINE = Map.of("reason", "looks right");

  @TempDir Path directory;

  private static String state(Bureau bureau, String id) throws Exception {
    return bureau.get("eve", "/exports/" + id).body().path("state").asText();
  }

  private static String complete(Bureau bureau) throws Exception {
    Bureau.Answer asked = bureau.post("eve", "/exports", ASKED);
    assertThat(asked.status()).isEqualTo(201);
    assertThat(asked.body().path("state").asText()).isEqualTo("waiting");
    String approval = asked.body().path("approval").asText();
    String id = asked.body().path("id").asText();
    assertThat(bureau.post("eve", "/approvals/" + approval + "/approve", FINE).status())
        .isEqualTo(403);
    assertThat(bureau.post("mallory", "/approvals/" + approval + "/approve", FINE).status())
        .isEqualTo(200);
    await().atMost(Duration.ofSeconds(20)).until(() -> state(bureau, id).equals("complete"));
    return id;
  }

  @Test
  void aPackageIsMadeOnceASecondOfficerHasApprovedAndIsTakenOnceByWhoAsked() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignEverybody("eve", "mallory");
      String id = complete(bureau);
      String path =
          bureau.post("eve", "/exports/" + id + "/package", Map.of()).body().path("path").asText();
      assertThat(bureau.get("mallory", path).status()).isEqualTo(404);
      Bureau.Answer zip = bureau.get("eve", path);
      assertThat(zip.status()).isEqualTo(200);
      assertThat(zip.text()).startsWith("PK");
      assertThat(bureau.get("eve", path).status()).isEqualTo(404);
      assertThat(bureau.records(AccessExported.class))
          .extracting(AccessExported::outcome)
          .containsExactly("complete", "handed over");
    }
  }

  @Test
  void anotherOfficersExportIsNotFound() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignEverybody("eve", "mallory");
      String id = complete(bureau);
      assertThat(bureau.get("mallory", "/exports").texts("items", "id")).isEmpty();
      assertThat(bureau.get("mallory", "/exports/" + id).status()).isEqualTo(404);
      assertThat(bureau.post("mallory", "/exports/" + id + "/package", Map.of()).status())
          .isEqualTo(404);
      assertThat(bureau.delete("mallory", "/exports/" + id).status()).isEqualTo(404);
      for (String path : List.of("/packages/" + id, "/packages/..%2F..%2Fkeys", "/packages/x")) {
        assertThat(bureau.get("eve", path).status()).as(path).isIn(400, 404);
      }
      assertThat(bureau.delete("eve", "/exports/" + id).status()).isEqualTo(204);
      assertThat(state(bureau, id)).isEqualTo("removed");
      try (Stream<Path> left = Files.list(directory.resolve("exports"))) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void whoseAssignmentIsSmallerCannotApproveAndDoesNotSeeTheRequest() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignments.assign("eve", Kind.PERSON, "alice");
      bureau.assignments.assign("mallory", Kind.PERSON, "carol");
      String approval = bureau.post("eve", "/exports", ASKED).body().path("approval").asText();
      assertThat(bureau.get("mallory", "/approvals").texts("items", "id")).isEmpty();
      assertThat(bureau.post("mallory", "/approvals/" + approval + "/approve", FINE).status())
          .isEqualTo(404);
      bureau.assignments.assign("mallory", Kind.PERSON, "alice");
      assertThat(bureau.get("mallory", "/approvals").texts("items", "id"))
          .containsExactly(approval);
    }
  }

  @Test
  void aRefusedExportIsNeverMade() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignEverybody("eve", "mallory");
      Bureau.Answer asked = bureau.post("eve", "/exports", ASKED);
      String id = asked.body().path("id").asText();
      bureau.post(
          "mallory", "/approvals/" + asked.body().path("approval").asText() + "/refuse", FINE);
      assertThat(state(bureau, id)).isEqualTo("refused");
      assertThat(bureau.post("eve", "/exports/" + id + "/package", Map.of()).status())
          .isEqualTo(409);
    }
  }

  @Test
  void whatIsWrongWithAnExportIsToldByField() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.assignEverybody("eve");
      assertThat(bureau.post("eve", "/exports", Map.of("query", "x=1", "reason", "why")).wrong())
          .containsExactly("query.x");
      assertThat(bureau.post("eve", "/exports", Map.of("query", "", "reason", "")).wrong())
          .containsExactly("reason");
      assertThat(bureau.post("eve", "/exports", Map.of("reason", "because")).wrong())
          .containsExactly("query");
      assertThat(
              bureau
                  .post("eve", "/exports", Map.of("query", "words=%22open", "reason", "why"))
                  .wrong())
          .containsExactly("query");
    }
  }

  @Test
  void theTrailShowsOfficersTheirOwnActsAndToWhomEverybodyIsAssignedAll() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.traffic();
      bureau.assignEverybody("mallory");
      bureau.assignments.assign("eve", Kind.PERSON, "alice");
      bureau.look("eve", "/records?words=shares");
      bureau.look("mallory", "/records/m2");
      assertThat(bureau.look("eve", "/access").texts("items", "officer")).containsOnly("eve");
      Bureau.Answer all = bureau.look("mallory", "/access?id=m2");
      assertThat(all.texts("items", "act")).containsExactly("view");
      assertThat(bureau.look("mallory", "/access?officer=eve").texts("items", "subject"))
          .contains("text=shares");
      assertThat(bureau.look("rita", "/access").status()).isEqualTo(403);
      assertThat(bureau.get("eve", "/access").wrong()).containsExactly("reason");
    }
  }
}
