package io.sallyport.server.status;

import java.util.Map;

/** Where the figures are read. */
@FunctionalInterface
public interface Gauges {

  /**
   * What all gauges show now: of a level the level, of a rate how often it has happened so far. A
   * figure that is absent is not known now. Must not block for long.
   */
  Map<Figure, Double> read();
}
