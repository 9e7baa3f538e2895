package io.sallyport.client;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.Dialog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a call is at either end once it has a dialog: the requests within it, its media and its end.
 * {@link CallerSession} and {@link CalleeSession} bring it about. Owned by the phone's loop where
 * not said otherwise.
 */
abstract class CallSession {
  private static final Pattern DTMF =
      Pattern.compile("(?:Signal\\s*=\\s*)?([0-9*#A-D])\\s*(?:\\r?\\n.*)?", Pattern.DOTALL);

  // immutable
  final PhoneCore phone;
  final CallEvents events;
  final String callId;
  final String localTag;
  final String peerUri;
  final SessionChanges changes;
  final SessionTimer timer;

  // owned by: the phone's loop
  MediaPlan plan;
  CallMedia media;
  Dialog dialog;
  boolean confirmed;
  boolean over;
  private AckWait ackWait;

  // any thread: volatile snapshots for the application
  volatile boolean heldByPeer;
  volatile boolean video;
  private volatile CallMedia published;
  private volatile List<MediaStatistics> last = List.of();

  CallSession(PhoneCore phone, String callId, String localTag, String peerUri) {
    this.phone = phone;
    this.events = new CallEvents(phone.callbacks());
    this.callId = callId;
    this.localTag = localTag;
    this.peerUri = peerUri;
    this.changes = new SessionChanges(this);
    this.timer =
        new SessionTimer(phone.loop(), changes::refresh, () -> lost("the session timer ran out"));
  }

  /** Any thread: runs on the loop. */
  void post(Runnable task) {
    try {
      phone.loop().execute(task);
    } catch (RejectedExecutionException e) {
      // the phone is closed, and with it every call
      end(new CallEnd(CallEnd.Cause.LOST, 0, "the phone closed"));
    }
  }

  /** The user hangs up, whatever state the call is in. */
  abstract void hangUp();

  /** A PRACK; only an unanswered call waits for one. */
  abstract void prack(Exchange.Received exchange);

  void openMedia(MediaPlan with) {
    plan = with;
    media = new CallMedia(phone.surroundings(), with);
    published = media;
  }

  /** Any thread. */
  List<MediaStatistics> statistics() {
    CallMedia now = published;
    return now == null ? last : now.statistics();
  }

