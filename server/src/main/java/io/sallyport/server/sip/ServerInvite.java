package io.sallyport.server.sip;

import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.Actions;
import io.sallyport.protocol.transaction.InviteServerTransaction;
import io.sallyport.protocol.transaction.ReliableProvisionals;
import io.sallyport.protocol.transaction.SuccessRetransmitter;
import io.sallyport.protocol.transaction.TimerName;
import io.sallyport.protocol.transaction.TransactionKey;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.observe.Counter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * An INVITE that we answer: its machine, the repetition of its 2xx until the ACK, and its reliable
 * provisional responses until their PRACKs. Confined to its shard.
 */
final class ServerInvite extends ServerRequest {
  // owned by: shard
  private final InviteServerTransaction machine;
  private SuccessRetransmitter success;
  private ReliableProvisionals.Sender reliable;
  private final Queue<Consumer<ServerTransaction>> acknowledgements = new ArrayDeque<>(2);
  private SipResponse heldSuccess;
  private boolean acknowledged;
  private boolean reported;

  ServerInvite(SipShard shard, TransactionKey key, SipRequest invite, Flow flow) {
    super(shard, key, invite, flow);
    machine =
        new InviteServerTransaction(
            invite, flow.transport().reliable(), shard.context().timings(), this);
  }

  /** Starts the 200 ms to the automatic 100. */
  void start() {
    machine.start();
  }

  /** What its ACK and its PRACKs are found by. */
  AnswerKey answerKey() {
    return new AnswerKey(request().callId(), localTag(), request().cseq().number());
  }

  /** Takes the ACK to a 2xx; false where there is no 2xx to acknowledge. */
  boolean acknowledge() {
    if (success == null) {
      return false;
    }
    acknowledged = true;
    success.stop();
    if (flow().transport().reliable() && !over) {
      // RFC 6026's wait for repeated INVITEs is for a hop that loses messages: whoever sent the ACK
      // has the 2xx
      terminated();
    }
    return true;
  }

  /** Takes a PRACK; false where it acknowledges nothing of ours. */
  boolean acknowledgeProvisional(ServerRequest prack) {
    if (reliable == null || !reliable.acknowledge(prack.request())) {
      return false;
    }
    Consumer<ServerTransaction> user = acknowledgements.poll();
    if (user != null) {
      user.accept(prack);
    }
    if (!answered) {
      reliable.sendNext();
    }
    releaseSuccess();
    return true;
  }

  @Override
  void receive(SipRequest again) {
    machine.receive(again);
  }

  @Override
  public void respond(SipResponse response) {
    if (heldSuccess != null && response.status() >= 300) {
      // the user has changed its mind before the 2xx left
      heldSuccess = null;
      finish(response);
    } else {
      super.respond(response);
    }
  }

  @Override
  void answer(SipResponse response) {
    if (response.isSuccess() && reliable != null && reliable.pendingWithBody()) {
      // RFC 3262 section 3: no 2xx before the PRACK of a response that carried SDP
      heldSuccess = response;
      return;
    }
    finish(response);
  }

  @Override
  public void respondReliably(SipResponse response, Consumer<ServerTransaction> user) {
    if (answered) {
      return;
    }
    if (reliable == null) {
      long first = ThreadLocalRandom.current().nextLong(1, 1 << 30);
      reliable = new ReliableProvisionals.Sender(first, shard.context().timings(), provisionals());
      shard.await(this);
    }
    if (reliable.send(response)) {
      acknowledgements.add(user);
    }
  }

  @Override
  void timer(TimerName name) {
    switch (name) {
      case SUCCESS -> success.timer(name);
      case PROVISIONAL -> reliable.timer(name);
      case L -> {
        // due at the same moment as the retransmitter's last: whichever is first reports
        unacknowledged();
        machine.timer(name);
      }
      default -> machine.timer(name);
    }
  }

  @Override
  void transportFailed() {
    machine.transportFailed();
  }

  @Override
  public void deliver(SipMessage message) {
    shard.listener().ack((SipRequest) message, flow());
  }

  @Override
  public void terminated() {
    shard.awaitNoMore(this);
    super.terminated();
  }

  private void finish(SipResponse response) {
    if (response.isProvisional()) {
      machine.respond(response);
      return;
    }
    if (reliable != null) {
      reliable.stop();
    }
    if (response.isSuccess()) {
      success = new SuccessRetransmitter(response, shard.context().timings(), successes());
      success.start();
      shard.await(this);
    }
    machine.respond(response);
  }

  private void releaseSuccess() {
    if (heldSuccess != null && !over && !reliable.pendingWithBody()) {
      SipResponse response = heldSuccess;
      heldSuccess = null;
      finish(response);
    }
  }

  private void unacknowledged() {
    if (success == null || acknowledged || reported) {
      return;
    }
    reported = true;
    shard.context().counters().add(Counter.SIP_UNACKNOWLEDGED);
    shard.guard("unacknowledged", () -> shard.listener().unacknowledged(this));
  }

  private void unacknowledgedProvisional() {
    shard.context().counters().add(Counter.SIP_UNACKNOWLEDGED);
    if (heldSuccess != null) {
      // the caller may never have seen our SDP: the 2xx must not come out of the blue
      heldSuccess = null;
      answered = false;
    }
    shard.guard("unacknowledged", () -> shard.listener().unacknowledged(this));
    // RFC 3262 section 3: such an INVITE is to be refused, whatever the user made of it
    if (!answered) {
      respond(SipResponse.to(request(), 504, localTag()).build());
    }
  }

  /** Repetitions of the 2xx go past the machine, which has it already. */
  private Actions successes() {
    return new Repeating() {
      @Override
      public void failed(Failure why) {
        unacknowledged();
      }
    };
  }

  /**
   * A provisional response goes through the machine each time, so that a repeated INVITE repeats
   * it.
   */
  private Actions provisionals() {
    return new Repeating() {
      @Override
      public void send(SipMessage message) {
        machine.respond((SipResponse) message);
      }

      @Override
      public void failed(Failure why) {
        unacknowledgedProvisional();
      }
    };
  }

  /** The actions of a repetition, whose timers are this transaction's. */
  private abstract class Repeating implements Actions {
    @Override
    public void send(SipMessage message) {
      ServerInvite.this.send(message);
    }

    @Override
    public void deliver(SipMessage message) {
      throw new IllegalStateException("a repetition delivers nothing");
    }

    @Override
    public void start(TimerName timer, Duration after) {
      ServerInvite.this.start(timer, after);
    }

    @Override
    public void stop(TimerName timer) {
      ServerInvite.this.stop(timer);
    }

    @Override
    public void terminated() {
      // the machine's own end counts
    }
  }
}
