package io.sallyport.server.sip;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.base.Loop;
import io.sallyport.server.edge.Flow;

/** A request and the one place to answer it. Confined to its shard. */
public interface ServerTransaction {

  SipRequest request();

  /** Where the request came from and where answers go. */
  Flow flow();

  /** The shard that owns this transaction and every dialog and call of the same Call-ID. */
  Loop loop();

  /** The shard's number, to be carried by ids that we mint for the other leg. */
  int shard();

  /** Our To tag for this request, the same in every response. */
  String localTag();

  /** Whether a final response has been given. */
  boolean answered();

  /**
   * Sends a response; a second final response is ignored and counted. A 2xx to INVITE is repeated
   * until its ACK arrives (RFC 6026, RFC 3261 section 13.3.1.4).
   */
  void respond(SipResponse response);

  /**
   * Sends a provisional response reliably (RFC 3262): Require and RSeq are added and it is repeated
   * until its PRACK.
   *
   * @param acknowledged runs with the PRACK's own transaction, which the callee of this method must
   *     answer
   */
  void respondReliably(
      SipResponse response, java.util.function.Consumer<ServerTransaction> acknowledged);

  /**
   * Sends a refusal once and forgets the request at once: no repetition, no timer, no state for
   * whoever has not proved who it is. A repeated request is a new one, and gets the same answer
   * where {@link #localTag()} makes its To tag; the ACK to it is absorbed.
   */
  void respondStateless(SipResponse refusal);

  /** Forgets the request without an answer: for whom any answer would tell that we are here. */
  void ignore();
}
