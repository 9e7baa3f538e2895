package io.sallyport.client;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.Dialog;
import io.sallyport.protocol.transaction.ReliableProvisionals;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The caller's end of a call (RFC 3261 section 13.2): INVITE, early dialogs, ACK, CANCEL. Owned by
 * the phone's loop.
 */
final class CallerSession extends CallSession implements Exchange.Answered {
  private static final int MAX_FORKS = 16;

  /** One early dialog: the callee may have several devices. */
  private static final class Fork {
    final Dialog dialog;
    final ReliableProvisionals.Receiver receiver = new ReliableProvisionals.Receiver();

    Fork(Dialog dialog) {
      this.dialog = dialog;
    }
  }

  // owned by: the phone's loop
  private final Map<String, Fork> forks = new HashMap<>();
  private final Map<String, SipRequest> acks = new HashMap<>();
  private long cseq;
  private Authenticated invite;
  private byte[] offer;
  private byte[] answer = new byte[0];
  private boolean cancelled;
  private long minSessionExpires;

  CallerSession(PhoneCore phone, String callId, String localTag, String peerUri, MediaPlan plan) {
    super(phone, callId, localTag, peerUri);
    this.plan = plan;
  }

  /** Sends the INVITE; the link is open, or could not be opened. */
  void begin() {
    if (over) {
      return;
    }
    if (!phone.isConnected()) {
      end(new CallEnd(CallEnd.Cause.LOST, 503, "no connection to the server"));
      return;
    }
    openMedia(plan);
    try {
      offer = plan.isOfferless() ? new byte[0] : media.offer();
    } catch (IOException e) {
      end(new CallEnd(CallEnd.Cause.LOST, 500, "no ports for media"));
      return;
    }
    invite = phone.send(this::nextInvite, this);
  }

  private SipRequest.Builder nextInvite() {
    SipRequest.Builder request =
        phone
            .request(SipRequest.INVITE, peerUri, localTag, callId, ++cseq)
            .add(HeaderNames.CONTACT, phone.contact());
    if (plan.reliability() != MediaPlan.Reliability.OFF) {
      boolean required = plan.reliability() == MediaPlan.Reliability.REQUIRED;
      request.add(
          required ? HeaderNames.REQUIRE : HeaderNames.SUPPORTED, ReliableProvisionals.OPTION_TAG);
    }
    plan.sessionExpires()
        .ifPresent(
            interval -> {
              long seconds = Math.max(interval.toSeconds(), minSessionExpires);
              request.add(HeaderNames.SESSION_EXPIRES, Long.toString(seconds));
              if (minSessionExpires > 0) {
                request.add(HeaderNames.MIN_SE, Long.toString(minSessionExpires));
              }
            });
    if (offer.length > 0) {
      request.body(CallMedia.SDP, offer);
    }
    return phone.complete(request);
  }

  @Override
  public void provisional(SipResponse response) {
    if (over || response.status() == 100) {
      return;
    }
    if (!response.toTag().isEmpty() && !early(response)) {
      return;
    }
    if (response.status() == 180) {
      events.ringing();
    }
  }

  /** Whether the response is to be shown: not a repetition. */
  private boolean early(SipResponse response) {
    Fork fork = forks.get(response.toTag());
    if (fork == null) {
      if (forks.size() == MAX_FORKS) {
        return false;
      }
      fork = new Fork(Dialog.uac(invite.request(), response));
      forks.put(response.toTag(), fork);
      if (dialog == null) {
        dialog = fork.dialog;
      }
    }
    ReliableProvisionals.Verdict verdict = fork.receiver.receive(response);
    if (verdict == ReliableProvisionals.Verdict.DROP) {
      return false;
    }
    boolean reliable = verdict == ReliableProvisionals.Verdict.ACKNOWLEDGE;
    byte[] body = earlySdp(response, reliable);
    if (reliable) {
      acknowledgeProvisional(fork.dialog, response, body);
    }
    return true;
  }

