package io.sallyport.protocol.transaction;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One end of a dialog (RFC 3261 section 12): tags, sequence numbers, route set and remote target,
 * for either role. Made by INVITE or SUBSCRIBE. Confined to its owner's thread.
 */
public final class Dialog {
  private static final Set<String> WITH_CONTACT =
      Set.of(
          SipRequest.INVITE,
          SipRequest.UPDATE,
          SipRequest.SUBSCRIBE,
          SipRequest.NOTIFY,
          SipRequest.REFER);
  private static final long NONE = -1;

  // immutable
  private final boolean caller;
  private final DialogId id;
  private final String localUri;
  private final String remoteUri;
  private final String localContact;

  // owned by: the caller's thread
  private List<String> routeSet;
  private String remoteTarget;
  private boolean confirmed;
  private long localCSeq;
  private long remoteCSeq;

  private Dialog(
      boolean caller, DialogId id, String localUri, String remoteUri, String localContact) {
    this.caller = caller;
    this.id = id;
    this.localUri = localUri;
    this.remoteUri = remoteUri;
    this.localContact = localContact;
  }

  /**
   * The callee's end (section 12.1.1), early until {@link #confirm}.
   *
   * @param localContact our Contact value, as in the responses
   */
  public static Dialog uas(SipRequest invite, String localTag, String localContact) {
    String to = invite.first(HeaderNames.TO).orElse("");
    String local = invite.toTag().isEmpty() ? to + ";tag=" + localTag : to;
    String remote = invite.first(HeaderNames.FROM).orElse("");
    DialogId id = new DialogId(invite.callId(), localTag, invite.fromTag());
    Dialog dialog = new Dialog(false, id, local, remote, localContact);
    dialog.routeSet = List.copyOf(invite.elements(HeaderNames.RECORD_ROUTE));
    dialog.remoteTarget = target(invite, invite.uri());
    dialog.localCSeq = 0;
    dialog.remoteCSeq = invite.cseq().number();
    return dialog;
  }

  /**
   * The caller's end (section 12.1.2): confirmed by a 2xx, early by a provisional response with a
   * To tag.
   *
   * @param invite as sent, with our Contact
   */
  public static Dialog uac(SipRequest invite, SipResponse response) {
    String local = invite.first(HeaderNames.FROM).orElse("");
    String remote = response.first(HeaderNames.TO).orElse("");
    String contact = invite.first(HeaderNames.CONTACT).orElse("");
    Dialog dialog = new Dialog(true, DialogId.of(response), local, remote, contact);
    dialog.routeSet = reversed(response.elements(HeaderNames.RECORD_ROUTE));
    dialog.remoteTarget = target(response, invite.uri());
    dialog.localCSeq = invite.cseq().number();
    dialog.remoteCSeq = NONE;
    dialog.confirmed = response.isSuccess();
    return dialog;
  }

  public DialogId id() {
    return id;
  }

  public String callId() {
    return id.callId();
  }

  public String localTag() {
    return id.localTag();
  }

  public String remoteTag() {
    return id.remoteTag();
  }

  /** The From value of our requests, tag included. */
  public String localUri() {
    return localUri;
  }

  /** The To value of our requests, tag included where the peer has one. */
  public String remoteUri() {
    return remoteUri;
  }

  /** The Request-URI of our requests: the peer's latest Contact. */
  public String remoteTarget() {
    return remoteTarget;
  }

  /** Route elements, first hop first. */
  public List<String> routeSet() {
    return routeSet;
  }

  public boolean early() {
    return !confirmed;
  }

  public boolean confirmed() {
    return confirmed;
  }

  /**
   * Takes in the 2xx that we sent or received; the caller's route set is then final (section
   * 13.2.2.4).
   */
  public void confirm(SipResponse success) {
    if (caller && !confirmed) {
      routeSet = reversed(success.elements(HeaderNames.RECORD_ROUTE));
      refresh(success);
    }
    confirmed = true;
  }

  /**
   * Takes the remote target from a re-INVITE or UPDATE received, or from the 2xx to ours (section
   * 12.2).
   */
  public void refresh(SipMessage message) {
    remoteTarget = target(message, remoteTarget);
  }

