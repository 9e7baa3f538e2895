package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.sallyport.protocol.digest.DigestClient;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.Dialog;
import io.sallyport.protocol.transaction.ReliableProvisionals;
import io.sallyport.protocol.transaction.Timings;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The phone behind its facade: gives each message to the call it belongs to and answers the rest.
 * Owned by the phone's loop.
 */
final class PhoneCore implements SipLayer.User {
  private static final Logger LOG = LoggerFactory.getLogger(PhoneCore.class);
  private static final String USER_AGENT = "Sallyport-Phone";
  private static final String ALLOW =
      "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, MESSAGE, PRACK, UPDATE";
  private static final String SUPPORTED = "timer, gruu, outbound";
  private static final Set<String> EXTENSIONS = Set.of("timer", "100rel", "gruu", "outbound");
  private static final int MAX_CALLS = 10_000;

  /** What tells calls apart: the peer may choose the Call-ID, the tag is ours. */
  private record Key(String callId, String localTag) {}

  // immutable
  private final PhoneSettings settings;
  private final EventLoop loop;
  private final Executor callbacks;
  private final SecureRandom random = new SecureRandom();
  private final SipLayer layer;

  /** Null where no keys come from DTLS. */
  private final DtlsAgent.Party dtls;

  private final DigestClient digest;
  private final RegistrationAgent registration;

  // owned by: the phone's loop
  private final Map<Key, CallSession> calls = new HashMap<>();
  private boolean closed;

  // any thread: replaced whole by the application
  volatile Consumer<IncomingCall> incoming;
  volatile Consumer<ReceivedMessage> messages = message -> {};
  volatile Consumer<Registration> registrations = state -> {};

  PhoneCore(PhoneSettings settings, PhoneThreads threads) {
    this.settings = settings;
    this.loop = threads.loops().next();
    this.callbacks = threads.callbacks();
    this.dtls =
        settings
            .media()
            .identity()
            .map(identity -> DtlsAgent.Party.of(identity, random, threads.handshakes()))
            .orElse(null);
    this.layer = new SipLayer(loop, settings.target(), settings.timings(), random, this);
    this.digest = new DigestClient(settings.authUser(), settings.password());
    this.registration = new RegistrationAgent(this, settings, layer.token(12), layer.token(6));
  }

  EventLoop loop() {
    return loop;
  }

  Executor callbacks() {
    return callbacks;
  }

  Timings timings() {
    return settings.timings();
  }

  SipLayer layer() {
    return layer;
  }

  RegistrationAgent registration() {
    return registration;
  }

  int random(int bound) {
    return random.nextInt(bound);
  }

  boolean isConnected() {
    return layer.isOpen();
  }

  void withLink(Runnable task) {
    if (closed) {
      task.run();
    } else {
      layer.withLink(task);
    }
  }

  void keepAlive() {
    layer.keepAlive();
  }

  CallMedia.Surroundings surroundings() {
    return new CallMedia.Surroundings(
        loop, layer.link().localAddress().getAddress(), settings.media(), random, dtls);
  }

  String contactUri() {
    return Contacts.uri(layer, settings.user(), settings.target().transport());
  }

  /**
   * The Contact of dialogs (RFC 5626 section 4.3: {@code ob} asks that requests come over the same
   * flow).
   */
  String contact() {
    return "<" + contactUri() + ";ob>";
  }

  OutgoingCall call(String to, MediaPlan plan, CallListener listener) {
    CallerSession session =
        new CallerSession(this, layer.token(16), layer.token(6), settings.uriOf(to), plan);
    OutgoingCall call = new OutgoingCall(session).on(listener);
    session.post(
        () -> {
          calls.put(new Key(session.callId, session.localTag), session);
          withLink(session::begin);
        });
    return call;
  }

  /** Any request outside of dialogs. */
  void request(
      String method,
      String to,
      Consumer<SipRequest.Builder> more,
      CompletableFuture<SipResponse> done) {
    withLink(
        () -> {
          if (!isConnected()) {
            fail(done, 503, "no connection to the server");
            return;
          }
          String uri = settings.uriOf(to);
          String callId = layer.token(16);
          String tag = layer.token(6);
          long[] cseq = {0};
          send(
              () -> {
                SipRequest.Builder request = request(method, uri, tag, callId, ++cseq[0]);
                more.accept(request);
                return complete(request);
              },
              new Exchange.Answered() {
                @Override
                public void response(SipResponse response) {
                  complete(done, response);
                }

                @Override
                public void failed(int status) {
                  fail(
                      done,
                      status,
                      status == 408 ? "no answer from the server" : "no connection to the server");
                }
              });
        });
  }

  /** The fields that every request outside of dialogs has, to and from addresses of record. */
  SipRequest.Builder request(String method, String uri, String tag, String callId, long cseq) {
    return request(method, uri, uri, tag, callId, cseq);
  }

  SipRequest.Builder request(
      String method, String uri, String to, String tag, String callId, long cseq) {
    return SipRequest.builder(method, uri)
        .add(HeaderNames.MAX_FORWARDS, "70")
        .add(HeaderNames.FROM, "<" + settings.addressOfRecord() + ">;tag=" + tag)
        .add(HeaderNames.TO, "<" + to + ">")
        .add(HeaderNames.CALL_ID, callId)
        .add(HeaderNames.CSEQ, cseq + " " + method);
  }

  /** Adds what this phone says of itself in every request. */
  SipRequest.Builder complete(SipRequest.Builder request) {
    SipRequest sofar = request.build();
    if (!sofar.is(SipRequest.REGISTER)) {
      request.add(HeaderNames.SUPPORTED, SUPPORTED);
    }
    return request.add(HeaderNames.ALLOW, ALLOW).add(HeaderNames.USER_AGENT, USER_AGENT);
  }

