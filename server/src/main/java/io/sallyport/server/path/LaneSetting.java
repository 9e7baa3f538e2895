package io.sallyport.server.path;

import java.util.Arrays;
import java.util.Map;

/**
 * What a lane does with its packets, as agreed.
 *
 * @param clockRates in Hz by payload type; 0 where unknown
 * @param bitsPerSecond cap; 0 for none
 */
record LaneSetting(Endpoint to, boolean video, int[] clockRates, long bitsPerSecond) {

  static LaneSetting of(StreamPlan plan, Endpoint to) {
    int[] rates = new int[128];
    Arrays.fill(rates, 0);
    for (Map.Entry<Integer, Integer> rate : plan.clockRates().entrySet()) {
      rates[rate.getKey() & 127] = rate.getValue();
    }
    return new LaneSetting(to, plan.kind().equals("video"), rates, plan.bitsPerSecond());
  }
}
