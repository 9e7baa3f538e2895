package io.sallyport.server.call;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.Dialog;
import io.sallyport.protocol.transaction.DialogId;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.CallListened;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Ids;
import io.sallyport.server.base.Loop;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.ingress.Refusals;
import io.sallyport.server.media.Keying;
import io.sallyport.server.media.MediaRelay;
import io.sallyport.server.media.MediaSession;
import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.prompt.LiveMix;
import io.sallyport.server.registrar.Binding;
import io.sallyport.server.sip.ClientTransaction;
import io.sallyport.server.sip.ServerTransaction;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A phone that hears a running call: a dialog of the server's own with it, in which it gets both
 * parties in one sound and nothing of it goes anywhere. On record before it rings. Owned by the
 * call's shard.
 */
final class Listening implements ClientTransaction.Listener {
  private static final Duration RINGING = Duration.ofSeconds(30);
  private static final int RING_BYTES = 64 << 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  // immutable
  private final Call call;
  private final CallContext context;
  private final Listener listener;
  private final Binding device;
  private final MediaSession media;
  private final Consumer<Optional<String>> answered;

  // owned by: shard
  private ClientTransaction invite;
  private Dialog dialog;
  private LiveMix mix;
  private Loop.Timer ringing = () -> {};
  private boolean told;
  private boolean over;

  /**
   * A listener who has not been called yet.
   *
   * @param answered told once why nothing is heard; empty once it is
   */
  Listening(Call call, Listener listener, Binding device, Consumer<Optional<String>> answered) {
    this.call = call;
    this.context = call.context();
    this.listener = listener;
    this.device = device;
    this.answered = answered;
    this.media = context.media().open(call.id() + "-listener", new Silent());
  }

  /** Puts it on record, then calls the phone. */
  void begin() {
    context.legs().listens(call, this);
    context
        .journal()
        .append(
            entry("started", ""),
            context.loop(),
            receipt -> {
              if (receipt instanceof Journal.Receipt.Durable) {
                ring();
              } else {
                end(Refusal.ARCHIVE_UNAVAILABLE.words());
              }
            });
  }

  /** The call is over, or somebody wants no more of this. */
  void end(String why) {
    if (over) {
      return;
    }
    over = true;
    ringing.cancel();
    if (mix != null) {
      mix.close();
      call.media().endListening();
    }
    if (dialog != null) {
      context.legs().deaf(call, this, dialog.id());
      SipRequest bye =
          dialog
              .request(SipRequest.BYE)
              .add(HeaderNames.REASON, "SIP;cause=200;text=\"" + why.replace('"', '\'') + "\"")
              .build();
      context.sip().send(context.shard(), bye, device.flow(), new Leg.Finally(() -> {}));
    } else {
      context.legs().deaf(call, this, null);
      if (invite != null) {
        invite.cancel(List.of());
      }
    }
    media.close();
    context.journal().append(entry("ended", why));
    tell(Optional.of(why));
  }

  /** A request of the listening phone inside its dialog. */
  void request(ServerTransaction transaction) {
    SipRequest request = transaction.request();
    if (request.is(SipRequest.BYE)) {
      transaction.respond(SipResponse.to(request, 200, transaction.localTag()).build());
      hungUp();
    } else if (request.is(SipRequest.OPTIONS) || request.is(SipRequest.INFO)) {
      transaction.respond(SipResponse.to(request, 200, transaction.localTag()).build());
    } else {
      // there is nothing to change about listening
      transaction.respond(Refusals.response(transaction, Refusal.NOT_ACCEPTABLE).build());
    }
  }

  private void hungUp() {
    if (dialog != null) {
      context.legs().deaf(call, this, dialog.id());
      dialog = null;
    }
    end("the listener hung up");
  }

  DialogId id() {
    return dialog.id();
  }

  Flow flow() {
    return device.flow();
  }

  Dialog dialog() {
    return dialog;
  }

