package io.sallyport.server.review;

import io.sallyport.server.search.Criteria.Direction;
import io.sallyport.server.search.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * What an officer asks for, in the officer's words: names rather than addresses. Its text is what
 * goes on record and what a second person approves.
 *
 * @param persons all of whom took part
 * @param groups of each of which somebody took part
 * @param marks on a line: one of flagged, masked, blocked, held, or {@code rule:} and a name
 * @param held only what a legal hold is on, or only what none is on
 * @param purged only what has lost its text or recording, or only what has not
 * @param matter only what the holds of a matter are on
 */
public record Request(
    Optional<Kind> kind,
    List<String> persons,
    List<String> groups,
    Optional<Direction> direction,
    Optional<String> number,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<Duration> atLeast,
    Optional<Duration> atMost,
    List<String> results,
    Optional<Double> mosAtLeast,
    Optional<Double> mosAtMost,
    List<String> media,
    List<String> marks,
    Optional<String> text,
    List<String> ids,
    Optional<Boolean> held,
    Optional<Boolean> purged,
    Optional<String> matter) {

  /** Everything that the officer may see. */
  public static Request everything() {
    return ids(List.of());
  }

  /** Calls or lines by their ids. */
  public static Request ids(List<String> ids) {
    return new Request(
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        ids,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** In words that ask the same again. */
  public String words() {
    StringJoiner words = new StringJoiner(" ");
    words.setEmptyValue("everything");
    kind.ifPresent(v -> words.add("kind=" + v.word()));
    persons.forEach(v -> words.add("person=" + quoted(v)));
    groups.forEach(v -> words.add("group=" + quoted(v)));
    direction.ifPresent(v -> words.add("direction=" + v.name().toLowerCase(Locale.ROOT)));
    number.ifPresent(v -> words.add("number=" + quoted(v)));
    from.ifPresent(v -> words.add("from=" + v));
    until.ifPresent(v -> words.add("until=" + v));
    atLeast.ifPresent(v -> words.add("at-least=" + v));
    atMost.ifPresent(v -> words.add("at-most=" + v));
    results.forEach(v -> words.add("result=" + quoted(v)));
    mosAtLeast.ifPresent(v -> words.add("mos-at-least=" + v));
    mosAtMost.ifPresent(v -> words.add("mos-at-most=" + v));
    media.forEach(v -> words.add("media=" + quoted(v)));
    marks.forEach(v -> words.add("marked=" + quoted(v)));
    ids.forEach(v -> words.add("id=" + quoted(v)));
    held.ifPresent(v -> words.add(v ? "held" : "not-held"));
    purged.ifPresent(v -> words.add(v ? "purged" : "not-purged"));
    matter.ifPresent(v -> words.add("matter=" + quoted(v)));
    text.ifPresent(v -> words.add("text=" + quoted(v)));
    return words.toString();
  }

  private static String quoted(String value) {
    boolean plain = value.chars().allMatch(c -> c > ' ' && c != '"' && c != '\\');
    return plain && !value.isEmpty()
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
