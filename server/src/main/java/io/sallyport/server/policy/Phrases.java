package io.sallyport.server.policy;

import io.sallyport.server.base.KebabCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What rules hold, as a person reads it. */
final class Phrases {
  private static final int MOST = 8;

  private Phrases() {}

  /** Values in order of their texts, the first few of many. */
  static String list(Collection<?> values) {
    List<String> texts =
        values.stream().map(v -> v instanceof Enum<?> e ? word(e) : v.toString()).sorted().toList();
    return texts.size() <= MOST
        ? String.join(", ", texts)
        : texts.stream().limit(MOST).collect(Collectors.joining(", "))
            + " and "
            + (texts.size() - MOST)
            + " more";
  }

  /** A constant as it is written in rules. */
  static String word(Enum<?> constant) {
    return KebabCase.ofConstant(constant);
  }

  /** Each obligation as one phrase. */
  static List<String> obligations(Obligations obligations) {
    List<String> phrases = new ArrayList<>();
    add(phrases, obligations.archiveFirst(), "archive first");
    add(phrases, obligations.requireSrtp(), "require SRTP");
    add(
        phrases,
        !obligations.record().isEmpty(),
        "record " + String.join(" and ", obligations.record()));
    add(phrases, obligations.emergency(), "emergency call: goes on where records fail");
    Notice notice = obligations.notice();
    String language = notice.language().isEmpty() ? "" : " in " + notice.language();
    add(
        phrases,
        notice.play() != Notice.Who.NOBODY,
        "play the notice to " + word(notice.play()) + language);
    add(
        phrases,
        notice.consent() != Notice.Who.NOBODY,
        "ask consent of " + word(notice.consent()) + ", refused: " + word(notice.refused()));
    add(phrases, !notice.beepEvery().isZero(), "beep every " + duration(notice.beepEvery()));
    add(
        phrases,
        !obligations.codecs().isEmpty(),
        "codecs " + String.join(", ", obligations.codecs()));
    add(phrases, obligations.bandwidth() > 0, "at most " + obligations.bandwidth() + " bit/s");
    add(phrases, !obligations.longest().isZero(), "end after " + duration(obligations.longest()));
    add(
        phrases,
        obligations.reviewPercent() > 0,
        "review " + percent(obligations.reviewPercent()) + " %");
    add(phrases, obligations.holdForRelease(), "hold for release");
    return phrases;
  }

  private static String percent(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static String duration(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static void add(List<String> phrases, boolean holds, String phrase) {
    if (holds) {
      phrases.add(phrase);
    }
  }
}
