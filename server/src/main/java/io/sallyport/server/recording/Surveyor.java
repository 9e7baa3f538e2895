package io.sallyport.server.recording;

import io.sallyport.server.vault.ObjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Counts what is in a recording while it is read. Not thread-safe. */
final class Surveyor {
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
    gaps.add(gap);
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
