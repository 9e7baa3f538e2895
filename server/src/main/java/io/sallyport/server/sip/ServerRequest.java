package io.sallyport.server.sip;

import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.Actions;
import io.sallyport.protocol.transaction.TimerName;
import io.sallyport.protocol.transaction.TransactionKey;
import io.sallyport.server.base.Loop;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.observe.Counter;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A server transaction on its shard: carries out what its machine asks for. Confined to its shard.
 */
abstract class ServerRequest implements ServerTransaction, Actions {
  // immutable
  final SipShard shard;
  private final TransactionKey key;
  private final SipRequest request;
  private final Flow flow;
  private final Timers timers;

  // owned by: shard
  private ReplyPath path;
  private String localTag;
  private SipMessage lastSent;
  boolean answered;
  boolean over;

  ServerRequest(SipShard shard, TransactionKey key, SipRequest request, Flow flow) {
    this.shard = shard;
    this.key = key;
    this.request = request;
    this.flow = flow;
    this.timers = new Timers(shard.loop(), this::timer);
  }

  /** A repetition of the request or, for an INVITE, an ACK that matched it. */
  abstract void receive(SipRequest again);

  abstract void timer(TimerName name);

  abstract void transportFailed();

  /** Hands a first and only final response, or a provisional one before it, to the machine. */
  abstract void answer(SipResponse response);

  TransactionKey key() {
    return key;
  }

  @Override
  public SipRequest request() {
    return request;
  }

  @Override
  public Flow flow() {
    return flow;
  }

  @Override
  public Loop loop() {
    return shard.loop();
  }

  @Override
  public int shard() {
    return shard.number();
  }

  @Override
  public String localTag() {
    if (localTag == null) {
      String inDialog = request.toTag();
      localTag = inDialog.isEmpty() ? shard.tags().of(request) : inDialog;
    }
    return localTag;
  }

  @Override
  public boolean answered() {
    return answered;
  }

  @Override
  public void respond(SipResponse response) {
    if (answered) {
      if (!response.isProvisional()) {
        shard.context().counters().add(Counter.SIP_SECOND_FINALS);
      }
      return;
    }
    answered = !response.isProvisional();
    answer(response);
  }

  @Override
  public void respondReliably(SipResponse response, Consumer<ServerTransaction> acknowledged) {
    throw new IllegalStateException("only an INVITE has reliable provisional responses");
  }

  @Override
  public void respondStateless(SipResponse refusal) {
    if (answered) {
      shard.context().counters().add(Counter.SIP_SECOND_FINALS);
      return;
    }
    answered = true;
    shard.context().counters().add(Counter.SIP_STATELESS_RESPONSES);
    transmit(ShortAnswer.of(request, flow, refusal));
    terminated();
  }

  @Override
  public void ignore() {
    answered = true;
    terminated();
  }

  @Override
  public void send(SipMessage message) {
    if (message == lastSent) {
      shard.context().counters().add(Counter.SIP_RETRANSMISSIONS_OUT);
    }
    lastSent = message;
    if (!transmit((SipResponse) message)) {
      // a task of its own: the machine is in the middle of an input
      shard.loop().post(this::failedToSend);
    }
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
      shard.context().counters().add(Counter.SIP_UNACKNOWLEDGED);
    }
  }

  @Override
  public void terminated() {
    over = true;
    timers.stopAll();
    shard.forget(this);
  }

  private void failedToSend() {
    if (!over) {
      transportFailed();
    }
  }

  private boolean transmit(SipResponse response) {
    if (path == null) {
      path = ReplyPath.of(request.topVia(), flow, shard.context().udpFlows());
    }
    return shard.context().transmit(path.flow(), path.complete(response));
  }
}
