package io.sallyport.server.edge;

import io.sallyport.protocol.sip.Fault;
import io.sallyport.protocol.sip.SipFrame;

/**
 * What edge tells the signalling layer. Called on the io loop that owns the flow; must not block.
 */
public interface FlowListener {

  /** A whole message, framed and bounded but not yet validated. */
  void frame(Flow flow, SipFrame frame);

  /**
   * Bytes that are no message. A connection has been closed for reading already where the stream
   * can no longer be trusted; the flow still sends, so that an answer can be given where the fault
   * allows one.
   */
  void fault(Flow flow, Fault fault);

  /** A connection is gone, whoever ended it. Never called for UDP. */
  void closed(Flow flow);
}
