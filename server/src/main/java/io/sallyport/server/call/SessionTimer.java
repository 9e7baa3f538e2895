package io.sallyport.server.call;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.base.Loop;
import java.time.Duration;
import java.util.Locale;

/**
 * The session timer of one leg (RFC 4028), run by the server: a phone that vanishes is noticed
 * whether or not it knows the extension. Where the phone refreshes, we watch; where we refresh,
 * {@link Refresh} is called at half the interval.
 */
final class SessionTimer {
  /** What the timer wants of its call. */
  interface Refresh {
    /** Ask the phone whether it is still there. */
    void refresh();

    /** The interval has passed without a refresh. */
    void expired();
  }

  // immutable
  private final Loop loop;
  private final Duration proposed;
  private final Duration minimum;
  private final Refresh refresh;

  // owned by: shard
  private Duration interval;
  private boolean peerSupports;
  private boolean weRefresh = true;
  private Loop.Timer timer = () -> {};

  SessionTimer(Loop loop, CallSettings settings, Refresh refresh) {
    this.loop = loop;
    this.proposed = settings.sessionInterval();
    this.minimum = settings.minSessionInterval();
    this.interval = proposed;
    this.refresh = refresh;
  }

  /** Whether a request asks for an interval under our Min-SE: to be answered 422. */
  boolean tooSmall(SipRequest request) {
    return request
        .number(HeaderNames.SESSION_EXPIRES)
        .map(s -> s < minimum.toSeconds())
        .orElse(false);
  }

  /** What the phone's request asks for; {@link #answer} then says what it gets. */
  void requested(SipRequest request) {
    peerSupports = request.lists(HeaderNames.SUPPORTED, "timer");
    request.number(HeaderNames.SESSION_EXPIRES).ifPresent(this::limit);
    weRefresh = !(peerSupports && refresher(request).equals("uac"));
  }

  /** Adds our side of the agreement to a 2xx; only a phone that knows timers is told of one. */
  void answer(SipResponse.Builder ok) {
    if (peerSupports) {
      ok.add(
          HeaderNames.SESSION_EXPIRES,
          interval.toSeconds() + ";refresher=" + (weRefresh ? "uas" : "uac"));
      if (!weRefresh) {
        ok.add(HeaderNames.REQUIRE, "timer");
      }
    }
    restart();
  }

  /** Adds our wish to a request of ours inside the dialog: the role stays with who has it. */
  void ask(SipRequest.Builder request) {
    if (peerSupports) {
      request.add(
          HeaderNames.SESSION_EXPIRES,
          interval.toSeconds() + ";refresher=" + (weRefresh ? "uac" : "uas"));
    }
  }

  /** What the phone's 2xx agreed to. */
  void agreed(SipResponse ok) {
    peerSupports = ok.has(HeaderNames.SESSION_EXPIRES);
    ok.number(HeaderNames.SESSION_EXPIRES).ifPresent(this::limit);
    weRefresh = !(peerSupports && refresher(ok).equals("uas"));
    restart();
  }

  /** Whether the phone knows session timers, so that a refresh is a real one. */
  boolean peerSupports() {
    return peerSupports;
  }

  /** Starts the interval anew after a sign of life that agreed nothing. */
  void again() {
    restart();
  }

  void stop() {
    timer.cancel();
  }

  private void restart() {
    timer.cancel();
    if (weRefresh) {
      timer = loop.schedule(interval.dividedBy(2), refresh::refresh);
    } else {
      // RFC 4028 section 10: give up a little before the interval ends.
      Duration margin = Duration.ofSeconds(Math.min(32, interval.toSeconds() / 3));
      timer = loop.schedule(interval.minus(margin), refresh::expired);
    }
  }

  private void limit(long seconds) {
    interval =
        Duration.ofSeconds(Math.max(minimum.toSeconds(), Math.min(seconds, proposed.toSeconds())));
  }

  private static String refresher(SipMessage message) {
    String value = message.first(HeaderNames.SESSION_EXPIRES).orElse("").toLowerCase(Locale.ROOT);
    int at = value.indexOf("refresher=");
    return at < 0 ? "" : value.substring(at + 10).split("[ ;]", 2)[0];
  }
}
