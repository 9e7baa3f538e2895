package io.sallyport.server.wire;

import io.sallyport.protocol.sip.FrameLimits;
import io.sallyport.protocol.sip.FrameScanner;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.MessageValidator;
import io.sallyport.protocol.sip.SipFrame;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.FlowListener;
import io.sallyport.server.edge.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;

/**
 * A phone at the far end of a flow, driven message by message: what it receives waits to be taken,
 * what it sends is real bytes.
 */
public final class WirePhone implements Flow {
  private final String user;
  private final InetSocketAddress remote;
  private final FlowListener server;
  private final Deque<SipMessage> received = new ArrayDeque<>();
  private boolean open = true;
  private int branch;

  public WirePhone(String user, String ip, FlowListener server) {
    this.user = user;
    this.remote = new InetSocketAddress(address(ip), 40_000);
    this.server = server;
  }

  public String user() {
    return user;
  }

  public String contactUri() {
    return "sip:"
        + user
        + "-device@"
        + remote.getAddress().getHostAddress()
        + ":40000;transport=tls";
  }

  /** Everything that the phone ever got, for checks on what must never reach it. */
  public final StringBuilder seen = new StringBuilder();

  public void sendMessage(SipMessage message) {
    server.frame(this, frame(message.encode()));
  }

  public SipRequest.Builder request(
      String method,
      String uri,
      String callId,
      String fromTag,
      String toUser,
      String toTag,
      int cseq) {
    return SipRequest.builder(method, uri)
        .add(
            HeaderNames.VIA,
            "SIP/2.0/TLS "
                + remote.getAddress().getHostAddress()
                + ":40000;branch=z9hG4bK"
                + user
                + ++branch)
        .add(HeaderNames.MAX_FORWARDS, "70")
        .add(HeaderNames.FROM, "<sip:" + user + "@example.org>;tag=" + fromTag)
        .add(
            HeaderNames.TO,
            "<sip:" + toUser + "@example.org>" + (toTag.isEmpty() ? "" : ";tag=" + toTag))
        .add(HeaderNames.CALL_ID, callId)
        .add(HeaderNames.CSEQ, cseq + " " + method)
        .add(HeaderNames.CONTACT, "<" + contactUri() + ">");
  }

  public SipRequest invite(String to, String sdp) {
    SipRequest.Builder invite =
        request(
            SipRequest.INVITE,
            "sip:" + to + "@example.org",
            user + "-call",
            user + "-tag",
            to,
            "",
            1);
    return sdp.isEmpty()
        ? invite.build()
        : invite.body("application/sdp", sdp.getBytes(StandardCharsets.UTF_8)).build();
  }

  public SipResponse.Builder answer(SipRequest request, int status) {
    return SipResponse.to(request, status, user + "-answer")
        .add(HeaderNames.CONTACT, "<" + contactUri() + ">");
  }

  /** The next request of that method; anything before it must be of no interest to the caller. */
  public SipRequest takeRequest(String method) {
    while (!received.isEmpty()) {
      if (received.poll() instanceof SipRequest request && request.is(method)) {
        return request;
      }
    }
    throw new NoSuchElementException(user + " was sent no " + method);
  }

  public SipResponse takeResponse(int status) {
    StringBuilder others = new StringBuilder();
    while (!received.isEmpty()) {
      SipMessage message = received.poll();
      if (message instanceof SipResponse response && response.status() == status) {
        return response;
      }
      others.append(' ').append(message);
    }
    throw new NoSuchElementException(user + " was sent no " + status + " but" + others);
  }

  public boolean gotNothing() {
    return received.isEmpty();
  }

  public boolean got(String startsWith) {
    return received.stream().anyMatch(m -> m.startLine().startsWith(startsWith));
  }

  @Override
  public String id() {
    return "flow-" + user + "-" + remote.getAddress().getHostAddress();
  }

  @Override
  public Transport transport() {
    return Transport.TLS;
  }

  @Override
  public InetSocketAddress local() {
    return new InetSocketAddress(address("192.0.2.1"), 5061);
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public boolean send(byte[] message) {
    if (open) {
      seen.append(new String(message, StandardCharsets.UTF_8));
      MessageValidator.Outcome outcome =
          new MessageValidator(FrameLimits.DEFAULT).validate(frame(message));
      received.add(((MessageValidator.Outcome.Valid) outcome).message());
    }
    return open;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    server.closed(this);
  }

  private static SipFrame frame(byte[] bytes) {
    FrameScanner.Outcome outcome =
        FrameScanner.datagram(ByteBuffer.wrap(bytes), FrameLimits.DEFAULT);
    return ((FrameScanner.Outcome.Frame) outcome).frame();
  }

  private static InetAddress address(String ip) {
    try {
      return InetAddress.getByName(ip);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
