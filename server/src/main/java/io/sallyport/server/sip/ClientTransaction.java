package io.sallyport.server.sip;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.util.List;

/** A request that we sent. Confined to its shard. */
public interface ClientTransaction {

  /** The request as sent, with our Via. */
  SipRequest request();

  /**
   * Cancels an INVITE (RFC 3261 section 9.1): at once where a provisional response has come,
   * otherwise when one comes. The final response, 487 or a 2xx that crossed, still arrives at the
   * listener.
   */
  void cancel(List<Header> extra);

  /** What happens to a request. Called on the shard. */
  interface Listener {
    default void provisional(SipResponse response) {}

    /**
     * A final response. For INVITE a 2xx may arrive several times: once more for every
     * retransmission and for every fork (section 13.2.2.4); the listener sends the ACK each time.
     * ACK for other final responses has been sent below.
     */
    void response(SipResponse response);

    /** No answer: a time-out (treat as 408) or a flow that failed (treat as 503). */
    void failed(int status, String why);
  }
}
