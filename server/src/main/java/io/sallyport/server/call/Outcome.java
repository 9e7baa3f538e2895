package io.sallyport.server.call;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import java.util.List;

/**
 * How a call ended, for its record and for whoever has not hung up yet.
 *
 * @param name the record's word: answered, busy, declined, cancelled, no-answer, not-found,
 *     offline, refused, failed
 * @param status the SIP status that the caller saw, 200 for an answered call
 * @param endedBy an address of record, or {@code server}
 * @param reason words for people
 */
record Outcome(String name, int status, String endedBy, String reason) {
  static final String SERVER = "server";

  static Outcome hungUp(String by) {
    return new Outcome("answered", 200, by, "");
  }

  /** An answered call that the server ends. */
  static Outcome broken(String reason) {
    return new Outcome("answered", 200, SERVER, reason);
  }

  static Outcome cancelled(String by) {
    return new Outcome("cancelled", 487, by, "");
  }

  static Outcome failed(int status, String reason) {
    return new Outcome("failed", status, SERVER, reason);
  }

  static Outcome refused(int status, String reason) {
    return new Outcome("refused", status, SERVER, reason);
  }

  /**
   * What the best of all devices' answers means to the caller: a callee's challenge, redirection or
   * breakdown says nothing that the caller may or could act on.
   */
  static Outcome ofBest(int status, String callee) {
    boolean opaque =
        status < 400 || status == 401 || status == 407 || status == 408 || status == 503;
    return ofAnswer(opaque ? 480 : status, callee);
  }

  /** What a callee's final answer means. */
  static Outcome ofAnswer(int status, String callee) {
    String name =
        switch (status) {
          case 486, 600 -> "busy";
          case 603, 403, 607 -> "declined";
          case 404, 604, 484 -> "not-found";
          case 408, 480 -> "no-answer";
          default -> "failed";
        };
    return new Outcome(name, status, callee, "");
  }

  /** The Reason header field as a message takes it; none where there is no reason. */
  List<Header> headers() {
    return reason.isEmpty() ? List.of() : List.of(new Header(HeaderNames.REASON, header()));
  }

  /** A Reason header field (RFC 3326) for the side that is being told, or the empty string. */
  String header() {
    return reason.isEmpty()
        ? ""
        : "SIP;cause="
            + (status == 200 ? 500 : status)
            + ";text=\""
            + reason.replace('"', '\'')
            + "\"";
  }
}
