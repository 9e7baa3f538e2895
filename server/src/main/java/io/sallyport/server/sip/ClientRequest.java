package io.sallyport.server.sip;

import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.Actions;
import io.sallyport.protocol.transaction.TimerName;
import io.sallyport.protocol.transaction.TransactionKey;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.observe.Counter;
import java.time.Duration;

/**
 * A client transaction on its shard: carries out what its machine asks for. Confined to its shard.
 */
abstract class ClientRequest implements ClientTransaction, Actions {
  // immutable
  final SipShard shard;
  private final SipRequest request;
  private final TransactionKey key;
  private final Flow flow;
  private final Listener listener;
  private final Timers timers;

  // owned by: shard
  private SipMessage lastSent;
  private boolean over;

  ClientRequest(SipShard shard, SipRequest request, Flow flow, Listener listener) {
    this.shard = shard;
    this.request = request;
    this.key = TransactionKey.client(request);
    this.flow = flow;
    this.listener = listener;
    this.timers = new Timers(shard.loop(), this::timer);
  }

  abstract void start();

  abstract void receive(SipResponse response);

  abstract void timer(TimerName name);

  abstract void transportFailed();

  TransactionKey key() {
    return key;
  }

  Flow flow() {
    return flow;
  }

  @Override
  public SipRequest request() {
    return request;
  }

  /** The flow is gone, or took nothing. */
  void flowFailed() {
    if (!over) {
      transportFailed();
    }
  }

  @Override
  public void send(SipMessage message) {
    if (message == lastSent) {
      shard.context().counters().add(Counter.SIP_RETRANSMISSIONS_OUT);
    }
    lastSent = message;
    if (!shard.context().transmit(flow, message)) {
      // a task of its own: the machine is in the middle of an input, and the caller has no
      // transaction in hand yet
      shard.loop().post(this::flowFailed);
    }
  }

  @Override
  public void deliver(SipMessage message) {
    SipResponse response = (SipResponse) message;
    shard.guard(
        "response",
        () -> {
          if (response.isProvisional()) {
            listener.provisional(response);
          } else {
            listener.response(response);
          }
        });
  }

  @Override
  public void start(TimerName name, Duration after) {
    timers.start(name, after);
  }

  @Override
  public void stop(TimerName name) {
    timers.stop(name);
  }

  @Override
  public void failed(Failure why) {
    if (why == Failure.TIMEOUT) {
      shard.context().counters().add(Counter.SIP_TIMEOUTS);
    }
    String words = why == Failure.TIMEOUT ? "no answer in time" : "the connection is gone";
    shard.guard("failed", () -> listener.failed(why.status(), words));
  }

  @Override
  public void terminated() {
    over = true;
    timers.stopAll();
    shard.forget(this);
  }
}