  /**
   * Whether a request of the peer is in order (section 12.2.2); its number is then remembered. One
   * out of order is answered 500. ACK and CANCEL have their INVITE's number and are always in
   * order.
   */
  public boolean inOrder(SipRequest request) {
    if (request.is(SipRequest.ACK) || request.is(SipRequest.CANCEL)) {
      return true;
    }
    long number = request.cseq().number();
    if (remoteCSeq != NONE && number < remoteCSeq) {
      return false;
    }
    remoteCSeq = number;
    return true;
  }

  /** A new request with the next CSeq number; Via is added where it is sent. */
  public SipRequest.Builder request(String method) {
    localCSeq++;
    return addressed(method, localCSeq);
  }

  /**
   * The ACK to a 2xx (section 13.2.2.4), with the credentials of the INVITE.
   *
   * @param inviteAsSent the INVITE or re-INVITE that the 2xx answers
   */
  public SipRequest.Builder ack(SipRequest inviteAsSent) {
    SipRequest.Builder ack = addressed(SipRequest.ACK, inviteAsSent.cseq().number());
    for (Header header : inviteAsSent.headers()) {
      if (header.is(HeaderNames.AUTHORIZATION) || header.is(HeaderNames.PROXY_AUTHORIZATION)) {
        ack.add(header);
      }
    }
    return ack;
  }

  /** The ACK without a body to a 2xx of this dialog; takes in the 2xx's Contact first. */
  public SipRequest ack(SipRequest inviteAsSent, SipResponse success) {
    if (confirmed) {
      refresh(success);
    } else {
      confirm(success);
    }
    return ack(inviteAsSent).build();
  }

  private SipRequest.Builder addressed(String method, long number) {
    String uri = remoteTarget;
    List<String> routes = routeSet;
    if (!routes.isEmpty() && !isLoose(routes.get(0))) {
      // a strict router takes its own URI as Request-URI and finds the target last (section
      // 12.2.1.1)
      uri = bare(routes.get(0));
      routes = new ArrayList<>(routes.subList(1, routes.size()));
      routes.add('<' + remoteTarget + '>');
    }
    SipRequest.Builder request = SipRequest.builder(method, uri);
    for (String route : routes) {
      request.add(HeaderNames.ROUTE, route);
    }
    request
        .add(HeaderNames.MAX_FORWARDS, "70")
        .add(HeaderNames.FROM, localUri)
        .add(HeaderNames.TO, remoteUri)
        .add(HeaderNames.CALL_ID, id.callId())
        .add(HeaderNames.CSEQ, number + " " + method);
    if (WITH_CONTACT.contains(method) && !localContact.isEmpty()) {
      request.add(HeaderNames.CONTACT, localContact);
    }
    return request;
  }

  private static boolean isLoose(String route) {
    String uri = bare(route).toLowerCase(Locale.ROOT);
    return uri.endsWith(";lr")
        || uri.contains(";lr;")
        || uri.contains(";lr=")
        || uri.contains(";lr?");
  }

  /** The URI within angle brackets. */
  private static String bare(String nameAddr) {
    int open = nameAddr.lastIndexOf('<');
    int close = nameAddr.indexOf('>', Math.max(open, 0));
    return open < 0 || close < 0 ? nameAddr : nameAddr.substring(open + 1, close);
  }

  /**
   * The URI as the peer wrote it: some phones compare it letter by letter with what they
   * registered.
   */
  private static String target(SipMessage message, String otherwise) {
    List<String> contacts = message.elements(HeaderNames.CONTACT);
    if (contacts.isEmpty() || contacts.get(0).equals("*")) {
      return otherwise;
    }
    String written = contacts.get(0);
    int parameters = written.indexOf(';');
    if (written.indexOf('<') < 0 && parameters >= 0) {
      // without angle brackets, parameters belong to the header (section 20)
      return written.substring(0, parameters).trim();
    }
    return bare(written);
  }

  private static List<String> reversed(List<String> recordRoute) {
    List<String> routes = new ArrayList<>(recordRoute);
    Collections.reverse(routes);
    return List.copyOf(routes);
  }
}