  /**
   * Takes SDP of a provisional response; what the PRACK has to carry where that SDP was an offer.
   */
  private byte[] earlySdp(SipResponse response, boolean reliable) {
    byte[] sdp = response.body();
    try {
      if (sdp.length > 0 && !plan.isOfferless() && answer.length == 0) {
        media.answered(sdp);
        answer = sdp;
        events.earlyMedia();
        publishMedia();
      } else if (sdp.length > 0 && plan.isOfferless() && reliable && answer.length == 0) {
        answer = media.answer(sdp);
        events.earlyMedia();
        publishMedia();
        return answer;
      }
    } catch (SdpRefused | IOException e) {
      // the final response decides; early media is a courtesy
    }
    return new byte[0];
  }

  private void acknowledgeProvisional(Dialog early, SipResponse response, byte[] body) {
    within(
        () -> {
          SipRequest.Builder prack = ReliableProvisionals.prack(early, response);
          return body.length > 0 ? prack.body(CallMedia.SDP, body) : prack;
        },
        answered -> {},
        status -> {});
  }

  @Override
  public void response(SipResponse response) {
    if (response.isSuccess()) {
      success(response);
    } else if (response.status() == 422
        && minSessionExpires == 0
        && response.has(HeaderNames.MIN_SE)) {
      minSessionExpires = response.number(HeaderNames.MIN_SE).orElse(0L);
      invite = phone.send(this::nextInvite, this);
    } else {
      CallEnd.Cause cause = cancelled ? CallEnd.Cause.CANCELLED : CallEnd.Cause.REFUSED;
      end(new CallEnd(cause, response.status(), Authenticated.words(response)));
    }
  }

  @Override
  public void failed(int status) {
    CallEnd.Cause cause = cancelled ? CallEnd.Cause.CANCELLED : CallEnd.Cause.LOST;
    end(
        new CallEnd(
            cause,
            status,
            status == 408 ? "no answer from the server" : "no connection to the server"));
  }

  private void success(SipResponse response) {
    SipRequest known = acks.get(response.toTag());
    if (known != null) {
      phone.sendAck(known);
      return;
    }
    Fork fork = forks.get(response.toTag());
    Dialog answered = fork == null ? Dialog.uac(invite.request(), response) : fork.dialog;
    if (acks.size() == MAX_FORKS) {
      return;
    }
    boolean unwanted = over || confirmed || cancelled;
    if (unwanted) {
      acknowledge(answered, response, new byte[0]);
      within(() -> answered.request(SipRequest.BYE), ignored -> {}, status -> {});
      end(new CallEnd(CallEnd.Cause.CANCELLED, 0, "hung up before the answer"));
      return;
    }
    dialog = answered;
    try {
      byte[] inAck = agree(response);
      acknowledge(answered, response, inAck);
    } catch (SdpRefused | IOException e) {
      acknowledge(answered, response, new byte[0]);
      sendBye(new CallEnd(CallEnd.Cause.LOST, 488, e.getMessage()));
      return;
    }
    confirmed = true;
    timer.agreed(response);
    events.answered();
    publishMedia();
  }

  private void acknowledge(Dialog answered, SipResponse response, byte[] body) {
    answered.confirm(response);
    SipRequest.Builder ack = answered.ack(invite.request());
    SipRequest built = body.length > 0 ? ack.body(CallMedia.SDP, body).build() : ack.build();
    acks.put(response.toTag(), built);
    phone.sendAck(built);
  }

  /** The offer and answer of a 2xx; what the ACK has to carry where the offer came only now. */
  private byte[] agree(SipResponse response) throws SdpRefused, IOException {
    boolean already = answer.length > 0;
    if (plan.isOfferless()) {
      return already ? new byte[0] : media.answer(response.body());
    }
    // the same SDP again, after early media, changes nothing
    if (!already || (response.body().length > 0 && !Arrays.equals(answer, response.body()))) {
      media.answered(response.body());
    }
    return new byte[0];
  }

  @Override
  void hangUp() {
    if (over) {
      return;
    }
    if (confirmed) {
      sendBye(new CallEnd(CallEnd.Cause.HUNG_UP, 0, "hung up"));
    } else if (invite == null) {
      end(new CallEnd(CallEnd.Cause.CANCELLED, 0, "hung up before it was sent"));
    } else if (!cancelled) {
      cancelled = true;
      invite.cancel(List.of());
    }
  }

  @Override
  void prack(Exchange.Received exchange) {
    exchange.respond(481);
  }
}
