package io.sallyport.server.api.officer;

import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.Problem.FieldError;
import io.sallyport.server.base.Durations;
import io.sallyport.server.base.NearestKey;
import io.sallyport.server.review.Request;
import io.sallyport.server.search.Criteria.Direction;
import io.sallyport.server.search.Kind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What officers look for, as it stands in an address: the same words for the API, for the console's
 * own address bar, for a saved search and for an export.
 */
public final class RecordQuery {
  static final int LONGEST = 4_000;

  private static final int MOST_VALUES = 100;

  /** Every word, with what it means. */
  private static final Map<String, String> WORDS = words();

  // owned by: the thread that asks
  private final Function<String, List<String>> given;
  private final List<FieldError> errors = Asked.errors();

  private RecordQuery(Function<String, List<String>> given) {
    this.given = given;
  }

  private static Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put(
        "words",
        "In chat lines: word, \"a phrase\", begin*, like~, AND, OR, NOT, brackets; all must"
            + " occur.");
    words.put("kind", "call or chat.");
    words.put("person", "A name or address that took part; given twice: both.");
    words.put("group", "Of which a member took part.");
    words.put("direction", "out or in, of the first person or group.");
    words.put("number", "A telephone number, or its beginning and a *.");
    words.put("from", "Began at that time or later.");
    words.put("until", "Began before that time.");
    words.put("at-least", "Talked so long, such as 30s or 5m.");
    words.put("at-most", "Talked no longer.");
    words.put("outcome", "How it ended; given twice: either.");
    words.put("mos-at-least", "Worst quality, 1 to 4.5.");
    words.put("mos-at-most", "Worst quality, 1 to 4.5.");
    words.put("media", "audio, video or text; given twice: either.");
    words.put("mark", "flagged, masked, blocked or held by content rules; given twice: either.");
    words.put("rule", "The content rule that applied; given twice: either.");
    words.put("id", "Of a call or line.");
    words.put("held", "true: only under a legal hold; false: only what is not.");
    words.put("purged", "true: only what lost its text; false: only what has not.");
    words.put("matter", "Only what the legal holds of that matter are on.");
    return words;
  }

  /** Lets an operation take all of it. */
  static Operation taken(Operation operation) {
    WORDS.forEach(operation::query);
    return operation.required("reason", Judged.WHY);
  }

  /** What a request asks for; throws everything that is wrong with it. */
  static Request of(Asked asked) {
    RecordQuery query = new RecordQuery(asked::queries);
    Request request = query.read();
    Asked.check(query.errors);
    return request;
  }

  /** What a query asks for that was found good before. */
  public static Request of(String text) {
    return of(text, "query");
  }

  /**
   * What the query of an address asks for.
   *
   * @param field that holds it, for what is wrong
   */
  static Request of(String text, String field) {
    if (text.length() > LONGEST) {
      throw Problem.invalid(field, "has at most " + LONGEST + " characters");
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    List<FieldError> errors = Asked.errors();
    for (String part : text.split("&")) {
      int equals = part.indexOf('=');
      String name = decoded(equals < 0 ? part : part.substring(0, equals), field);
      String value = equals < 0 ? "" : decoded(part.substring(equals + 1), field).strip();
      if (!name.isEmpty() && !WORDS.containsKey(name)) {
        errors.add(
            new FieldError(
                field + "." + name,
                0,
                "is nothing that can be asked for",
                NearestKey.to(name, WORDS.keySet()).orElse("")));
      } else if (!value.isEmpty()) {
        values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      }
    }
    RecordQuery query = new RecordQuery(name -> values.getOrDefault(name, List.of()));
    Request request = query.read();
    query.errors.forEach(
        e -> errors.add(new FieldError(field + "." + e.field(), 0, e.message(), e.suggestion())));
    Asked.check(errors);
    return request;
  }

  private static String decoded(String part, String field) {
    try {
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(field, "is the query of an address, as in person=alice&kind=chat");
    }
  }

  private Request read() {
    List<String> marks = new ArrayList<>(all("mark"));
    all("rule").forEach(rule -> marks.add("rule:" + rule));
    Optional<Instant> from = time("from");
    Optional<Instant> until = time("until");
    if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
      error("until", "is after from");
    }
    Optional<Direction> direction = one("direction").flatMap(this::direction);
    if (direction.isPresent() && all("person").isEmpty() && all("group").isEmpty()) {
      error("direction", "is that of a person or group: name one");
    }
    return new Request(
        one("kind").flatMap(this::kind),
        all("person"),
        all("group"),
        direction,
        one("number"),
        from,
        until,
        duration("at-least"),
        duration("at-most"),
        all("outcome"),
        mos("mos-at-least"),
        mos("mos-at-most"),
        all("media"),
        marks,
        one("words"),
        all("id"),
        flag("held"),
        flag("purged"),
        one("matter"));
  }

  private Optional<Kind> kind(String word) {
    Optional<Kind> kind = Kind.communication(word);
    if (kind.isEmpty()) {
      error("kind", "is call or chat");
    }
    return kind;
  }

  private Optional<Direction> direction(String word) {
    switch (word) {
      case "out":
        return Optional.of(Direction.OUT);
      case "in":
        return Optional.of(Direction.IN);
      default:
        error("direction", "is out or in");
        return Optional.empty();
    }
  }

  private Optional<Instant> time(String name) {
    try {
      return one(name).map(Instant::parse);
    } catch (DateTimeException e) {
      error(name, "is a time such as 2026-03-01T08:00:00Z");
      return Optional.empty();
    }
  }

  private Optional<Duration> duration(String name) {
    Optional<String> text = one(name);
    Optional<Duration> duration = text.flatMap(Durations::parse);
    if (text.isPresent() && duration.isEmpty()) {
      error(name, "is a time such as 30s, 5m or 2h");
    }
    return duration;
  }

  private Optional<Double> mos(String name) {
    Optional<String> text = one(name);
    if (text.isPresent() && !text.get().matches("[1-5](\\.\\d{1,3})?")) {
      error(name, "is a number from 1 to 4.5");
      return Optional.empty();
    }
    return text.map(Double::valueOf);
  }

  private Optional<Boolean> flag(String name) {
    Optional<String> text = one(name);
    if (text.isPresent() && !text.get().matches("true|false")) {
      error(name, "is true or false");
    }
    return text.map("true"::equals);
  }

  private Optional<String> one(String name) {
    List<String> values = all(name);
    if (values.size() > 1) {
      error(name, "is given once at most");
    }
    return values.stream().findFirst();
  }

  private List<String> all(String name) {
    List<String> values = given.apply(name);
    if (values.size() > MOST_VALUES) {
      error(name, "is given " + MOST_VALUES + " times at most");
      return values.subList(0, MOST_VALUES);
    }
    return values;
  }

  private void error(String name, String message) {
    if (errors.stream().noneMatch(e -> e.field().equals(name))) {
      errors.add(new FieldError(name, message));
    }
  }
}
