package io.sallyport.server.call;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.media.MediaSession;
import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.media.MediaSession.Rules;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.sip.ServerTransaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The caller's INVITE until its final answer: what each device is offered, and what the caller
 * hears meanwhile.
 */
final class Invitation {
  // immutable
  private final CallContext context;
  private final Admitted admitted;
  private final ServerTransaction transaction;
  private final MediaSession media;
  private final Ledger ledger;
  private final boolean offerless;

  // owned by: shard
  private final Map<Rules, byte[]> offers = new HashMap<>(2);
  private byte[] earlyAnswer;
  private byte[] earlyAnswerReceived = {};
  private boolean earlyAnswerReliable;
  private String provisionalSent = "";

  Invitation(CallContext context, Admitted admitted, MediaSession media, Ledger ledger) {
    this.context = context;
    this.admitted = admitted;
    this.transaction = admitted.transaction();
    this.media = media;
    this.ledger = ledger;
    this.offerless = !Signals.carriesSdp(transaction.request());
  }

  /**
   * Whether the INVITE came without SDP: the callee's 200 then carries the offer, the caller's ACK
   * the answer.
   */
  boolean offerless() {
    return offerless;
  }

  /** Makes the offer as each kind of device must see it; a refusal by media is returned. */
  Optional<Result.Refused> offer(List<Rules> devices, Rules caller) {
    for (Rules toward : devices) {
      if (offerless || offers.containsKey(toward)) {
        continue;
      }
      Result result =
          offers.isEmpty()
              ? media.offer(Side.A, transaction.request().body(), caller, toward)
              : media.offerAlso(toward);
      if (result instanceof Result.Refused refused) {
        return Optional.of(refused);
      }
      offers.put(toward, ((Result.Sdp) result).body());
    }
    return Optional.empty();
  }

  /** The INVITE for one device. */
  SipRequest invite(Branch branch) {
    SipRequest.Builder request =
        Signals.invite(
            context, transaction.request(), admitted.from(), admitted.to(), branch.device);
    if (offerless) {
      // A reliable provisional would carry the callee's offer, which our PRACK could not answer for
      // the caller.
      request.set(HeaderNames.SUPPORTED, "timer");
    } else {
      request.body(Leg.SDP, offerFor(branch));
    }
    SipRequest invite = request.build();
    ledger.goesOn(invite);
    return invite;
  }

  /** What was offered to a device. */
  byte[] offerFor(Branch branch) {
    return offers.getOrDefault(branch.rules, new byte[0]);
  }

  /** The answer that early media brought, for a 2xx without SDP; null where there was none. */
  byte[] earlyAnswer() {
    return earlyAnswer;
  }

  /** The same as the device said it. */
  byte[] earlyAnswerReceived() {
    return earlyAnswerReceived;
  }

  /** Passes ringing on to the caller; early media only where no other device could answer too. */
  void ringing(SipResponse provisional, boolean alone, MediaSession.Rules callee) {
    boolean early = alone && !offerless && Signals.carriesSdp(provisional);
    if (early && media.answer(Side.B, provisional.body(), callee) instanceof Result.Sdp answer) {
      earlyAnswer = answer.body();
      earlyAnswerReceived = provisional.body();
    }
    boolean withMedia = early && earlyAnswer != null;
    String now = provisional.status() + (withMedia ? " with media" : "");
    if (now.equals(provisionalSent)) {
      return;
    }
    provisionalSent = now;
    SipResponse.Builder onward =
        Signals.response(context.sip(), transaction, withMedia ? 183 : 180, admitted.to().user());
    if (withMedia) {
      onward.body(Leg.SDP, earlyAnswer);
    }
    boolean required = transaction.request().lists(HeaderNames.REQUIRE, "100rel");
    boolean worth = withMedia && transaction.request().lists(HeaderNames.SUPPORTED, "100rel");
    if (required || worth) {
      earlyAnswerReliable |= withMedia;
      transaction.respondReliably(
          onward.build(),
          prack -> prack.respond(SipResponse.to(prack.request(), 200, prack.localTag()).build()));
    } else {
      transaction.respond(onward.build());
    }
  }

  /**
   * The 200 for the caller; without SDP where a reliable provisional has carried the answer
   * already.
   */
  SipResponse.Builder accepted(byte[] sdp) {
    SipResponse.Builder ok =
        Signals.response(context.sip(), transaction, 200, admitted.to().user());
    return earlyAnswerReliable ? ok : ok.body(Leg.SDP, sdp);
  }

  /** The final answer of a call that was not answered. */
  void refuse(Outcome outcome) {
    SipResponse.Builder response =
        SipResponse.to(transaction.request(), outcome.status(), transaction.localTag());
    if (!outcome.reason().isEmpty()) {
      String words = outcome.reason().replace('"', '\'');
      response.reason(words).add(HeaderNames.WARNING, "399 sallyport \"" + words + "\"");
    }
    if (outcome.status() == 503) {
      response.add(HeaderNames.RETRY_AFTER, "10");
    }
    transaction.respond(response.build());
  }
}
