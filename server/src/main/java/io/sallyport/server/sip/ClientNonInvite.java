package io.sallyport.server.sip;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.NonInviteClientTransaction;
import io.sallyport.protocol.transaction.TimerName;
import io.sallyport.server.edge.Flow;
import java.util.List;

/** A request other than INVITE and ACK that we sent. Confined to its shard. */
final class ClientNonInvite extends ClientRequest {
  // owned by: shard
  private final NonInviteClientTransaction machine;

  ClientNonInvite(SipShard shard, SipRequest request, Flow flow, Listener listener) {
    super(shard, request, flow, listener);
    machine =
        new NonInviteClientTransaction(
            request, flow.transport().reliable(), shard.context().timings(), this);
  }

  @Override
  void start() {
    machine.start();
  }

  @Override
  void receive(SipResponse response) {
    machine.receive(response);
  }

  @Override
  void timer(TimerName name) {
    machine.timer(name);
  }

  @Override
  void transportFailed() {
    machine.transportFailed();
  }

  /** Only an INVITE can be cancelled (RFC 3261 section 9.1). */
  @Override
  public void cancel(List<Header> extra) {
    throw new IllegalStateException("only an INVITE can be cancelled");
  }
}