  /**
   * Adds Contact and what this phone says of itself to a response that makes or refreshes a dialog.
   */
  SipResponse.Builder complete(SipResponse.Builder response, Dialog dialog) {
    return response
        .add(HeaderNames.CONTACT, contact())
        .add(HeaderNames.ALLOW, ALLOW)
        .add(HeaderNames.SUPPORTED, SUPPORTED + ", 100rel")
        .add(HeaderNames.USER_AGENT, USER_AGENT);
  }

  Authenticated send(Supplier<SipRequest.Builder> next, Exchange.Answered answered) {
    return Authenticated.send(layer, digest, next, answered);
  }

  void sendAck(SipRequest ack) {
    layer.sendAck(ack);
  }

  void forget(CallSession session) {
    calls.remove(new Key(session.callId, session.localTag), session);
  }

  <T> void complete(CompletableFuture<T> future, T value) {
    callbacks.execute(() -> future.complete(value));
  }

  void fail(CompletableFuture<?> future, int status, String reason) {
    callbacks.execute(() -> future.completeExceptionally(new SipFailure(status, reason)));
  }

  void registrationChanged(Registration state) {
    tell(registrations, state);
  }

  private <T> void tell(Consumer<T> listener, T event) {
    callbacks.execute(
        () -> {
          try {
            listener.accept(event);
          } catch (RuntimeException e) {
            LOG.error("a listener of the phone threw", e);
          }
        });
  }

  @Override
  public void request(Exchange.Received exchange) {
    SipRequest request = exchange.request();
    if (request.toTag().isEmpty()) {
      outsideDialogs(exchange);
      return;
    }
    CallSession session = calls.get(new Key(request.callId(), request.toTag()));
    if (session == null) {
      exchange.respond(481);
    } else {
      session.request(exchange);
    }
  }

  /** A request that belongs to no call, or that a call has no use for. */
  void outsideDialogs(Exchange.Received exchange) {
    SipRequest request = exchange.request();
    List<String> unknown =
        request.elements(HeaderNames.REQUIRE).stream()
            .filter(tag -> !EXTENSIONS.contains(tag.toLowerCase(Locale.ROOT)))
            .toList();
    if (!unknown.isEmpty()) {
      exchange.respond(
          exchange.response(420).add(HeaderNames.UNSUPPORTED, String.join(", ", unknown)).build());
      return;
    }
    switch (request.method()) {
      case SipRequest.INVITE -> invited(exchange);
      case SipRequest.MESSAGE -> messaged(exchange);
      case SipRequest.OPTIONS ->
          exchange.respond(
              exchange
                  .response(200)
                  .add(HeaderNames.ALLOW, ALLOW)
                  .add(HeaderNames.ACCEPT, "application/sdp, text/plain")
                  .add(HeaderNames.SUPPORTED, SUPPORTED + ", " + ReliableProvisionals.OPTION_TAG)
                  .build());
      case SipRequest.BYE, SipRequest.INFO, SipRequest.PRACK, SipRequest.UPDATE ->
          exchange.respond(481);
      default -> exchange.respond(exchange.response(405).add(HeaderNames.ALLOW, ALLOW).build());
    }
  }

  private void invited(Exchange.Received exchange) {
    SipRequest request = exchange.request();
    Consumer<IncomingCall> taker = incoming;
    if (request.contacts().isEmpty()) {
      exchange.respond(exchange.response(400).reason("INVITE without Contact").build());
    } else if (request.body().length > 0 && !request.contentType().equals(CallMedia.SDP)) {
      exchange.respond(exchange.response(415).add(HeaderNames.ACCEPT, CallMedia.SDP).build());
    } else if (taker == null || closed || calls.size() >= MAX_CALLS) {
      exchange.respond(480);
    } else {
      CalleeSession session = new CalleeSession(this, exchange, bareUri(request));
      calls.put(new Key(session.callId, session.localTag), session);
      tell(taker, new IncomingCall(session));
    }
  }

  private void messaged(Exchange.Received exchange) {
    SipRequest request = exchange.request();
    exchange.respond(200);
    String text = new String(request.body(), StandardCharsets.UTF_8);
    tell(messages, new ReceivedMessage(bareUri(request), request.contentType(), text));
  }

  private static String bareUri(SipRequest request) {
    return request.from().getAddress().getURI().toString();
  }

  @Override
  public void ack(SipRequest ack) {
    CallSession session = calls.get(new Key(ack.callId(), ack.toTag()));
    if (session != null) {
      session.ack(ack);
    }
  }

  @Override
  public void cancelled(Exchange.Received invite, SipRequest cancel) {
    CallSession session = calls.get(new Key(cancel.callId(), invite.localTag()));
    if (session instanceof CalleeSession callee && callee.invite() == invite) {
      callee.cancelled(cancel);
    } else {
      invite.respond(487);
    }
  }

  @Override
  public void linkOpened() {
    LOG.debug("connected to {}", settings.target().server());
  }

  @Override
  public void linkClosed(Throwable cause) {
    LOG.debug("connection to {} lost: {}", settings.target().server(), cause.toString());
    registration.linkClosed();
  }

  /** Ends every call, politely or not, and closes the link. */
  void close(boolean politely) {
    closed = true;
    registration.stop();
    for (CallSession session : List.copyOf(calls.values())) {
      if (politely) {
        session.hangUp();
      }
      session.end(new CallEnd(CallEnd.Cause.LOST, 0, "the phone closed"));
    }
    layer.drop();
  }
}
