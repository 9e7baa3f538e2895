package io.sallyport.server.sip;

import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.transaction.Timings;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.observe.SipTrace;

/**
 * What all shards share: settings, counters, trace, and the one place where a message leaves. Any
 * thread.
 */
record SipContext(
    SipSettings settings, Timings timings, Counters counters, SipTrace trace, UdpFlows udpFlows) {

  /** Sends on the flow; false where the flow took nothing. */
  boolean transmit(Flow flow, SipMessage message) {
    if (!flow.send(message.encode())) {
      counters.add(Counter.SIP_TRANSPORT_FAILURES);
      return false;
    }
    counters.add(Counter.SIP_MESSAGES_OUT);
    trace.add(SipTrace.Direction.OUT, flow.remote(), message);
    return true;
  }
}
