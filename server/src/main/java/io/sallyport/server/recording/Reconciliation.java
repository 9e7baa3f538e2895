package io.sallyport.server.recording;

import io.sallyport.server.path.PathReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A call's recording held against what its packet paths counted. The relay counts what came; what
 * it did not drop must have been recorded.
 *
 * @param what is missing, in words
 */
record Reconciliation(String what, long expectedPackets, long recordedPackets) {
  // a recording begins with its first binding and ends with its last packet's pass
  private static final long SLACK_MILLIS = 2_000;

  /** What was recorded. */
  interface Recorded {
    long packets(int line, StreamInfo.Side side);
  }

  /** A call without a recording. */
  static Reconciliation none(String why, PathReport report, Predicate<String> wanted) {
    long expected =
        report.streams().stream()
            .filter(s -> wanted.test(s.kind()))
            .mapToLong(s -> passed(s.a()) + passed(s.b()))
            .sum();
    return new Reconciliation("there is no recording: " + why, expected, 0);
  }

  /** What is missing; empty where all is there. */
  static Optional<Reconciliation> of(
      PathReport report,
      Predicate<String> wanted,
      Recorded recorded,
      List<Gap> gaps,
      long talkMillis,
      long recordedMillis) {
    List<String> missing = new ArrayList<>();
    long expected = 0;
    long found = 0;
    for (PathReport.Stream stream : report.streams()) {
      if (!wanted.test(stream.kind())) {
        continue;
      }
      for (StreamInfo.Side side : StreamInfo.Side.values()) {
        PathReport.Sent sent = side == StreamInfo.Side.CALLER ? stream.a() : stream.b();
        long here = recorded.packets(stream.index(), side);
        expected += passed(sent);
        found += here;
        if (here < passed(sent)) {
          missing.add(
              "%s of the %s: %d of %d packets"
                  .formatted(stream.kind(), side.word(), here, passed(sent)));
        }
      }
    }
    for (Gap gap : gaps) {
      missing.add(
          String.format(
              Locale.ROOT,
              "%s packets at %.1f s: %s",
              gap.packets() == Gap.UNKNOWN ? "some" : gap.packets(),
              gap.nanos() / 1e9,
              gap.cause().word()));
    }
    if (talkMillis > recordedMillis + SLACK_MILLIS) {
      missing.add("%d ms of %d ms".formatted(recordedMillis, talkMillis));
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(new Reconciliation(String.join("; ", shortened(missing)), expected, found));
  }

  private static long passed(PathReport.Sent sent) {
    return Math.max(0, sent.packets() - sent.dropped());
  }

  private static List<String> shortened(List<String> missing) {
    int most = 20;
    if (missing.size() <= most) {
      return missing;
    }
    List<String> some = new ArrayList<>(missing.subList(0, most));
    some.add("and " + (missing.size() - most) + " more");
    return some;
  }
}
