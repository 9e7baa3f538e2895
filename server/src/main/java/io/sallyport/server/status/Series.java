package io.sallyport.server.status;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Figures over time.
 *
 * @param step how far two samples are apart
 * @param at of each sample, in seconds since 1970, the oldest first
 * @param figures by figure, one value a sample
 */
public record Series(Duration step, List<Long> at, Map<Figure, List<Double>> figures) {
  public Series {
    at = List.copyOf(at);
    figures = Map.copyOf(figures);
  }
}
