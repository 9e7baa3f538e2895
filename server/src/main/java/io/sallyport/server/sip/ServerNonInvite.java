package io.sallyport.server.sip;

import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.NonInviteServerTransaction;
import io.sallyport.protocol.transaction.TimerName;
import io.sallyport.protocol.transaction.TransactionKey;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.observe.Counter;

/** A request other than INVITE and ACK that we answer. Confined to its shard. */
final class ServerNonInvite extends ServerRequest {
  // owned by: shard
  private final NonInviteServerTransaction machine;

  ServerNonInvite(SipShard shard, TransactionKey key, SipRequest request, Flow flow) {
    super(shard, key, request, flow);
    machine =
        new NonInviteServerTransaction(
            request, flow.transport().reliable(), shard.context().timings(), this);
  }

  /**
   * The user has not answered at once. After 64*T1 nobody waits for an answer any more (RFC 4320
   * section 3.2), and what is forgotten above must not stay here for ever.
   */
  void awaitAnswer() {
    if (!over) {
      start(TimerName.F, shard.context().timings().timeout());
    }
  }

  @Override
  void receive(SipRequest again) {
    machine.receive(again);
  }

  @Override
  void answer(SipResponse response) {
    if (!response.isProvisional()) {
      stop(TimerName.F);
    }
    machine.respond(response);
  }

  @Override
  void timer(TimerName name) {
    if (name == TimerName.F) {
      answered = true;
      shard.context().counters().add(Counter.SIP_UNANSWERED);
      terminated();
    } else {
      machine.timer(name);
    }
  }

  @Override
  void transportFailed() {
    machine.transportFailed();
  }

  @Override
  public void deliver(SipMessage message) {
    throw new IllegalStateException("the request was delivered when it came");
  }
}
