package io.sallyport.server.call;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.Dialog;
import io.sallyport.protocol.transaction.DialogId;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.media.Keying;
import io.sallyport.server.media.MediaSession;
import io.sallyport.server.policy.Address;
import io.sallyport.server.sip.ClientTransaction;
import io.sallyport.server.sip.SipLayer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One side of a call: a dialog with one phone (RFC 3261 section 12), the flow that leads to it, and
 * what was last agreed with it.
 *
 * <p>Nothing of the other side's dialog is ever put into a message here: that is what hides the
 * topology.
 */
final class Leg {
  static final String SDP = "application/sdp";

  // immutable
  final MediaSession.Side side;
  final Address address;
  private final SipLayer sip;
  private final int shard;
  private final boolean requireSrtp;

  // owned by: shard
  private Flow flow;
  private Dialog dialog;
  private boolean allowsUpdate;
  private boolean recordAware;
  private byte[] sentSdp = {};
  private byte[] receivedSdp = {};
  private final Map<Long, SipRequest> acks =
      new LinkedHashMap<>(4) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, SipRequest> eldest) {
          return size() > 2;
        }
      };

  Leg(
      MediaSession.Side side,
      Address address,
      SipLayer sip,
      int shard,
      Flow flow,
      Dialog dialog,
      boolean requireSrtp) {
    this.side = side;
    this.address = address;
    this.sip = sip;
    this.shard = shard;
    this.flow = flow;
    this.dialog = dialog;
    this.requireSrtp = requireSrtp;
  }

  Dialog dialog() {
    return dialog;
  }

  DialogId id() {
    return dialog.id();
  }

  Flow flow() {
    return flow;
  }

  /** The phone has come back over another flow and has proved who it is. */
  void moveTo(Flow newFlow) {
    flow = newFlow;
  }

  /** What this leg's device must and can do with media. */
  MediaSession.Rules rules() {
    return rules(flow, requireSrtp);
  }

  static MediaSession.Rules rules(Flow flow, boolean requireSrtp) {
    boolean secure = flow.transport().secure();
    return new MediaSession.Rules(
        secure && requireSrtp,
        secure,
        keying(flow),
        flow.local().getAddress(),
        flow.remote().getAddress());
  }

  /** What comes over a WebSocket is a browser, as a rule. */
  private static Keying keying(Flow flow) {
    return switch (flow.transport()) {
      case WS, WSS -> Keying.DTLS;
      default -> Keying.SDES;
    };
  }

  /**
   * Remembers what the peer said it can do: whether UPDATE (RFC 3311) reaches it, and whether it
   * shows its user what descriptions say of recording (RFC 7866 section 6.1.1).
   */
  void learn(SipMessage message) {
    if (message.has(HeaderNames.ALLOW)) {
      allowsUpdate = message.lists(HeaderNames.ALLOW, SipRequest.UPDATE);
    }
    if (message.has(HeaderNames.SUPPORTED)) {
      recordAware = message.lists(HeaderNames.SUPPORTED, "record-aware");
    }
    dialog.refresh(message);
  }

  boolean allowsUpdate() {
    return allowsUpdate;
  }

  boolean recordAware() {
    return recordAware;
  }

  void sent(byte[] sdp) {
    sentSdp = sdp;
  }

  void received(byte[] sdp) {
    receivedSdp = sdp;
  }

  byte[] sentSdp() {
    return sentSdp;
  }

  byte[] receivedSdp() {
    return receivedSdp;
  }

  /** Sends a request inside the dialog. */
  ClientTransaction send(SipRequest request, ClientTransaction.Listener listener) {
    return sip.send(shard, request, flow, listener);
  }

  /** Acknowledges a 2xx (section 13.2.2.4), with an answer where the 2xx carried the offer. */
  void ack(SipRequest invite, SipResponse ok, byte[] answer) {
    SipRequest ack = dialog.ack(invite, ok);
    if (answer != null) {
      ack = ack.toBuilder().body(SDP, answer).build();
    }
    acks.put(ack.cseq().number(), ack);
    sip.sendAck(shard, ack, flow);
  }

  /** Repeats the ACK for a 2xx that came again; one that is still to be made repeats nothing. */
  void repeatAck(SipResponse ok) {
    SipRequest ack = acks.get(ok.cseq().number());
    if (ack != null) {
      sip.sendAck(shard, ack, flow);
    }
  }

  /** Ends the dialog with words for the user where there are any. */
  void bye(String reason, Runnable done) {
    SipRequest.Builder bye = dialog.request(SipRequest.BYE);
    if (!reason.isEmpty()) {
      bye.add(HeaderNames.REASON, reason);
    }
    send(bye.build(), new Finally(done));
  }

  /** A listener that only wants to know when a request is over. */
  record Finally(Runnable done) implements ClientTransaction.Listener {
    @Override
    public void response(SipResponse response) {
      done.run();
    }

    @Override
    public void failed(int status, String why) {
      done.run();
    }
  }
}
