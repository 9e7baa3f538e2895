package io.sallyport.server.status;

import io.sallyport.server.base.Component;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures of the last hour in steps of five seconds, and of the last day in steps of a minute:
 * sampled by one thread, held in memory, gone with a restart. Any thread reads.
 */
public final class History implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(History.class);

  /** Between two samples. */
  public static final Duration STEP = Duration.ofSeconds(5);

  private static final Duration LONG_STEP = Duration.ofMinutes(1);
  private static final int SAMPLES = 720;
  private static final int LONG_SAMPLES = 1_440;
  private static final int FIGURES = Figure.values().length;
  private static final double NANOS = 1e9;

  /** How far back one looks. */
  public enum Span {
    HOUR,
    DAY
  }

  // immutable
  private final Gauges gauges;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  // any thread: under this object's lock
  private final Ring hour = new Ring(SAMPLES);
  private final Ring day = new Ring(LONG_SAMPLES);
  private double[] newest = new double[FIGURES];

  // owned by: the thread that samples
  private final double[] before = new double[FIGURES];
  private final double[] sums = new double[FIGURES];
  private int summed;
  private long sampledAt;
  private boolean sampled;

  // owned by: who starts and closes
  private ScheduledExecutorService thread;

  public History(Gauges gauges, InstantSource clock, LongSupplier nanoTime) {
    this.gauges = gauges;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  public String name() {
    return "status";
  }

  @Override
  public void start() {
    thread = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "status"));
    thread.scheduleAtFixedRate(this::tick, 0, STEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.shutdownNow();
    }
  }

  /** Has somebody told, on the thread that samples, that there is a new sample. */
  public void addListener(Runnable listener) {
    listeners.add(listener);
  }

  /** The newest sample; zeros before the first. */
  public Map<Figure, Double> newest() {
    double[] sample;
    synchronized (this) {
      sample = newest;
    }
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    for (Figure figure : Figure.values()) {
      figures.put(figure, sample[figure.ordinal()]);
    }
    return figures;
  }

  /** What was sampled in a span, of those figures. */
  public synchronized Series series(Span span, Set<Figure> figures) {
    Ring ring = span == Span.HOUR ? hour : day;
    Map<Figure, List<Double>> values = new EnumMap<>(Figure.class);
    figures.forEach(figure -> values.put(figure, ring.of(figure)));
    return new Series(span == Span.HOUR ? STEP : LONG_STEP, ring.times(), values);
  }

  private void tick() {
    try {
      sample();
      listeners.forEach(Runnable::run);
    } catch (RuntimeException e) {
      // the next sample may be well, and a schedule ends at the first error
      LOG.error("the server's figures cannot be read", e);
    }
  }

  /** One sample. The first one only tells where rates begin. */
  void sample() {
    Map<Figure, Double> read = gauges.read();
    long now = nanoTime.getAsLong();
    double seconds = (now - sampledAt) / NANOS;
    double[] sample = new double[FIGURES];
    for (Figure figure : Figure.values()) {
      int i = figure.ordinal();
      double value = read.getOrDefault(figure, 0.0);
      if (figure.kind() == Figure.Kind.LEVEL) {
        sample[i] = value;
      } else {
        sample[i] = sampled && seconds > 0 ? Math.max(0, value - before[i]) / seconds : 0;
        before[i] = value;
      }
      sums[i] += sample[i];
    }
    sampled = true;
    sampledAt = now;
    summed++;
    synchronized (this) {
      newest = sample;
      hour.add(clock.instant(), sample);
    }
    if (summed * STEP.toSeconds() >= LONG_STEP.toSeconds()) {
      keepMinute();
    }
  }

  private void keepMinute() {
    double[] mean = new double[FIGURES];
    for (int i = 0; i < FIGURES; i++) {
      mean[i] = sums[i] / summed;
      sums[i] = 0;
    }
    summed = 0;
    synchronized (this) {
      day.add(clock.instant(), mean);
    }
  }
}
