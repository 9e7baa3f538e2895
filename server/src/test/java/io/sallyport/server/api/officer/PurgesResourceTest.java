package io.sallyport.server.api.officer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.directory.Assignments.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Purges, retention, and lines held for release. */
@Timeout(60)
class PurgesResourceTest {
  private static final Map<String, String> WHY = Map.of("reason", "a day is over");

  @TempDir Path directory;

  @Test
  void aPurgeRunsOnceASecondOfficerHasApprovedAndItsPaperCanBeTaken() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.line("old", 0, "alice", "bob", "long ago");
      bureau.later(Duration.ofDays(2));
      bureau.line("new", 2 * 86_400L, "alice", "bob", "today");
      bureau.assignEverybody("eve", "mallory");
      Bureau.Answer plan = bureau.get("eve", "/purges/plan");
      assertThat(plan.texts("classes", "name")).containsExactly("chat");
      assertThat(plan.texts("examples", "id")).containsExactly("old");
      String approval = bureau.post("eve", "/purges", WHY).body().path("approval").asText();
      assertThat(bureau.post("eve", "/approvals/" + approval + "/approve", WHY).status())
          .isEqualTo(403);
      assertThat(bureau.post("mallory", "/approvals/" + approval + "/approve", WHY).status())
          .isEqualTo(200);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> bureau.get("eve", "/purges").texts("items", "state").contains("done"));
      Bureau.Answer purges = bureau.get("eve", "/purges");
      String purge = purges.body().at("/items/0/purge").asText();
      Bureau.Answer paper = bureau.get("eve", "/purges/" + purge + "/certificate");
      assertThat(paper.text()).contains("\"certificate\" : \"purge\"", "mallory");
      assertThat(bureau.look("eve", "/records/old").body().path("text").asText())
          .isEqualTo("[purged]");
      assertThat(bureau.get("eve", "/purges/nothing/certificate").status()).isEqualTo(404);
    }
  }

  @Test
  void purgesAreForWhomEverybodyIsAssigned() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.assignments.assign("eve", Kind.PERSON, "alice");
      for (String path : List.of("/purges", "/purges/plan", "/purges/x/certificate")) {
        assertThat(bureau.get("eve", path).status()).isEqualTo(403);
      }
      assertThat(bureau.post("eve", "/purges", WHY).status()).isEqualTo(403);
      bureau.assignEverybody("eve");
      assertThat(bureau.post("eve", "/purges", Map.of("reason", "")).wrong())
          .containsExactly("reason");
      assertThat(bureau.post("eve", "/purges", WHY).status()).isEqualTo(409);
    }
  }

  @Test
  void retentionIsShownToWhoReadsTheTrail() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      for (String who : List.of("eve", "aude")) {
        Bureau.Answer shown = bureau.get(who, "/retention");
        assertThat(shown.texts("classes", "name"))
            .containsExactly("calls", "recordings", "chat", "files", "access");
        assertThat(shown.body().at("/classes/2/kept").asLong()).isEqualTo(86_400);
      }
      assertThat(bureau.get("root", "/retention").status()).isEqualTo(403);
    }
  }

  @Test
  void aHeldLineIsDecidedByWhomItsPeopleAreAssigned() throws Exception {
    try (Bureau bureau = new Bureau(directory)) {
      bureau.line("h1", 0, "alice", "bob", "the deal", "held");
      bureau.line("h2", 1, "alice", "bob", "the other deal", "held");
      bureau.assignments.assign("eve", Kind.PERSON, "alice");
      bureau.assignments.assign("mallory", Kind.PERSON, "carol");
      bureau.assignments.assign("rita", Kind.PERSON, "alice");
      assertThat(bureau.look("mallory", "/held").texts("items", "id")).isEmpty();
      assertThat(bureau.post("mallory", "/held/h1/release", WHY).status()).isEqualTo(404);
      assertThat(bureau.look("eve", "/held").texts("items", "id")).containsExactly("h1", "h2");
      assertThat(bureau.get("eve", "/held").wrong()).containsExactly("reason");
      assertThat(bureau.post("rita", "/held/h1/release", WHY).status()).isEqualTo(403);
      assertThat(bureau.post("eve", "/held/h1/release", Map.of("reason", "")).wrong())
          .containsExactly("reason");
      assertThat(bureau.post("eve", "/held/h1/release", WHY).status()).isEqualTo(204);
      assertThat(bureau.post("eve", "/held/h2/reject", WHY).status()).isEqualTo(204);
      assertThat(bureau.look("eve", "/held").texts("items", "id")).isEmpty();
      assertThat(bureau.post("eve", "/held/h1/release", WHY).status()).isEqualTo(404);
    }
  }
}
