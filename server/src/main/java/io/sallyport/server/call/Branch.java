package io.sallyport.server.call;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.Dialog;
import io.sallyport.protocol.transaction.ReliableProvisionals;
import io.sallyport.protocol.transaction.ReliableProvisionals.Receiver;
import io.sallyport.server.media.MediaSession;
import io.sallyport.server.registrar.Binding;
import io.sallyport.server.sip.ClientTransaction;
import io.sallyport.server.sip.SipLayer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One INVITE to one device of the callee, under a Call-ID and tag of its own: to the device it is
 * the whole call.
 *
 * <p>A 2xx that arrives after another device has won, or after the caller has gone, is acknowledged
 * and ended at once (RFC 3261 section 13.2.2.4).
 */
final class Branch implements ClientTransaction.Listener {
  /** What a branch tells the forking that it belongs to. */
  interface Progress {
    void ringing(Branch branch, SipResponse provisional);

    /**
     * The first 2xx; the call answers true when this branch has won and it will send the ACK
     * itself.
     */
    boolean answered(Branch branch, SipResponse ok);

    void failed(Branch branch, SipResponse response);
  }

  private static final int MAX_DIALOGS = 8;

  // immutable
  final Binding device;
  final MediaSession.Rules rules;
  private final boolean secondTry;
  private final SipLayer sip;
  private final int shard;
  private final Progress progress;

  // owned by: shard
  private ClientTransaction transaction;
  private Dialog dialog;
  private boolean won;
  private boolean over;
  private boolean cancelled;
  private final Set<String> hungUp = new HashSet<>(1);
  private final Map<String, Early> earlies = new HashMap<>(2);
  private Leg acknowledger;

  Branch(Binding device, MediaSession.Rules rules, SipLayer sip, int shard, Progress progress) {
    this(device, rules, false, sip, shard, progress);
  }

  private Branch(
      Binding device,
      MediaSession.Rules rules,
      boolean secondTry,
      SipLayer sip,
      int shard,
      Progress progress) {
    this.device = device;
    this.rules = rules;
    this.secondTry = secondTry;
    this.sip = sip;
    this.shard = shard;
    this.progress = progress;
  }

  /** A second INVITE to the same device, with media as another kind of device wants it. */
  Branch again(MediaSession.Rules otherRules) {
    return new Branch(device, otherRules, true, sip, shard, progress);
  }

  /** Whether the device has refused another offer before. */
  boolean isSecondTry() {
    return secondTry;
  }

  void invite(SipRequest invite) {
    transaction = sip.send(shard, invite, device.flow(), this);
  }

  SipRequest request() {
    return transaction.request();
  }

  /** The dialog with this device: early after a provisional with a tag, confirmed by its 2xx. */
  Dialog dialog() {
    return dialog;
  }

  void cancel(List<Header> why) {
    if (!over && !cancelled) {
      cancelled = true;
      transaction.cancel(why);
    }
  }

  /** The leg that acknowledged the winning 2xx, and repeats its ACK when the 2xx comes again. */
  void acknowledgedBy(Leg leg) {
    acknowledger = leg;
  }

  @Override
  public void provisional(SipResponse response) {
    if (over || cancelled || response.status() == 100 || response.toTag().isEmpty()) {
      return;
    }
    Early early = early(response);
    if (early == null) {
      return;
    }
    dialog = early.dialog;
    switch (early.receiver.receive(response)) {
      case DROP -> {
        // repeated, or ahead of one that is missing
      }
      case UNRELIABLE -> progress.ringing(this, response);
      case ACKNOWLEDGE -> {
        SipRequest prack = ReliableProvisionals.prack(dialog, response).build();
        sip.send(shard, prack, device.flow(), new Leg.Finally(() -> {}));
        progress.ringing(this, response);
      }
    }
  }

  @Override
  public void response(SipResponse response) {
    if (!response.isSuccess()) {
      if (!over) {
        over = true;
        progress.failed(this, response);
      }
      return;
    }
    if (won && dialog.id().remoteTag().equals(response.toTag())) {
      if (acknowledger != null) {
        acknowledger.repeatAck(response);
      }
      return;
    }
    Early early = early(response);
    if (early == null) {
      return;
    }
    early.dialog.confirm(response);
    if (!over && !cancelled) {
      dialog = early.dialog;
      over = true;
      won = progress.answered(this, response);
      if (won) {
        return;
      }
    }
    over = true;
    hangUp(early.dialog, response);
  }

  @Override
  public void failed(int status, String why) {
    if (!over) {
      over = true;
      progress.failed(this, SipResponse.to(transaction.request(), status, "").reason(why).build());
    }
  }

  /**
   * The dialog that a response belongs to: a device behind a forking proxy may make several. Null
   * where there are too many already.
   */
  private Early early(SipResponse response) {
    Early known = earlies.get(response.toTag());
    if (known == null && earlies.size() < MAX_DIALOGS) {
      known = new Early(Dialog.uac(transaction.request(), response), new Receiver());
      earlies.put(response.toTag(), known);
    }
    return known;
  }

  /** Acknowledges a 2xx that nobody waits for any more and ends its dialog. */
  void hangUp(Dialog confirmed, SipResponse ok) {
    sip.sendAck(shard, confirmed.ack(transaction.request(), ok), device.flow());
    if (!hungUp.add(ok.toTag())) {
      return;
    }
    SipRequest bye =
        confirmed
            .request(SipRequest.BYE)
            .add(HeaderNames.REASON, "SIP;cause=200;text=\"Call completed elsewhere\"")
            .build();
    sip.send(shard, bye, device.flow(), new Leg.Finally(() -> {}));
  }

  /** One dialog with the device, and how far its reliable provisionals have come (RFC 3262). */
  private record Early(Dialog dialog, Receiver receiver) {}
}
