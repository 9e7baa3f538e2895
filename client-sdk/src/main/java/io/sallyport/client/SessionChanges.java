package io.sallyport.client;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Changes to a running call, in either direction: re-INVITE (RFC 3261 section 14), UPDATE (RFC
 * 3311) and the session timer's refreshes. One of ours at a time; the others wait. Owned by the
 * phone's loop.
 */
final class SessionChanges {
  private static final int MAX_GLARES = 10;

  /** What somebody wants; a null leaves it as it is. */
  private record Wanted(Boolean hold, Boolean video, CompletableFuture<Void> done, int glares) {}

  /**
   * One request of ours and, for a re-INVITE, the ACK to be repeated with every repetition of its
   * 2xx.
   */
  private static final class Sending {
    Authenticated request;
    SipRequest ack;
  }

  // immutable
  private final CallSession call;

  // owned by: the phone's loop
  private final Queue<Wanted> waiting = new ArrayDeque<>();
  private Wanted running;
  private SipResponse unacknowledged;
  private boolean answerExpected;

  SessionChanges(CallSession call) {
    this.call = call;
  }

  void enqueue(Boolean hold, Boolean video, CompletableFuture<Void> done) {
    waiting.add(new Wanted(hold, video, done, 0));
    next();
  }

  /** The session timer's refresh: the session as it is, once more. */
  void refresh() {
    enqueue(null, null, new CompletableFuture<>());
  }

  private void next() {
    if (running != null || unacknowledged != null || waiting.isEmpty() || call.over) {
      return;
    }
    running = waiting.remove();
    CallMedia media = call.media;
    media.want(
        running.hold == null ? media.onHold() : running.hold,
        running.video == null ? media.hasVideo() : running.video);
    boolean update = call.plan.change() == MediaPlan.Change.UPDATE;
    String method = update ? SipRequest.UPDATE : SipRequest.INVITE;
    try {
      byte[] offer = media.offer();
      Sending sending = new Sending();
      sending.request =
          call.within(
              () -> {
                SipRequest.Builder request = call.dialog.request(method).body(CallMedia.SDP, offer);
                call.timer.write(request);
                return request;
              },
              response -> answered(sending, response),
              this::failed);
    } catch (IOException e) {
      finish(500, "no ports for media");
    }
  }

  private void answered(Sending sending, SipResponse response) {
    boolean invite = sending.request.request().is(SipRequest.INVITE);
    if (response.isSuccess() && invite && sending.ack != null) {
      call.phone.sendAck(sending.ack);
      return;
    }
    if (call.over) {
      return;
    }
    if (response.isSuccess()) {
      if (invite) {
        sending.ack = call.dialog.ack(sending.request.request(), response);
        call.phone.sendAck(sending.ack);
      } else {
        call.dialog.refresh(response);
      }
      agreed(response);
    } else if (response.status() == 491 && running.glares < MAX_GLARES) {
      glare();
    } else {
      call.media.rollback();
      finish(response.status(), Authenticated.words(response));
      if (response.status() == 481 || response.status() == 408) {
        call.lost("the other side no longer knows the call");
      }
    }
  }

  private void agreed(SipResponse success) {
    if (call.timer.runs()) {
      call.timer.agreed(success);
    }
    try {
      call.media.answered(success.body());
      call.publishMedia();
      finish(200, "");
    } catch (SdpRefused e) {
      finish(488, e.getMessage());
      call.sendBye(new CallEnd(CallEnd.Cause.LOST, 488, e.getMessage()));
    }
  }

  /**
   * Both changed at once: again later, the caller's end after 2.1 to 4 s, the callee's within 2 s
   * (RFC 3261 section 14.1).
   */
  private void glare() {
    call.media.rollback();
    Wanted again = new Wanted(running.hold, running.video, running.done, running.glares + 1);
    running = null;
    int delay = call.phone.random(call instanceof CallerSession ? 190 : 200) * 10;
    int millis = call instanceof CallerSession ? 2_100 + delay : delay;
    call.phone.loop().schedule(() -> enqueue(again), millis, TimeUnit.MILLISECONDS);
  }

  private void enqueue(Wanted again) {
    if (call.over) {
      call.events.fail(again.done, 481, "the call is over");
      return;
    }
    waiting.add(again);
    next();
  }

  private void failed(int status) {
    if (call.over) {
      return;
    }
    call.media.rollback();
    finish(status, "no answer");
    if (status == 408) {
      call.lost("no answer to a change of the call");
    }
  }

  private void finish(int status, String reason) {
    CompletableFuture<Void> done = running.done;
    running = null;
    if (status == 200) {
      call.events.complete(done, null);
    } else {
      call.events.fail(done, status, reason);
    }
    next();
  }

  /** The peer's re-INVITE or UPDATE. */
  void offered(Exchange.Received exchange) {
    SipRequest request = exchange.request();
    boolean invite = request.is(SipRequest.INVITE);
    boolean withOffer = request.body().length > 0;
    if ((running != null && (withOffer || invite)) || (invite && !call.confirmed)) {
      exchange.respond(491);
      return;
    }
    if (unacknowledged != null && (withOffer || invite)) {
      exchange.respond(exchange.response(500).add(HeaderNames.RETRY_AFTER, "1").build());
      return;
    }
    if (call.media == null) {
      // an UPDATE before anything was agreed (RFC 3311 section 5.2)
      exchange.respond(exchange.response(500).add(HeaderNames.RETRY_AFTER, "1").build());
      return;
    }
    SipResponse.Builder success = call.phone.complete(exchange.response(200), call.dialog);
    try {
      if (withOffer) {
        success.body(CallMedia.SDP, call.media.answer(request.body()));
      } else if (invite) {
        call.media.want(call.media.onHold(), call.media.hasVideo());
        success.body(CallMedia.SDP, call.media.offer());
      }
    } catch (SdpRefused | IOException e) {
      exchange.respond(CalleeSession.notAcceptable(exchange, e.getMessage()));
      return;
    }
    call.dialog.refresh(request);
    call.timer.answer(request, success);
    if (withOffer) {
      call.publishMedia();
    }
    SipResponse response = success.build();
    if (invite) {
      unacknowledged = response;
      answerExpected = !withOffer;
      call.respondUntilAcknowledged(exchange, response, this::acknowledged);
    } else {
      exchange.respond(response);
    }
  }

  /** An ACK that acknowledges the 2xx to the peer's re-INVITE. */
  private void acknowledged(SipRequest acknowledgement) {
    unacknowledged = null;
    if (answerExpected) {
      answerExpected = false;
      try {
        call.media.answered(acknowledgement.body());
        call.publishMedia();
      } catch (SdpRefused e) {
        call.sendBye(new CallEnd(CallEnd.Cause.LOST, 488, e.getMessage()));
      }
    }
    next();
  }

  void end(CallEnd end) {
    if (running != null) {
      call.events.fail(running.done, 487, end.reason());
      running = null;
    }
    waiting.forEach(wanted -> call.events.fail(wanted.done, 487, end.reason()));
    waiting.clear();
  }
}