  private void ring() {
    if (over) {
      return;
    }
    if (call.state() == Call.State.ENDED) {
      end("the call ended");
      return;
    }
    MediaSession.Rules rules = Leg.rules(device.flow(), true);
    Result offered = media.offer(Side.A, ours(), oursRules(), rules);
    if (!(offered instanceof Result.Sdp sdp)) {
      end(((Result.Refused) offered).warning());
      return;
    }
    Address from = new Address("sallyport", listener.phone().domain());
    SipRequest request =
        SipRequest.builder(SipRequest.INVITE, device.contactUri())
            .add(HeaderNames.MAX_FORWARDS, "70")
            .add(HeaderNames.FROM, "\"Listening in\" <" + from + ">;tag=" + Ids.random(12))
            .add(HeaderNames.TO, "<" + listener.phone() + ">")
            .add(HeaderNames.CALL_ID, context.ids().mint(context.shard()))
            .add(HeaderNames.CSEQ, "1 INVITE")
            .add(HeaderNames.CONTACT, Signals.contact(context.sip(), device.flow(), from.user()))
            .add(HeaderNames.ALLOW, Signals.ALLOW)
            .body(Leg.SDP, sdp.body())
            .build();
    ringing = context.loop().schedule(RINGING, () -> end("nobody answered"));
    invite = context.sip().send(context.shard(), request, device.flow(), this);
  }

  @Override
  public void response(SipResponse response) {
    if (!response.isSuccess()) {
      invite = null;
      end("the phone refused: " + response.status());
      return;
    }
    if (dialog != null) {
      context.sip().sendAck(context.shard(), dialog.ack(invite.request(), response), device.flow());
      return;
    }
    Dialog made = Dialog.uac(invite.request(), response);
    made.confirm(response);
    context.sip().sendAck(context.shard(), made.ack(invite.request(), response), device.flow());
    dialog = made;
    if (over) {
      // it answered while it was being cancelled
      SipRequest bye = made.request(SipRequest.BYE).build();
      context.sip().send(context.shard(), bye, device.flow(), new Leg.Finally(() -> {}));
      return;
    }
    ringing.cancel();
    context.legs().hears(this);
    Result bound = media.answer(Side.B, response.body(), Leg.rules(device.flow(), true));
    if (bound instanceof Result.Refused refused) {
      end(refused.warning());
    } else {
      hear();
    }
  }

  @Override
  public void failed(int status, String why) {
    invite = null;
    end("the phone cannot be reached");
  }

  private void hear() {
    List<LiveMix.Source> sources = call.media().listen(RING_BYTES);
    Optional<LiveMix> made =
        sources.isEmpty()
            ? Optional.empty()
            : context
                .prompts()
                .mix(
                    sources,
                    media.voice(),
                    (whole, millis) -> context.loop().post(() -> end("nothing more is heard")));
    if (made.isEmpty()) {
      call.media().endListening();
      end("there is no audio that could be heard");
      return;
    }
    mix = made.get();
    media.hear(Side.B, mix);
    tell(Optional.empty());
  }

  private void tell(Optional<String> why) {
    if (!told) {
      told = true;
      answered.accept(why);
    }
  }

  private ArchiveRecord entry(String action, String why) {
    return new CallListened(
        call.id(),
        context.clock().instant(),
        listener.actor(),
        listener.phone().toString(),
        listener.reason(),
        listener.approval(),
        action,
        why);
  }

  /** The server's own side of the dialog: it sends and hears nothing. The key is nobody's. */
  private static byte[] ours() {
    byte[] key = new byte[30];
    RANDOM.nextBytes(key);
    return """
    v=0
    o=- 1 1 IN IP4 0.0.0.0
    s=-
    c=IN IP4 0.0.0.0
    t=0 0
    m=audio 9 RTP/SAVP 111 9 8 0
    a=rtpmap:111 opus/48000/2
    a=rtpmap:9 G722/8000
    a=rtpmap:8 PCMA/8000
    a=rtpmap:0 PCMU/8000
    a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:%s
    a=rtcp-mux
    a=sendonly
    """
        .formatted(Base64.getEncoder().encodeToString(key))
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static MediaSession.Rules oursRules() {
    InetAddress here = InetAddress.getLoopbackAddress();
    return new MediaSession.Rules(true, true, Keying.SDES, here, here);
  }

  /** A listener who says nothing is no fault. */
  private static final class Silent implements MediaRelay.MediaEvents {
    @Override
    public void inactive() {
      // only what it hears flows, and that is ours
    }
  }
}
