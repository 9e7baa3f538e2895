package io.sallyport.server.call;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.Dialog;
import io.sallyport.server.registrar.Binding;
import io.sallyport.server.sip.ClientTransaction;
import io.sallyport.server.sip.SipLayer;
import java.util.List;

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

  // immutable
  final Binding device;
  private final SipLayer sip;
  private final int shard;
  private final Progress progress;

  // owned by: shard
  private ClientTransaction transaction;
  private Dialog dialog;
  private boolean won;
  private boolean over;
  private boolean cancelled;
  private long lastRseq;
  private Leg acknowledger;

  Branch(Binding device, SipLayer sip, int shard, Progress progress) {
    this.device = device;
    this.sip = sip;
    this.shard = shard;
    this.progress = progress;
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

  boolean over() {
    return over;
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
    if (dialog == null || !dialog.id().remoteTag().equals(response.toTag())) {
      dialog = Dialog.uac(transaction.request(), response);
    }
    if (response.lists(HeaderNames.REQUIRE, "100rel") && !acknowledgeReliably(response)) {
      return;
    }
    progress.ringing(this, response);
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
    if (won && dialog != null && dialog.id().remoteTag().equals(response.toTag())) {
      if (acknowledger != null) {
        acknowledger.repeatAck();
      }
      return;
    }
    Dialog confirmed = confirmed(response);
    if (!over && !cancelled) {
      dialog = confirmed;
      over = true;
      won = progress.answered(this, response);
      if (won) {
        return;
      }
    }
    over = true;
    hangUp(confirmed, response);
  }

  @Override
  public void failed(int status, String why) {
    if (!over) {
      over = true;
      progress.failed(this, SipResponse.to(transaction.request(), status, "").reason(why).build());
    }
  }

  /** The early dialog where the 2xx belongs to it: its PRACKs have used up sequence numbers. */
  private Dialog confirmed(SipResponse ok) {
    if (dialog != null && dialog.id().remoteTag().equals(ok.toTag())) {
      dialog.confirm(ok);
      return dialog;
    }
    return Dialog.uac(transaction.request(), ok);
  }

  /** Acknowledges a 2xx that nobody waits for any more and ends its dialog. */
  void hangUp(Dialog confirmed, SipResponse ok) {
    sip.sendAck(shard, confirmed.ack(transaction.request(), ok), device.flow());
    SipRequest bye =
        confirmed
            .request(SipRequest.BYE)
            .add(HeaderNames.REASON, "SIP;cause=200;text=\"Call completed elsewhere\"")
            .build();
    sip.send(shard, bye, device.flow(), new Leg.Finally(() -> {}));
  }

  /** RFC 3262 section 4: acknowledge in order, ignore repeats and gaps. */
  private boolean acknowledgeReliably(SipResponse response) {
    long rseq = response.number(HeaderNames.RSEQ).orElse(0L);
    if (rseq == 0 || (lastRseq != 0 && rseq != lastRseq + 1)) {
      return false;
    }
    lastRseq = rseq;
    SipRequest prack =
        dialog
            .request(SipRequest.PRACK)
            .add(HeaderNames.RACK, rseq + " " + response.cseq())
            .build();
    sip.send(shard, prack, device.flow(), new Leg.Finally(() -> {}));
    return true;
  }
}
