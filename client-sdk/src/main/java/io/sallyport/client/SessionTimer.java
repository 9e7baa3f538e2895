package io.sallyport.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The session timer of one call (RFC 4028): refreshes where that is our part, and ends the call
 * where nobody did. Owned by the phone's loop.
 */
final class SessionTimer {
  static final String OPTION_TAG = "timer";
  private static final long MAX_SECONDS = 86_400;

  // immutable
  private final EventLoop loop;
  private final Runnable refresh;
  private final Runnable expired;

  // owned by: the phone's loop
  private long seconds;
  private boolean ours;
  private ScheduledFuture<?> next;

  /**
   * @param refresh sends an UPDATE or re-INVITE
   * @param expired ends the call
   */
  SessionTimer(EventLoop loop, Runnable refresh, Runnable expired) {
    this.loop = loop;
    this.refresh = refresh;
    this.expired = expired;
  }

  boolean runs() {
    return seconds > 0;
  }

  /** Takes what the 2xx to our INVITE or UPDATE says; without Session-Expires there is no timer. */
  void agreed(SipResponse success) {
    seconds = interval(success);
    ours = refresher(success).equals("uac");
    restart();
  }

  /** Takes what the peer's INVITE or UPDATE asks for and writes it into our 2xx (section 9). */
  void answer(SipRequest request, SipResponse.Builder success) {
    seconds = request.lists(HeaderNames.SUPPORTED, OPTION_TAG) ? interval(request) : 0;
    if (seconds > 0) {
      ours = refresher(request).equals("uas");
      success.add(HeaderNames.SESSION_EXPIRES, seconds + ";refresher=" + (ours ? "uas" : "uac"));
      if (!ours) {
        success.add(HeaderNames.REQUIRE, OPTION_TAG);
      }
    }
    restart();
  }

  /** What a request of ours within the call says about the timer. */
  void write(SipRequest.Builder request) {
    if (seconds > 0) {
      request.add(HeaderNames.SESSION_EXPIRES, seconds + ";refresher=" + (ours ? "uac" : "uas"));
    }
  }

  void stop() {
    if (next != null) {
      next.cancel(false);
      next = null;
    }
  }

  private void restart() {
    stop();
    if (seconds <= 0) {
      return;
    }
    long millis = TimeUnit.SECONDS.toMillis(seconds);
    // the other side ends the call a third of the interval early, at most 32 s (section 10)
    long wait = ours ? millis / 2 : millis - Math.min(32_000, millis / 3);
    next = loop.schedule(ours ? refresh : expired, wait, TimeUnit.MILLISECONDS);
  }

  private static long interval(SipMessage message) {
    long asked = message.number(HeaderNames.SESSION_EXPIRES).orElse(0L);
    return Math.min(MAX_SECONDS, asked);
  }

  private static String refresher(SipMessage message) {
    String value =
        message
            .first(HeaderNames.SESSION_EXPIRES)
            .orElse("")
            .toLowerCase(Locale.ROOT)
            .replace(" ", "");
    return value.contains(";refresher=uas") ? "uas" : "uac";
  }
}
