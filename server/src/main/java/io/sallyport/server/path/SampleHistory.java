package io.sallyport.server.path;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The quality samples of one direction, oldest first, in 20 bytes each. Full, it joins them two by
 * two, so that the whole call is covered however long it lasts.
 */
final class SampleHistory {
  private static final int FIGURES = 4;

  // immutable
  private final int capacity;

  // written by: one loop; any thread may read. What is published is never changed, only longer
  private volatile Samples samples = new Samples(new int[8], new float[8 * FIGURES], 0, 0);

  /** Arrays that are filled up to {@code count}. */
  private record Samples(int[] seconds, float[] figures, int count, long start) {
    PathReport.Sample at(int i) {
      int from = i * FIGURES;
      return new PathReport.Sample(
          Instant.ofEpochSecond(start + seconds[i]),
          figures[from],
          figures[from + 1],
          figures[from + 2],
          figures[from + 3]);
    }
  }

  /** A history of at most so many samples, an even number. */
  SampleHistory(int capacity) {
    this.capacity = capacity;
  }

  /** Adds a sample; true where there was no room and all were joined, so that they lie apart. */
  boolean add(PathReport.Sample sample) {
    Samples now = samples;
    int count = now.count;
    long start = count == 0 ? sample.at().getEpochSecond() : now.start;
    int[] seconds = now.seconds;
    float[] figures = now.figures;
    if (count == seconds.length) {
      int larger = Math.min(capacity, 2 * count);
      seconds = Arrays.copyOf(seconds, larger);
      figures = Arrays.copyOf(figures, larger * FIGURES);
    }
    int at = count * FIGURES;
    seconds[count] = (int) (sample.at().getEpochSecond() - start);
    figures[at] = (float) sample.lossPercent();
    figures[at + 1] = (float) sample.jitterMillis();
    figures[at + 2] = (float) sample.roundTripMillis();
    figures[at + 3] = (float) sample.mos();
    Samples more = new Samples(seconds, figures, count + 1, start);
    boolean full = more.count == capacity;
    samples = full ? joined(more) : more;
    return full;
  }

  List<PathReport.Sample> list() {
    Samples now = samples;
    List<PathReport.Sample> list = new ArrayList<>(now.count);
    for (int i = 0; i < now.count; i++) {
      list.add(now.at(i));
    }
    return list;
  }

  private static Samples joined(Samples all) {
    int count = all.count / 2;
    int[] seconds = new int[all.seconds.length];
    float[] figures = new float[all.figures.length];
    for (int i = 0; i < count; i++) {
      seconds[i] = all.seconds[2 * i];
      for (int figure = 0; figure < FIGURES; figure++) {
        float first = all.figures[2 * i * FIGURES + figure];
        float second = all.figures[(2 * i + 1) * FIGURES + figure];
        // -1 stands for unknown
        boolean both = first >= 0 && second >= 0;
        figures[i * FIGURES + figure] = both ? (first + second) / 2 : Math.max(first, second);
      }
    }
    return new Samples(seconds, figures, count, all.start);
  }
}
