package io.sallyport.server.call;

import io.sallyport.server.base.Ids;
import io.sallyport.server.base.Loop;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.observe.SipTrace;
import io.sallyport.server.sip.SipLayer;
import io.sallyport.server.sip.SipSettings;
import java.util.List;

/** A real signalling layer on a test's loops. */
final class SipLayers {
  private SipLayers() {}

  static SipLayer on(List<Loop> loops, Counters counters) {
    return new SipLayer(
        SipSettings.defaults(), loops, new Ids("n1"), counters, SipTrace.off(), (from, remote) -> from);
  }
}
