package io.sallyport.server.recording;

import io.sallyport.server.vault.ObjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Counts what is in a recording while it is read. Not thread-safe. */
final class Surveyor {
  private static final int MOST_GAPS = 200;

  private final List<Counted> streams = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private About about;
  private long lastNanos;

  private static final class Counted {
    private StreamInfo info;
    private long packets;
    private long control;
    private long bytes;
  }

  void about(About found) {
    about = found;
  }

  void stream(StreamInfo info) {
    while (streams.size() <= info.index()) {
      streams.add(new Counted());
    }
    streams.get(info.index()).info = info;
  }

  void gap(Gap gap) {
    if (gaps.size() < MOST_GAPS) {
      gaps.add(gap);
      return;
    }
    // a recorder that cannot keep up must not fill memory with its complaints
    Gap last = gaps.remove(gaps.size() - 1);
    long packets =
        Math.min(last.packets(), gap.packets()) < 0 ? Gap.UNKNOWN : last.packets() + gap.packets();
    gaps.add(new Gap(Gap.ALL, last.nanos(), packets, last.cause()));
  }

  void packet(int stream, long nanos, boolean rtcp, int length) {
    lastNanos = Math.max(lastNanos, nanos);
    if (stream < streams.size()) {
      Counted counted = streams.get(stream);
      counted.packets += rtcp ? 0 : 1;
      counted.control += rtcp ? 1 : 0;
      counted.bytes += length;
    }
  }

  Optional<About> about() {
    return Optional.ofNullable(about);
  }

  List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  long durationNanos() {
    return lastNanos;
  }

  /** The streams that were told of, and what came of each. */
  List<Survey.StreamFigures> figures() {
    return streams.stream()
        .filter(counted -> counted.info != null)
        .map(c -> new Survey.StreamFigures(c.info, c.packets, c.control, c.bytes))
        .toList();
  }

  Survey survey(ObjectReader.End end) throws IOException {
    return new Survey(
        about(),
        figures(),
        gaps(),
        lastNanos,
        end.complete(),
        end.chunks(),
        end.offset(),
        end.behind(),
        HexFormat.of().formatHex(end.digest()));
  }
}
