package io.sallyport.server.policy;

/**
 * Every reason for which Sallyport refuses, with the SIP status, whose fault it is, and the words
 * that the user's phone shows. One list, so that counters, logs, records and screens agree.
 */
public enum Refusal {
  BAD_REQUEST(400, Fault.PEER, "Malformed request"),
  NOT_YOUR_ADDRESS(403, Fault.PEER, "You may only use your own address"),
  ACCOUNT_DISABLED(403, Fault.PEER, "This account is disabled"),
  CONTENT_BLOCKED(403, Fault.POLICY, "The message contains what may not be sent"),
  OUTSIDE_DENIED(403, Fault.POLICY, "Calls to outside are not allowed"),
  RULE(403, Fault.POLICY, "Not allowed here"),
  RULE_NOT_FOUND(404, Fault.POLICY, "No such user"),
  RULE_UNAVAILABLE(480, Fault.POLICY, "Not available now"),
  RULE_BUSY(486, Fault.POLICY, "Busy here"),
  RULE_NOT_ACCEPTABLE(488, Fault.POLICY, "Not acceptable here"),
  RULE_DECLINED(603, Fault.POLICY, "Declined"),
  WALL(403, Fault.POLICY, "You may not reach each other"),
  VIDEO_OFF(403, Fault.POLICY, "Video was switched off in this call"),
  DIRECT_CONTACT(403, Fault.PEER, "That contact address is not allowed"),
  NO_SUCH_USER(404, Fault.PEER, "No such user"),
  METHOD_NOT_ALLOWED(405, Fault.PEER, "Method not allowed"),
  TOO_LARGE(413, Fault.PEER, "Message too large"),
  NOT_UTF8(415, Fault.PEER, "The text is not UTF-8"),
  UNSUPPORTED_BODY(415, Fault.PEER, "Unsupported content type"),
  UNSUPPORTED_ENCODING(415, Fault.PEER, "Unsupported content encoding"),
  UNSUPPORTED_SCHEME(416, Fault.PEER, "Only sip addresses are supported"),
  BAD_EXTENSION(420, Fault.PEER, "Bad extension"),
  INTERVAL_TOO_BRIEF(423, Fault.PEER, "Interval too brief"),
  TOO_MANY_ATTEMPTS(403, Fault.PEER, "Too many failed logins, try later"),
  TOO_MANY_CALLS(403, Fault.POLICY, "Too many calls at once"),
  BUDGET_SPENT(403, Fault.POLICY, "Today's budget for calls is used up"),
  NOT_AT_THIS_TIME(403, Fault.POLICY, "Not allowed at this time"),
  OFFLINE(480, Fault.PEER, "User is not online"),
  MAILBOX_FULL(480, Fault.PEER, "Too many messages are waiting for this user"),
  NO_DIALOG(481, Fault.PEER, "Call does not exist"),
  LOOP(482, Fault.PEER, "Loop detected"),
  TOO_MANY_HOPS(483, Fault.PEER, "Too many hops"),
  NOT_ACCEPTABLE(488, Fault.PEER, "Not acceptable here"),
  NO_SUCH_EVENT(489, Fault.PEER, "Bad event"),
  REQUEST_PENDING(491, Fault.PEER, "Request pending"),
  SERVER_ERROR(500, Fault.SERVER, "Server error"),
  NOT_IMPLEMENTED(501, Fault.SERVER, "Not implemented"),
  OVERLOADED(503, Fault.SERVER, "Server is busy, try again"),
  MAINTENANCE(503, Fault.SERVER, "Server is under maintenance, try again later"),
  STOPPING(503, Fault.SERVER, "Server is stopping, try again"),
  ARCHIVE_UNAVAILABLE(503, Fault.SERVER, "Archive unavailable, nothing may pass unrecorded"),
  RECORDING_UNAVAILABLE(503, Fault.SERVER, "Recording unavailable"),
  FLOOD(503, Fault.PEER, "Too many requests, slow down"),
  CALLS_TOO_FAST(503, Fault.PEER, "Too many calls, wait a minute");

  /** Whose doing a refusal is; decides the log level and who is told. */
  public enum Fault {
    PEER,
    POLICY,
    SERVER
  }

  private final int status;
  private final Fault fault;
  private final String words;

  Refusal(int status, Fault fault, String words) {
    this.status = status;
    this.fault = fault;
    this.words = words;
  }

  public int status() {
    return status;
  }

  public Fault fault() {
    return fault;
  }

  /** What the user sees. */
  public String words() {
    return words;
  }
}
