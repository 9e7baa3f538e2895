package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.sallyport.protocol.sip.Fault;
import io.sallyport.protocol.sip.FaultResponses;
import io.sallyport.protocol.sip.HeaderFault;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.sip.Via;
import io.sallyport.protocol.transaction.Timings;
import io.sallyport.protocol.transaction.TransactionKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages and transactions over the one link to the server (RFC 3261 sections 17 and 18).
 * Everything goes there and comes from there; a link that closes fails what was waiting, and the
 * next request opens a new one. Owned by the phone's loop.
 */
final class SipLayer implements Link.Listener, MessageReader.Receiver, Exchange.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(SipLayer.class);
  private static final byte[] PING = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PONG = "\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final Duration PONG_WAIT = Duration.ofSeconds(10);
  private static final int MAX_RECEIVED = 1000;

  /** Whoever uses the layer; called on the loop. */
  interface User {
    /** A new request other than ACK and CANCEL. */
    void request(Exchange.Received exchange);

    /** An ACK to a 2xx. */
    void ack(SipRequest ack);

    /** A CANCEL of an INVITE that has no final response; the CANCEL has been answered. */
    void cancelled(Exchange.Received invite, SipRequest cancel);

    void linkOpened();

    void linkClosed(Throwable cause);
  }

  // immutable
  private final EventLoop loop;
  private final Link.Target target;
  private final Timings timings;
  private final SecureRandom random;
  private final User user;
  private final String unreachableName;

  // owned by: the phone's loop
  private final Map<TransactionKey, Exchange.Sent> sent = new HashMap<>();
  private final Map<TransactionKey, Exchange.Received> received = new HashMap<>();
  private final List<Runnable> whenOpen = new ArrayList<>();
  private Link link;
  private MessageReader reader;
  private boolean open;
  private ScheduledFuture<?> pongTimer;

  // any thread: counters
  final AtomicLong requestsSent = new AtomicLong();
  final AtomicLong repeated = new AtomicLong();

  SipLayer(EventLoop loop, Link.Target target, Timings timings, SecureRandom random, User user) {
    this.loop = loop;
    this.target = target;
    this.timings = timings;
    this.random = random;
    this.user = user;
    this.unreachableName = token(6) + ".invalid";
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  /** A host name of this phone's own that nobody can reach (RFC 7118 section 5). */
  String unreachableName() {
    return unreachableName;
  }

  Timings timings() {
    return timings;
  }

  boolean isOpen() {
    return open;
  }

  /** The link in use; null before the first. */
  Link link() {
    return link;
  }

  /**
   * Runs the task once a link is open, now where one is. It runs as well when connecting fails:
   * sending fails then.
   */
  void withLink(Runnable task) {
    if (open) {
      task.run();
      return;
    }
    whenOpen.add(task);
    if (link == null) {
      reader = new MessageReader(target.transport(), this);
      link = Link.open(loop, target, this);
    }
  }

  /**
   * Sends a request, with a Via of ours on top, in a transaction. An open link is needed, else it
   * fails with 503.
   */
  Exchange.Sent send(SipRequest request, Exchange.Answered answered) {
    String branch = Via.MAGIC_COOKIE + token(12);
    SipRequest routed =
        request.toBuilder().prepend(HeaderNames.VIA, via(branch).toString()).build();
    return begin(routed, answered);
  }

  private Exchange.Sent begin(SipRequest routed, Exchange.Answered answered) {
    boolean reliable = !target.transport().isUnreliable();
    Exchange.Sent exchange =
        new Exchange.Sent(this, routed, reliable, timings, answered, this::sendCancel);
    sent.put(TransactionKey.client(routed), exchange);
    requestsSent.incrementAndGet();
    if (open) {
      exchange.begin();
    } else {
      loop.execute(exchange::transportFailed);
    }
    return exchange;
  }

  private void sendCancel(SipRequest cancel) {
    begin(
        cancel,
        new Exchange.Answered() {
          @Override
          public void response(SipResponse response) {
            // the INVITE's own final response says how it went
          }

          @Override
          public void failed(int status) {
            // as above
          }
        });
  }

  /** Sends an ACK to a 2xx, which is no transaction (RFC 3261 section 13.2.2.4). */
  void sendAck(SipRequest ack) {
    send(
        ack.toBuilder()
            .prepend(HeaderNames.VIA, via(Via.MAGIC_COOKIE + token(12)).toString())
            .build(),
        false);
  }

  @Override
  public void send(SipMessage message, boolean again) {
    if (again) {
      repeated.incrementAndGet();
    }
    if (open) {
      link.send(message.encode());
    }
  }

  @Override
  public void over(Exchange exchange) {
    sent.values().remove(exchange);
    received.values().remove(exchange);
  }

  /**
   * A CRLF keep-alive (RFC 5626 section 3.5.1); a stream that stays without its pong for ten
   * seconds is taken for dead.
   */
  void keepAlive() {
    if (!open) {
      return;
    }
    if (target.transport().isStream()) {
      link.send(PING);
      if (pongTimer == null) {
        pongTimer = loop.schedule(() -> link.close(), PONG_WAIT.toNanos(), TimeUnit.NANOSECONDS);
      }
    } else if (target.transport() == Transport.UDP) {
      link.send(PONG);
    } else {
      link.ping();
    }
  }

  /** Closes the link without a word; what waits for answers fails. */
  void drop() {
    if (link != null) {
      link.close();
    }
  }

  private Via via(String branch) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("branch", branch);
    parameters.put("rport", "");
    Contacts.HostPort at = Contacts.local(this);
    return new Via(target.transport().via(), at.host(), at.port(), parameters);
  }

  String token(int bytes) {
    byte[] some = new byte[bytes];
    random.nextBytes(some);
    return HexFormat.of().formatHex(some);
  }

  @Override
  public void opened() {
    open = true;
    user.linkOpened();
    runWaiting();
  }

  private void runWaiting() {
    List<Runnable> tasks = List.copyOf(whenOpen);
    whenOpen.clear();
    tasks.forEach(Runnable::run);
  }

  @Override
  public void received(byte[] bytes) {
    reader.read(bytes);
  }

  @Override
  public void closed(Throwable cause) {
    open = false;
    link = null;
    stopWaitingForPong();
    runWaiting();
    List.copyOf(sent.values()).forEach(Exchange::transportFailed);
    user.linkClosed(cause);
  }

  @Override
  public void ping() {
    link.send(PONG);
  }

  @Override
  public void pong() {
    stopWaitingForPong();
  }

  private void stopWaitingForPong() {
    if (pongTimer != null) {
      pongTimer.cancel(false);
      pongTimer = null;
    }
  }

  @Override
  public void refused(Fault fault) {
    LOG.debug("refused what the server sent: {}", fault.kind());
    FaultResponses.of(fault).ifPresent(response -> send(response, false));
    if (fault.closes()) {
      link.close();
    }
  }

  @Override
  public void message(SipMessage message) {
    try {
      if (message instanceof SipResponse response) {
        Exchange.Sent exchange = sent.get(TransactionKey.client(response));
        if (exchange != null) {
          exchange.receive(response);
        }
      } else {
        request((SipRequest) message);
      }
    } catch (HeaderFault e) {
      LOG.debug("a header of the server's message does not parse: {}", e.getMessage());
      if (message instanceof SipRequest request && !request.is(SipRequest.ACK)) {
        Exchange.Received exchange = received.get(TransactionKey.of(request));
        if (exchange != null && !exchange.answered()) {
          exchange.respond(exchange.response(400).reason(e.getMessage()).build());
        }
      }
    } catch (RuntimeException e) {
      LOG.error("a message was not dealt with", e);
    }
  }

  private void request(SipRequest request) {
    TransactionKey key = TransactionKey.of(request);
    Exchange.Received known = received.get(key);
    if (known != null) {
      known.receive(request);
    } else if (request.is(SipRequest.ACK)) {
      user.ack(request);
    } else if (received.size() >= MAX_RECEIVED) {
      send(SipResponse.to(request, 503, token(4)).add(HeaderNames.RETRY_AFTER, "5").build(), false);
    } else {
      Exchange.Received exchange = newReceived(key, request);
      if (request.is(SipRequest.CANCEL)) {
        cancel(exchange, received.get(key.ofInvite()));
      } else {
        user.request(exchange);
      }
    }
  }

  private Exchange.Received newReceived(TransactionKey key, SipRequest request) {
    String tag = request.toTag().isEmpty() ? token(6) : request.toTag();
    boolean reliable = !target.transport().isUnreliable();
    Exchange.Received exchange = new Exchange.Received(this, request, reliable, timings, tag);
    received.put(key, exchange);
    return exchange;
  }

  private void cancel(Exchange.Received cancel, Exchange.Received invite) {
    if (invite == null || !TransactionKey.cancels(cancel.request(), invite.request())) {
      cancel.respond(481);
      return;
    }
    // RFC 3261 section 9.2: the CANCEL's To tag is that of the INVITE's responses
    cancel.respond(SipResponse.to(cancel.request(), 200, invite.localTag()).build());
    if (!invite.answered()) {
      user.cancelled(invite, cancel.request());
    }
  }
}
