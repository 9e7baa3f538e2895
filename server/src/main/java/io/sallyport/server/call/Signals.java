package io.sallyport.server.call;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.base.Ids;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.policy.Address;
import io.sallyport.server.registrar.Binding;
import io.sallyport.server.sip.ServerTransaction;
import io.sallyport.server.sip.SipLayer;

/**
 * The messages of a call as a phone sees them: made anew for each side, nothing copied but what is
 * named here.
 */
final class Signals {
  static final String ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE, PRACK";
  static final String SUPPORTED = "100rel, timer";

  private Signals() {}

  /** Our Contact towards a phone: the listener that it is connected to. */
  static String contact(SipLayer sip, Flow flow, String user) {
    String transport = flow.transport().name().toLowerCase(java.util.Locale.ROOT);
    return "<sip:"
        + user
        + "@"
        + sip.sentBy(flow)
        + ";transport="
        + (transport.equals("wss") ? "ws" : transport)
        + ">";
  }

  /**
   * The INVITE for one device: a dialog of its own, hops counted on, the caller's display name as
   * claimed.
   */
  static SipRequest.Builder invite(
      CallContext context, SipRequest from, Address caller, Address callee, Binding device) {
    SipRequest.Builder invite =
        SipRequest.builder(SipRequest.INVITE, device.contactUri())
            .add(HeaderNames.MAX_FORWARDS, Integer.toString(from.maxForwards() - 1))
            .add(HeaderNames.FROM, nameAddr(displayOf(from), caller) + ";tag=" + Ids.random(12))
            .add(HeaderNames.TO, "<" + callee + ">")
            .add(HeaderNames.CALL_ID, context.ids().mint(context.shard()))
            .add(HeaderNames.CSEQ, "1 INVITE")
            .add(HeaderNames.CONTACT, contact(context.sip(), device.flow(), caller.user()))
            .add(HeaderNames.ALLOW, ALLOW)
            .add(HeaderNames.SUPPORTED, SUPPORTED)
            .add(
                HeaderNames.SESSION_EXPIRES,
                Long.toString(context.settings().sessionInterval().toSeconds()))
            .add(
                HeaderNames.MIN_SE,
                Long.toString(context.settings().minSessionInterval().toSeconds()));
    from.first(HeaderNames.SUBJECT).ifPresent(s -> invite.add(HeaderNames.SUBJECT, s));
    from.first("Priority").ifPresent(p -> invite.add("Priority", p));
    return invite;
  }

  /**
   * A response to a caller's or callee's request, with our Contact where it makes or refreshes a
   * dialog.
   */
  static SipResponse.Builder response(
      SipLayer sip, ServerTransaction transaction, int status, String user) {
    return SipResponse.to(transaction.request(), status, transaction.localTag())
        .add(HeaderNames.CONTACT, contact(sip, transaction.flow(), user))
        .add(HeaderNames.ALLOW, ALLOW)
        .add(HeaderNames.SUPPORTED, SUPPORTED);
  }

  static boolean carriesSdp(SipMessage message) {
    return message.body().length > 0 && message.contentType().equals(Leg.SDP);
  }

  private static String displayOf(SipRequest request) {
    String display = request.from().getAddress().getDisplayName();
    return display == null ? "" : display;
  }

  private static String nameAddr(String display, Address address) {
    if (display.isBlank()) {
      return "<" + address + ">";
    }
    StringBuilder quoted = new StringBuilder("\"");
    display
        .codePoints()
        .limit(128)
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\');
              }
              quoted.appendCodePoint(c);
            });
    return quoted.append("\" <").append(address).append('>').toString();
  }
}
