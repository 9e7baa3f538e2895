package io.sallyport.server.rulebook;

import io.sallyport.server.policy.Obligations;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** What is different between two sets of obligations, in words. */
final class Differences {
  private record Field(String name, Function<Obligations, Object> value) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("archive-first", Obligations::archiveFirst),
          new Field("srtp", Obligations::requireSrtp),
          new Field("record", Obligations::record),
          new Field("emergency", Obligations::emergency),
          new Field("notice", o -> o.notice().play()),
          new Field("consent", o -> o.notice().consent()),
          new Field("without-consent", o -> o.notice().refused()),
          new Field("language", o -> o.notice().language()),
          new Field("beep", o -> o.notice().beepEvery()),
          new Field("codecs", Obligations::codecs),
          new Field("bandwidth", Obligations::bandwidth),
          new Field("longest", Obligations::longest),
          new Field("review-percent", Obligations::reviewPercent),
          new Field("hold-for-release", Obligations::holdForRelease));

  private Differences() {}

  static String text(Obligations before, Obligations after) {
    List<String> parts = new ArrayList<>();
    for (Field field : FIELDS) {
      Object old = field.value().apply(before);
      Object now = field.value().apply(after);
      if (!Objects.equals(old, now)) {
        parts.add(field.name() + " " + old + " → " + now);
      }
    }
    return parts.isEmpty() ? "other obligations" : String.join(", ", parts);
  }
}