  /** Any thread. */
  CompletableFuture<Void> change(Boolean hold, Boolean withVideo) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    post(
        () -> {
          if (over || !confirmed) {
            events.fail(done, 481, "no call");
          } else {
            changes.enqueue(hold, withVideo, done);
          }
        });
    return done;
  }

  /** Any thread. */
  CompletableFuture<Void> info(String contentType, String body) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    post(
        () -> {
          if (over || dialog == null) {
            events.fail(done, 481, "no call");
            return;
          }
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          within(
              () -> dialog.request(SipRequest.INFO).body(contentType, bytes),
              response -> finish(done, response),
              status -> events.fail(done, status, "no answer"));
        });
    return done;
  }

  private void finish(CompletableFuture<Void> done, SipResponse response) {
    if (response.isSuccess()) {
      events.complete(done, null);
    } else {
      events.fail(done, response.status(), response.reason());
    }
  }

  void play(AudioSource source) {
    if (media != null) {
      media.play(source);
    }
  }

  void mute(boolean muted) {
    if (media != null) {
      media.mute(muted);
    }
  }

  /** Any thread. */
  CompletableFuture<Void> moveMedia() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    post(
        () -> {
          if (over || media == null) {
            events.fail(done, 481, "no call");
            return;
          }
          try {
            media.move();
            events.complete(done, null);
          } catch (IOException e) {
            events.fail(done, 500, "no ports for media");
          }
        });
    return done;
  }

  /** A request within this call's dialog, or before it is confirmed. */
  void request(Exchange.Received exchange) {
    SipRequest request = exchange.request();
    boolean known = dialog != null && dialog.remoteTag().equals(request.fromTag());
    if (over || !known) {
      exchange.respond(481);
    } else if (!dialog.inOrder(request)) {
      exchange.respond(500);
    } else {
      dispatch(exchange, request);
    }
  }

  private void dispatch(Exchange.Received exchange, SipRequest request) {
    switch (request.method()) {
      case SipRequest.BYE -> bye(exchange);
      case SipRequest.INVITE, SipRequest.UPDATE -> changes.offered(exchange);
      case SipRequest.PRACK -> prack(exchange);
      case SipRequest.INFO -> {
        exchange.respond(200);
        infoReceived(request);
      }
      default -> phone.outsideDialogs(exchange);
    }
  }

  private void infoReceived(SipRequest request) {
    String type = request.contentType();
    String body = new String(request.body(), StandardCharsets.UTF_8);
    events.fire(listener -> listener.info(type, body));
    Matcher key = DTMF.matcher(body.trim().toUpperCase(Locale.ROOT).replace("SIGNAL", "Signal"));
    if (type.startsWith("application/dtmf") && key.matches()) {
      char pressed = key.group(1).charAt(0);
      events.fire(listener -> listener.dtmf(pressed));
    }
  }

  /** BYE: the call is over on both sides. */
  void bye(Exchange.Received exchange) {
    exchange.respond(200);
    end(
        new CallEnd(
            CallEnd.Cause.PEER_HUNG_UP, 0, reason(exchange.request(), "the other side hung up")));
  }

  /** The text of a Reason header field (RFC 3326). */
  static String reason(SipRequest request, String otherwise) {
    String header = request.first(HeaderNames.REASON).orElse("");
    int text = header.indexOf("text=\"");
    int close = text < 0 ? -1 : header.indexOf('"', text + 6);
    return close < 0 ? (header.isEmpty() ? otherwise : header) : header.substring(text + 6, close);
  }

  /** Sends a 2xx to INVITE, repeated until its ACK comes; without one the call is lost. */
  void respondUntilAcknowledged(
      Exchange.Received exchange, SipResponse success, Consumer<SipRequest> acknowledged) {
    exchange.respond(success);
    ackWait = new AckWait(phone, exchange, success, acknowledged, () -> lost("no ACK came"));
    ackWait.start();
  }

  /** An ACK to a 2xx of ours. */
  void ack(SipRequest ack) {
    if (ackWait != null && !over) {
      ackWait.acknowledge(ack);
    }
  }

  /** Sends a request within the dialog, answering challenges. */
  Authenticated within(
      Supplier<SipRequest.Builder> next, Consumer<SipResponse> answered, IntConsumer failed) {
    return phone.send(
        () -> phone.complete(next.get()),
        new Exchange.Answered() {
          @Override
          public void response(SipResponse response) {
            answered.accept(response);
          }

          @Override
          public void failed(int status) {
            failed.accept(status);
          }
        });
  }

  /** Sends BYE and ends the call here at once. */
  void sendBye(CallEnd end) {
    if (dialog != null && !over) {
      within(() -> dialog.request(SipRequest.BYE), response -> {}, status -> {});
    }
    end(end);
  }

  /** The peer or the connection is gone. */
  void lost(String why) {
    sendBye(new CallEnd(CallEnd.Cause.LOST, 408, why));
  }

  /** Tells the application what an offer and its answer have changed. */
  void publishMedia() {
    boolean held = media.heldByPeer();
    boolean withVideo = media.hasVideo();
    if (held != heldByPeer) {
      heldByPeer = held;
      events.fire(listener -> listener.heldByPeer(held));
    }
    if (withVideo != video) {
      video = withVideo;
      events.fire(listener -> listener.video(withVideo));
    }
  }

  /** Ends everything at this end; nothing is sent. */
  void end(CallEnd end) {
    if (over) {
      return;
    }
    over = true;
    timer.stop();
    changes.end(end);
    if (ackWait != null) {
      ackWait.terminated();
    }
    if (media != null) {
      last = media.statistics();
      published = null;
      media.close();
    }
    phone.forget(this);
    events.ended(end);
  }
}
