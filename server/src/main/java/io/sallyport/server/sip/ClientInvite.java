package io.sallyport.server.sip;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.InviteClientTransaction;
import io.sallyport.protocol.transaction.TimerName;
import io.sallyport.server.edge.Flow;
import java.util.List;

/** An INVITE that we sent. Confined to its shard. */
final class ClientInvite extends ClientRequest {
  // owned by: shard
  private final InviteClientTransaction machine;

  ClientInvite(SipShard shard, SipRequest request, Flow flow, Listener listener) {
    super(shard, request, flow, listener);
    machine =
        new InviteClientTransaction(
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

  @Override
  public void cancel(List<Header> extra) {
    machine.cancel(extra);
  }

  @Override
  public void cancel(SipRequest cancel) {
    shard.open(new ClientNonInvite(shard, cancel, flow(), Unheard.INSTANCE));
  }

  /**
   * What a CANCEL is answered changes nothing: the INVITE's own answer counts (RFC 3261 section
   * 9.1).
   */
  private enum Unheard implements Listener {
    INSTANCE;

    @Override
    public void response(SipResponse response) {
      // not heard
    }

    @Override
    public void failed(int status, String why) {
      // not heard
    }
  }
}
