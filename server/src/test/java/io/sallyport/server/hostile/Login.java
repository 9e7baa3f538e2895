package io.sallyport.server.hostile;

import io.sallyport.client.RawPeer;
import io.sallyport.protocol.digest.DigestClient;
import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.base.Ids;
import io.sallyport.server.edge.Listening;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A user with a password and no manners: logs in properly, and then asks for anything. */
final class Login implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final String user;
  private final RawPeer peer;
  private final DigestClient digest;
  private int cseq;

  private Login(String user, String password, RawPeer peer) {
    this.user = user;
    this.peer = peer;
    this.digest = new DigestClient(user, password);
  }

  static Login of(LiveServer live, String user) throws IOException {
    return of(live, user, live.password(user));
  }

  static Login of(LiveServer live, String user, String password) throws IOException {
    RawPeer peer = RawPeer.tls(live.address(Listening.Kind.SIPS), live.authority(), "localhost");
    return new Login(user, password, peer);
  }

  RawPeer peer() {
    return peer;
  }

  /** A request of this user's, in order. */
  SipRequest.Builder request(String method, String uri) {
    String own = "<sip:" + user + "@" + LiveServer.DOMAIN + ">";
    return SipRequest.builder(method, uri)
        .add(HeaderNames.VIA, "SIP/2.0/TLS 192.0.2.9:5061;branch=z9hG4bK" + Ids.random(12))
        .add(HeaderNames.MAX_FORWARDS, "70")
        .add(HeaderNames.FROM, own + ";tag=" + Ids.random(6))
        .add(HeaderNames.TO, method.equals(SipRequest.REGISTER) ? own : "<" + uri + ">")
        .add(HeaderNames.CALL_ID, Ids.random(12))
        .add(HeaderNames.CSEQ, ++cseq + " " + method);
  }

  /** The final answer, after the login where one is asked for. */
  SipResponse ask(SipRequest request) throws InterruptedException {
    return ask(request, text -> text);
  }

  /**
   * As {@link #ask(SipRequest)}, with every request written otherwise than it would be.
   *
   * @param spelling makes the text that is sent from the proper one
   */
  SipResponse ask(SipRequest request, UnaryOperator<String> spelling) throws InterruptedException {
    SipResponse answer = sent(request, spelling);
    if (answer.status() != 401 && answer.status() != 407) {
      return answer;
    }
    acknowledge(request, answer);
    Header credentials = digest.answer(answer, request).orElseThrow();
    SipRequest again =
        request.toBuilder()
            .set(HeaderNames.VIA, "SIP/2.0/TLS 192.0.2.9:5061;branch=z9hG4bK" + Ids.random(12))
            .set(HeaderNames.CSEQ, ++cseq + " " + request.method())
            .add(credentials)
            .build();
    SipResponse last = sent(again, spelling);
    acknowledge(again, last);
    return last;
  }

  private SipResponse sent(SipRequest request, UnaryOperator<String> spelling)
      throws InterruptedException {
    peer.send(spelling.apply(new String(request.encode(), StandardCharsets.UTF_8)));
    for (; ; ) {
      SipMessage next =
          peer.receive(SOON).orElseThrow(() -> new AssertionError("no answer to " + request));
      if (next instanceof SipResponse response
          && response.status() >= 200
          && response.callId().equals(request.callId())) {
        return response;
      }
    }
  }

  private void acknowledge(SipRequest request, SipResponse answer) {
    if (request.is(SipRequest.INVITE)) {
      peer.send(
          SipRequest.builder(SipRequest.ACK, request.uri())
              .add(HeaderNames.VIA, request.first(HeaderNames.VIA).orElseThrow())
              .add(HeaderNames.MAX_FORWARDS, "70")
              .add(HeaderNames.FROM, request.first(HeaderNames.FROM).orElseThrow())
              .add(HeaderNames.TO, answer.first(HeaderNames.TO).orElseThrow())
              .add(HeaderNames.CALL_ID, request.callId())
              .add(HeaderNames.CSEQ, request.cseq().number() + " ACK")
              .build());
    }
  }

  @Override
  public void close() {
    peer.close();
  }
}
