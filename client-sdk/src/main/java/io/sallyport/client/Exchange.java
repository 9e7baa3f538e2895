package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.InviteClientTransaction;
import io.sallyport.protocol.transaction.InviteServerTransaction;
import io.sallyport.protocol.transaction.NonInviteClientTransaction;
import io.sallyport.protocol.transaction.NonInviteServerTransaction;
import io.sallyport.protocol.transaction.TimerName;
import io.sallyport.protocol.transaction.Timings;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * One running transaction: a state machine of {@code protocol.transaction} with the timers and the
 * socket that it asks for. Owned by the phone's loop.
 */
abstract class Exchange extends TimedActions {
  /** Where bytes go and who forgets a transaction that is over. */
  interface Owner {
    void send(SipMessage message, boolean repeated);

    void over(Exchange exchange);

    EventLoop loop();
  }

  // immutable
  final Owner owner;

  // owned by: the phone's loop
  private SipMessage lastSent;

  private Exchange(Owner owner) {
    super(owner.loop());
    this.owner = owner;
  }

  abstract void transportFailed();

  @Override
  public void send(SipMessage message) {
    // an ACK or a final response that follows is another message, no repetition
    owner.send(message, Objects.equals(message, lastSent));
    lastSent = message;
  }

  @Override
  public void terminated() {
    super.terminated();
    owner.over(this);
  }

  /** What becomes of a request that we sent. */
  interface Answered {
    default void provisional(SipResponse response) {}

    /** A final response; 2xx to INVITE once for every repetition and fork. */
    void response(SipResponse response);

    /** 408 for no answer, 503 for no connection. */
    void failed(int status);
  }

  /** A request that we sent. */
  static final class Sent extends Exchange {
    private final SipRequest request;
    private final Answered answered;
    private final Consumer<SipRequest> cancels;
    private final InviteClientTransaction invite;
    private final NonInviteClientTransaction other;

    /**
     * @param cancels sends a CANCEL in a transaction of its own
     */
    Sent(
        Owner owner,
        SipRequest request,
        boolean reliable,
        Timings timings,
        Answered answered,
        Consumer<SipRequest> cancels) {
      super(owner);
      this.request = request;
      this.answered = answered;
      this.cancels = cancels;
      boolean isInvite = request.is(SipRequest.INVITE);
      invite = isInvite ? new InviteClientTransaction(request, reliable, timings, this) : null;
      other = isInvite ? null : new NonInviteClientTransaction(request, reliable, timings, this);
    }

    SipRequest request() {
      return request;
    }

    void begin() {
      if (invite != null) {
        invite.start();
      } else {
        other.start();
      }
    }

    void receive(SipResponse response) {
      if (invite != null) {
        invite.receive(response);
      } else {
        other.receive(response);
      }
    }

    /** Cancels an INVITE, now or when a provisional response has come. */
    void cancel(List<Header> extra) {
      invite.cancel(extra);
    }

    @Override
    public void cancel(SipRequest cancel) {
      cancels.accept(cancel);
    }

    @Override
    void timer(TimerName name) {
      if (invite != null) {
        invite.timer(name);
      } else {
        other.timer(name);
      }
    }

    @Override
    void transportFailed() {
      if (invite != null) {
        invite.transportFailed();
      } else {
        other.transportFailed();
      }
    }

    @Override
    public void deliver(SipMessage message) {
      SipResponse response = (SipResponse) message;
      if (response.isProvisional()) {
        answered.provisional(response);
      } else {
        answered.response(response);
      }
    }

    @Override
    public void failed(Failure why) {
      answered.failed(why.status());
    }
  }

  /** A request that we received and the place to answer it. */
  static final class Received extends Exchange {
    private final SipRequest request;
    private final String localTag;
    private final InviteServerTransaction invite;
    private final NonInviteServerTransaction other;
    private boolean answered;

    Received(Owner owner, SipRequest request, boolean reliable, Timings timings, String localTag) {
      super(owner);
      this.request = request;
      this.localTag = localTag;
      boolean isInvite = request.is(SipRequest.INVITE);
      invite = isInvite ? new InviteServerTransaction(request, reliable, timings, this) : null;
      other = isInvite ? null : new NonInviteServerTransaction(request, reliable, timings, this);
      if (isInvite) {
        invite.start();
      }
    }

    SipRequest request() {
      return request;
    }

    /** Our To tag: that of the request, or a new one. */
    String localTag() {
      return localTag;
    }

    boolean answered() {
      return answered;
    }

    /**
     * A response with the fields that every one needs; the caller adds more and gives it to {@link
     * #respond}.
     */
    SipResponse.Builder response(int status) {
      return SipResponse.to(request, status, localTag);
    }

    void respond(SipResponse response) {
      answered |= !response.isProvisional();
      if (invite != null) {
        invite.respond(response);
      } else {
        other.respond(response);
      }
    }

    void respond(int status) {
      respond(response(status).build());
    }

    void receive(SipRequest again) {
      if (invite != null) {
        invite.receive(again);
      } else {
        other.receive(again);
      }
    }

    @Override
    void timer(TimerName name) {
      if (invite != null) {
        invite.timer(name);
      } else {
        other.timer(name);
      }
    }

    @Override
    void transportFailed() {
      if (invite != null) {
        invite.transportFailed();
      } else {
        other.transportFailed();
      }
    }

    @Override
    public void deliver(SipMessage message) {
      // an ACK of an RFC 2543 peer: its INVITE was answered, nothing waits for it
    }

    @Override
    public void failed(Failure why) {
      // nobody acknowledged a refusal: there is nobody to tell
    }
  }
}
