package io.sallyport.server.boot;

import io.sallyport.protocol.sip.Fault;
import io.sallyport.protocol.sip.SipFrame;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.FlowListener;

/** Stands at the end of the edge as long as no signalling layer is connected: hangs up. */
final class NoSignalling implements FlowListener {
  @Override
  public void frame(Flow flow, SipFrame frame) {
    flow.close();
  }

  @Override
  public void fault(Flow flow, Fault fault) {
    flow.close();
  }

  @Override
  public void closed(Flow flow) {}
}
