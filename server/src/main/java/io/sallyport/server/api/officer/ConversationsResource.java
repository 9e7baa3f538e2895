package io.sallyport.server.api.officer;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.api.Problem;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.review.Bodies;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Readings;
import io.sallyport.server.review.Request;
import io.sallyport.server.review.Review;
import io.sallyport.server.search.Survey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Who talked to whom, and what: calls and chat between the same people put together. */
public final class ConversationsResource implements Api.Resource {
  private static final int MOST_PERSONS = 5;

  /**
   * People who talked to each other.
   *
   * @param id names them
   */
  record Conversation(
      String id, List<String> people, long calls, long lines, Instant first, Instant last) {}

  /**
   * A call or line between them, with what a line said.
   *
   * @param delivered what its recipient got in place of the text; empty where it is the same
   */
  record ConversationEntry(RecordView record, String text, String delivered) {}

  /**
   * Some of what they said, newest first.
   *
   * @param next what to give as {@code cursor} for what was before; empty where there is nothing
   */
  record ConversationPage(
      List<String> people, List<ConversationEntry> items, String next, long total) {}

  // immutable
  private final Review review;

  public ConversationsResource(Review review) {
    this.review = review;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        RecordQuery.taken(
                Operation.of(
                    Method.GET,
                    "/conversations",
                    "conversations",
                    "Who talked to whom, the newest first."))
            .needs(Permission.READ_CONTENT)
            .givesPage(Conversation.class)
            .by(this::list),
        Operation.of(
                Method.GET,
                "/conversations/{conversation}",
                "conversations",
                "Read what was said, the newest first.")
            .needs(Permission.READ_CONTENT)
            .required("reason", Judged.WHY)
            .query("until", "Only what began before that time: where to jump to.")
            .query("limit", "How many items at most, 1 to 500; 50 if absent.")
            .query("cursor", "Where to go on: `next` of the page before.")
            .gives(ConversationPage.class)
            .by(this::read));
  }

  private Object list(Asked asked) {
    Request request = RecordQuery.of(asked);
    int limit = asked.limit();
    int from = place(asked.cursor());
    Survey survey =
        Judged.value(
            "words",
            () ->
                review
                    .readings()
                    .survey(officer(asked), asked.query("reason"), request, ZoneOffset.UTC));
    List<Conversation> items =
        survey.talks().stream().skip(from).limit(limit).map(ConversationsResource::view).toList();
    boolean more = from + items.size() < survey.talks().size();
    return new Page<>(items, more ? String.valueOf(from + items.size()) : "");
  }

  private static int place(String cursor) {
    if (!cursor.matches("\\d{0,6}")) {
      throw Problem.invalid("cursor", "is not one of this question");
    }
    return cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
  }

  private static Conversation view(Survey.Talk talk) {
    return new Conversation(
        id(talk.persons()),
        talk.persons(),
        talk.counts().getOrDefault("call", 0L),
        talk.counts().getOrDefault("chat", 0L),
        talk.first(),
        talk.last());
  }

  private Object read(Asked asked) throws IOException {
    List<String> people = people(asked.path("conversation"));
    Optional<Instant> until = asked.time("until");
    int limit = asked.limit();
    Readings.Read read =
        Judged.value(
            "cursor",
            () ->
                review
                    .readings()
                    .read(
                        officer(asked),
                        asked.query("reason"),
                        between(people, until),
                        limit,
                        Optional.of(asked.cursor()).filter(c -> !c.isEmpty())));
    List<ConversationEntry> items = new ArrayList<>();
    for (Review.Viewed viewed : read.records()) {
      items.add(
          new ConversationEntry(
              RecordView.of(viewed.hit(), review.readings()),
              Bodies.text(viewed.entries()),
              Bodies.delivered(viewed.entries()).orElse("")));
    }
    return new ConversationPage(people, items, read.page().next().orElse(""), read.page().total());
  }

  private static Request between(List<String> people, Optional<Instant> until) {
    Request all = Request.everything();
    return new Request(
        all.kind(),
        people.stream().map(ConversationsResource::named).toList(),
        all.groups(),
        all.direction(),
        all.number(),
        all.from(),
        until,
        all.atLeast(),
        all.atMost(),
        all.results(),
        all.mosAtLeast(),
        all.mosAtMost(),
        all.media(),
        all.marks(),
        all.text(),
        all.ids(),
        all.held(),
        all.purged(),
        all.matter());
  }

  /** A number alone would be taken for a user of that name. */
  private static String named(String address) {
    return address.indexOf('@') < 0 ? "tel:" + address : address;
  }

  /** Addresses hold every sign that a path gives a meaning to: they are written as one word. */
  static String id(List<String> people) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join("\n", people).getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> people(String id) {
    try {
      List<String> people =
          Arrays.stream(
                  new String(Base64.getUrlDecoder().decode(id), StandardCharsets.UTF_8).split("\n"))
              .filter(person -> !person.isBlank())
              .toList();
      if (!people.isEmpty() && people.size() <= MOST_PERSONS) {
        return people;
      }
    } catch (IllegalArgumentException notBase64) {
      // as for any other name that nobody has
    }
    throw Problem.notFound("There is no such conversation.");
  }

  private Officer officer(Asked asked) {
    return review.officer(asked.caller().user());
  }
}
