package io.sallyport.server.wire;

import io.sallyport.server.base.Ids;
import io.sallyport.server.base.Loop;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.observe.SipTrace;
import io.sallyport.server.sip.SipLayer;
import io.sallyport.server.sip.SipSettings;
import java.util.List;

/** A real signalling layer on a test's loops. */
public final class SipLayers {
  private SipLayers() {}

  public static SipLayer on(List<Loop> loops, Counters counters) {
    return new SipLayer(
        SipSettings.defaults(),
        loops,
        new Ids("n1"),
        counters,
        SipTrace.off(),
        (from, remote) -> from);
  }
}
