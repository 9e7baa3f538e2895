package io.sallyport.server.search;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a document must be like; what is empty does not matter. All that is named must hold.
 *
 * @param kind only calls, or only chat
 * @param parties each is a set of addresses of which one must have taken part: a person, or the
 *     members of a group
 * @param direction of the first of the parties
 * @param number a telephone number, or its beginning followed by an asterisk
 * @param from at or after this moment it began
 * @param until before this moment it began
 * @param endsFrom at or after this moment it ended, or it still runs
 * @param mosAtLeast worst quality of an audio stream that was measured
 * @param media audio, video or text
 * @param marks on a line: one of them
 * @param text words in the form that {@link TextQuery} reads
 * @param ids of calls or lines; one of them
 * @param purged whether what was said has been purged
 */
public record Criteria(
    Optional<Kind> kind,
    List<Set<String>> parties,
    Optional<Direction> direction,
    Optional<String> number,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<Instant> endsFrom,
    Optional<Duration> atLeast,
    Optional<Duration> atMost,
    Set<String> results,
    Optional<Double> mosAtLeast,
    Optional<Double> mosAtMost,
    Set<String> media,
    Set<String> marks,
    Optional<String> text,
    Set<String> ids,
    Optional<Boolean> purged) {

  /** Whose end of it a party was. */
  public enum Direction {
    /** The party called or wrote. */
    OUT,
    /** The party was called or written to. */
    IN
  }

  public Criteria {
    parties = parties.stream().map(Set::copyOf).toList();
    results = Set.copyOf(results);
    media = Set.copyOf(media);
    marks = Set.copyOf(marks);
    ids = Set.copyOf(ids);
  }

  /** Everything. */
  public static Criteria all() {
    return new Builder().build();
  }

  public static Builder where() {
    return new Builder();
  }

  /** Criteria said one by one. */
  public static final class Builder {
    private Kind kind;
    private List<Set<String>> parties = List.of();
    private Direction direction;
    private String number;
    private Instant from;
    private Instant until;
    private Instant endsFrom;
    private Duration atLeast;
    private Duration atMost;
    private Set<String> results = Set.of();
    private Double mosAtLeast;
    private Double mosAtMost;
    private Set<String> media = Set.of();
    private Set<String> marks = Set.of();
    private String text;
    private Set<String> ids = Set.of();
    private Boolean purged;

    private Builder() {}

    public Builder kind(Kind value) {
      kind = value;
      return this;
    }

    public Builder parties(List<Set<String>> value) {
      parties = value;
      return this;
    }

    public Builder direction(Direction value) {
      direction = value;
      return this;
    }

    public Builder number(String value) {
      number = value;
      return this;
    }

    public Builder from(Instant value) {
      from = value;
      return this;
    }

    public Builder until(Instant value) {
      until = value;
      return this;
    }

    public Builder endsFrom(Instant value) {
      endsFrom = value;
      return this;
    }

    public Builder atLeast(Duration value) {
      atLeast = value;
      return this;
    }

    public Builder atMost(Duration value) {
      atMost = value;
      return this;
    }

    public Builder results(Set<String> value) {
      results = value;
      return this;
    }

    public Builder mosAtLeast(Double value) {
      mosAtLeast = value;
      return this;
    }

    public Builder mosAtMost(Double value) {
      mosAtMost = value;
      return this;
    }

    public Builder media(Set<String> value) {
      media = value;
      return this;
    }

    public Builder marks(Set<String> value) {
      marks = value;
      return this;
    }

    public Builder text(String value) {
      text = value;
      return this;
    }

    public Builder ids(Set<String> value) {
      ids = value;
      return this;
    }

    public Builder purged(Boolean value) {
      purged = value;
      return this;
    }

    public Criteria build() {
      return new Criteria(
          Optional.ofNullable(kind),
          parties,
          Optional.ofNullable(direction),
          Optional.ofNullable(number),
          Optional.ofNullable(from),
          Optional.ofNullable(until),
          Optional.ofNullable(endsFrom),
          Optional.ofNullable(atLeast),
          Optional.ofNullable(atMost),
          results,
          Optional.ofNullable(mosAtLeast),
          Optional.ofNullable(mosAtMost),
          media,
          marks,
          Optional.ofNullable(text),
          ids,
          Optional.ofNullable(purged));
    }
  }
}
