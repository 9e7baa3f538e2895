package io.sallyport.client;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.Dialog;
import io.sallyport.protocol.transaction.ReliableProvisionals;
import io.sallyport.protocol.transaction.TimerName;
import java.io.IOException;

/**
 * The callee's end of a call (RFC 3261 section 13.3): ringing, early media, answer, refusal. Owned
 * by the phone's loop.
 */
final class CalleeSession extends CallSession {
  // immutable
  private final Exchange.Received invite;
  private final Reliable reliable;

  // owned by: the phone's loop
  private byte[] answer = new byte[0];
  private boolean answerInAck;
  private MediaPlan answerWhenAcknowledged;
  private boolean answered;

  CalleeSession(PhoneCore phone, Exchange.Received invite, String peerUri) {
    super(phone, invite.request().callId(), invite.localTag(), peerUri);
    this.invite = invite;
    this.reliable = new Reliable();
    this.dialog = Dialog.uas(invite.request(), invite.localTag(), phone.contact());
  }

  Exchange.Received invite() {
    return invite;
  }

  boolean offersVideo() {
    try {
      return invite.request().body().length > 0
          && SdpRefused.parse(invite.request().body()).media().stream()
              .anyMatch(m -> m.kind().equals("video") && !m.isDisabled());
    } catch (SdpRefused e) {
      return false;
    }
  }

  void ring(boolean reliably) {
    if (!over && !answered) {
      provisional(180, reliably, new byte[0]);
    }
  }

  void early(MediaPlan with) {
    if (over || answered || invite.request().body().length == 0) {
      return;
    }
    if (agree(with)) {
      provisional(183, false, answer);
      events.earlyMedia();
      publishMedia();
    }
  }

  private void provisional(int status, boolean wantsReliable, byte[] sdp) {
    SipResponse.Builder response = phone.complete(invite.response(status), dialog);
    if (sdp.length > 0) {
      response.body(CallMedia.SDP, sdp);
    }
    boolean required = invite.request().lists(HeaderNames.REQUIRE, ReliableProvisionals.OPTION_TAG);
    boolean supported =
        invite.request().lists(HeaderNames.SUPPORTED, ReliableProvisionals.OPTION_TAG);
    if (required || (wantsReliable && supported)) {
      reliable.sender.send(response.build());
    } else {
      invite.respond(response.build());
    }
  }

  /**
   * Our answer to the INVITE's offer, or where it has none our offer; false where the call had to
   * be refused.
   */
  private boolean agree(MediaPlan with) {
    if (media != null) {
      return true;
    }
    openMedia(with);
    try {
      byte[] offer = invite.request().body();
      answerInAck = offer.length == 0;
      answer = answerInAck ? media.offer() : media.answer(offer);
      return true;
    } catch (SdpRefused | IOException e) {
      invite.respond(notAcceptable(invite, e.getMessage()));
      end(new CallEnd(CallEnd.Cause.DECLINED, 488, e.getMessage()));
      return false;
    }
  }

  static SipResponse notAcceptable(Exchange.Received exchange, String why) {
    return exchange.response(488).add(HeaderNames.WARNING, "399 phone \"" + why + "\"").build();
  }

  void answer(MediaPlan with) {
    if (over || answered) {
      return;
    }
    if (reliable.sender.pending()) {
      // RFC 3262 section 3: a 2xx waits for the PRACK of SDP that went before
      answerWhenAcknowledged = with;
      return;
    }
    if (!agree(with)) {
      return;
    }
    answered = true;
    SipResponse.Builder success =
        phone.complete(invite.response(200), dialog).body(CallMedia.SDP, answer);
    timer.answer(invite.request(), success);
    SipResponse response = success.build();
    dialog.confirm(response);
    respondUntilAcknowledged(invite, response, this::acknowledged);
    publishMedia();
  }

  private void acknowledged(SipRequest ack) {
    confirmed = true;
    if (answerInAck) {
      try {
        media.answered(ack.body());
        publishMedia();
      } catch (SdpRefused e) {
        sendBye(new CallEnd(CallEnd.Cause.LOST, 488, e.getMessage()));
        return;
      }
    }
    events.answered();
  }

  void decline(int status) {
    if (!over && !answered) {
      reliable.sender.stop();
      invite.respond(phone.complete(invite.response(status), dialog).build());
      end(new CallEnd(CallEnd.Cause.DECLINED, status, "declined here"));
    }
  }

  /** The caller gave up. */
  void cancelled(SipRequest cancel) {
    if (!over && !answered) {
      reliable.sender.stop();
      invite.respond(487);
      end(new CallEnd(CallEnd.Cause.PEER_CANCELLED, 487, reason(cancel, "the caller gave up")));
    }
  }

  @Override
  void bye(Exchange.Received exchange) {
    if (!answered) {
      invite.respond(487);
    }
    super.bye(exchange);
  }

  @Override
  void hangUp() {
    if (over) {
      return;
    }
    if (answered) {
      sendBye(new CallEnd(CallEnd.Cause.HUNG_UP, 0, "hung up"));
    } else {
      decline(603);
    }
  }

  @Override
  void prack(Exchange.Received exchange) {
    if (!reliable.sender.acknowledge(exchange.request())) {
      exchange.respond(481);
      return;
    }
    exchange.respond(phone.complete(exchange.response(200), dialog).build());
    reliable.sender.sendNext();
    if (!reliable.sender.pending() && answerWhenAcknowledged != null) {
      MediaPlan with = answerWhenAcknowledged;
      answerWhenAcknowledged = null;
      answer(with);
    }
  }

  @Override
  void end(CallEnd end) {
    reliable.terminated();
    super.end(end);
  }

  /** Our reliable provisional responses (RFC 3262). */
  private final class Reliable extends TimedActions {
    private final ReliableProvisionals.Sender sender =
        new ReliableProvisionals.Sender(1 + phone.random(10_000), phone.timings(), this);

    Reliable() {
      super(phone.loop());
    }

    @Override
    public void send(SipMessage message) {
      invite.respond((SipResponse) message);
    }

    @Override
    public void failed(Failure why) {
      decline(504);
    }

    @Override
    void timer(TimerName name) {
      sender.timer(name);
    }
  }
}
