package io.sallyport.server.api.officer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.review.Review;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who looked at what, and why; reading it is on record too. */
public final class AccessResource implements Api.Resource {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * An officer's act.
   *
   * @param act search, view, play, export, exported or refused
   * @param subject the query, or the id of the call, line or export
   * @param approval who approved, where a second person had to
   * @param outcome of an export, or why somebody was turned away; else empty
   */
  record AccessView(
      long position,
      Instant time,
      String officer,
      String act,
      String subject,
      String reason,
      String approval,
      String outcome,
      long records) {}

  // immutable
  private final Review review;

  public AccessResource(Review review) {
    this.review = review;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(
                Method.GET,
                "/access",
                "access",
                "Who looked at what, newest first: your own acts, or everybody's where you are"
                    + " assigned everybody.")
            .needs(Permission.READ_TRAIL)
            .required("reason", Judged.WHY)
            .query("officer", "Only acts of that officer.")
            .query("id", "Only acts on that call, line or export.")
            .givesPage(AccessView.class)
            .by(this::list));
  }

  private Object list(Asked asked) throws IOException {
    int limit = asked.limit();
    Review.Trail trail =
        Judged.value(
            "cursor",
            () ->
                review.trail(
                    review.officer(asked.caller().user()),
                    asked.query("reason"),
                    given(asked.query("officer")),
                    given(asked.query("id")),
                    limit,
                    given(asked.cursor())));
    List<AccessView> items = new ArrayList<>();
    for (Entry entry : trail.entries()) {
      items.add(view(entry));
    }
    return new Page<>(items, trail.next().orElse(""));
  }

  private static AccessView view(Entry entry) throws IOException {
    JsonNode fields = JSON.readTree(entry.fields().isBlank() ? "{}" : entry.fields());
    return new AccessView(
        entry.sequence(),
        entry.time(),
        fields.path("officer").asText(),
        entry.type().replaceFirst("^access\\.", ""),
        first(fields, "query", "subject", "export"),
        fields.path("reason").asText(),
        fields.path("approval").asText(),
        first(fields, "outcome", "why"),
        fields.path("hits").asLong(fields.path("records").asLong()));
  }

  private static String first(JsonNode fields, String... names) {
    for (String name : names) {
      if (fields.hasNonNull(name)) {
        return fields.path(name).asText();
      }
    }
    return "";
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(t -> !t.isEmpty());
  }
}
