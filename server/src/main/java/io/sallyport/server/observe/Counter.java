package io.sallyport.server.observe;

import java.util.Locale;

/**
 * Everything that Sallyport counts, with a sentence each. The metrics page, {@code
 * docs/debugging.md} and the debug view all print this list. Add a line here rather than a counter
 * elsewhere; keep the groups.
 */
public enum Counter {
  // base
  LOOP_TASKS_SLOW("tasks that held a loop for more than 50 ms"),
  LOOP_TASKS_FAILED("tasks that ended in an error"),
  // db
  DB_REFUSED("database tasks refused because the queue was full"),
  DB_FAILED("database tasks that failed and were rolled back"),
  // archive
  ARCHIVE_RECORDS("records made durable in the journal"),
  ARCHIVE_COMMITS("commits of the journal, each one fsync for all records that waited"),
  ARCHIVE_REFUSED("records that the journal refused: overloaded, failing or closed"),
  // seal
  SEAL_CHECKPOINTS("checkpoints of the journal that were signed"),
  SEAL_OUTSIDE_TAKEN("checkpoints that a place outside has taken"),
  SEAL_OUTSIDE_FAILED("attempts to bring a checkpoint to a place outside that failed"),
  SEAL_OUTSIDE_DROPPED("checkpoints given up because too many waited for a place outside"),
  // edge
  EDGE_CONNECTIONS_ACCEPTED("TCP connections accepted"),
  EDGE_CONNECTIONS_REFUSED(
      "TCP connections refused: over the limit of one address or of the server"),
  EDGE_PLAIN_REFUSED("connections and datagrams of plain SIP from networks that may not use it"),
  EDGE_HANDSHAKES_FAILED("TLS handshakes that failed or were not finished in time"),
  EDGE_RENEGOTIATIONS_REFUSED(
      "connections closed because the peer asked for a second TLS handshake"),
  EDGE_CERTIFICATES_LOADED("times that a TLS certificate was read into use"),
  EDGE_MESSAGES_RECEIVED("whole SIP messages received"),
  EDGE_MESSAGES_SENT("SIP messages handed to a socket"),
  EDGE_SENDS_REFUSED("SIP messages not sent: connection closed or send buffer full"),
  EDGE_FAULTS("received bytes that are no SIP message within the limits"),
  EDGE_PINGS("keep-alive pings answered"),
  EDGE_SLOW_MESSAGES("connections closed because a message was begun and not finished in time"),
  EDGE_IDLE("connections closed because nothing came for too long"),
  EDGE_SLOW_READERS("connections closed because the peer did not read"),
  EDGE_WEBSOCKETS("SIP over WebSocket connections opened"),
  EDGE_WEBSOCKETS_REFUSED("WebSocket handshakes refused: foreign origin or malformed"),
  EDGE_WEB_CONNECTIONS("HTTPS connections passed to the web application"),
  EDGE_WEB_UNAVAILABLE(
      "HTTPS connections answered 503 because the web application did not take them"),
  // sip
  SIP_MESSAGES_IN("SIP messages received, faults not included"),
  SIP_MESSAGES_OUT("SIP messages sent, repetitions included"),
  SIP_OVERLOAD_503("requests answered 503 unparsed because a shard's queue was full"),
  SIP_OVERLOAD_DROPPED("responses and ACKs dropped because a shard's queue was full"),
  SIP_TRANSACTIONS_503("requests answered 503 because a shard held as many transactions as it may"),
  SIP_RETRANSMISSIONS_IN("requests that were repetitions of one already known"),
  SIP_RETRANSMISSIONS_OUT("messages that the server had to repeat"),
  SIP_MERGED_482("requests that came a second time by another way, answered 482"),
  SIP_STRAY_RESPONSES("responses that no transaction was waiting for, dropped"),
  SIP_STRAY_CANCELS("CANCEL and PRACK requests that matched nothing, answered 481"),
  SIP_STATELESS_RESPONSES("refusals sent once without keeping state"),
  SIP_SECOND_FINALS("final responses of our own that were not sent, for one had been"),
  SIP_TIMEOUTS("requests of ours that nobody answered in time"),
  SIP_UNANSWERED("requests that were not answered in the time that their sender waits"),
  SIP_UNACKNOWLEDGED("answers of ours whose ACK or PRACK never came"),
  SIP_TRANSPORT_FAILURES("messages that could not be sent because their flow was closed or full"),
  SIP_ERRORS("messages whose handling ended in an error of ours"),
  SIP_FAULT_START_LINE("messages refused: request or status line malformed"),
  SIP_FAULT_LINE_TOO_LONG("messages refused: a line over the limit"),
  SIP_FAULT_HEAD_TOO_LONG("messages refused: header fields over the limit together"),
  SIP_FAULT_TOO_MANY_HEADERS("messages refused: too many header fields"),
  SIP_FAULT_HEADER_SYNTAX("messages refused: a line that is no header field"),
  SIP_FAULT_CONTENT_LENGTH("messages refused: Content-Length wrong"),
  SIP_FAULT_BODY_TOO_LONG("messages refused: body over the limit"),
  SIP_FAULT_ENCODING("messages refused: not UTF-8 or with control characters"),
  SIP_FAULT_VERSION("messages refused: not SIP/2.0"),
  SIP_FAULT_MISSING_HEADER("messages refused: a mandatory header field is missing"),
  SIP_FAULT_REPEATED_HEADER("messages refused: a header field stands twice"),
  SIP_FAULT_VALUE("messages refused: a header field's value out of grammar"),
  SIP_FAULT_SCHEME("messages refused: a URI scheme that cannot stand there"),
  // auth
  AUTH_PROVED("requests whose login was proved"),
  AUTH_COMPARED("responses compared with a credential, or with a dummy for a name that nobody has"),
  AUTH_FAILED("logins with a wrong password or an unknown name"),
  AUTH_STALE("logins with a nonce that has expired, is another address's or is not ours"),
  AUTH_REPLAYED("logins whose nonce count had been used"),
  AUTH_BLOCKED("logins not looked at after too many failures from their source"),
  // ingress
  INGRESS_ADMITTED("requests that passed the whole chain"),
  INGRESS_CHALLENGED("requests answered 401 or 407"),
  INGRESS_REFUSED("requests refused by a step of the chain"),
  // guard
  GUARD_BLOCKS("networks blocked, by themselves or by command"),
  GUARD_CONNECTIONS_REFUSED("TCP connections closed at once because their network is blocked"),
  GUARD_DATAGRAMS_DROPPED("datagrams dropped unread because their network is blocked"),
  GUARD_CONNECTIONS_CLOSED("open connections closed because their network was blocked"),
  GUARD_SCANS("messages of scanners, by their User-Agent, dropped without an answer"),
  GUARD_FLOODS("requests refused because their login sent too many"),
  GUARD_CALLS_REFUSED("calls refused because somebody was over a limit or out of hours"),
  GUARD_CALLS_ENDED("running calls ended because a budget was used up"),
  GUARD_ALARMS("alarms raised"),
  // registrar
  REGISTRAR_BOUND("devices bound, moved to another flow, or back after a restart"),
  REGISTRAR_REFRESHED("registrations refreshed without a change"),
  REGISTRAR_UNBOUND("devices unbound by themselves"),
  REGISTRAR_EXPIRED("devices unbound because their registration ran out"),
  REGISTRAR_LOST("devices unbound because their connection closed"),
  REGISTRAR_REFUSED("registrations refused"),
  // media
  MEDIA_REFUSED("offers and answers refused because their media cannot be relayed"),
  MEDIA_PORTS_EXHAUSTED("offers answered 503 because no media port was free"),
  MEDIA_PACKETS_RELAYED("media packets relayed"),
  MEDIA_DROPPED_NO_PATH("packets dropped: no stream was agreed on their port"),
  MEDIA_DROPPED_NO_TARGET("packets dropped: the other side has not shown yet where it is"),
  MEDIA_DROPPED_UNPROVEN(
      "packets dropped: from an unknown source, and no waiting stream's key, or no budget to try"),
  MEDIA_DROPPED_NO_KEY("packets dropped: the key for them is not agreed yet"),
  MEDIA_DROPPED_HELD("packets dropped: kept back, or the server spoke in their place"),
  MEDIA_DROPPED_CAP("packets dropped: their stream was over its bandwidth"),
  MEDIA_DROPPED_MUTED("packets dropped after they were recorded: their side is muted"),
  MEDIA_DROPPED_STUN("connectivity checks dropped: they did not authenticate"),
  MEDIA_DROPPED_DTLS("DTLS records dropped: nobody waits for them, or they came too fast"),
  MEDIA_CHECKS_ANSWERED("ICE connectivity checks answered"),
  MEDIA_DTLS_AGREED("DTLS handshakes that gave keys"),
  MEDIA_DTLS_FAILED("DTLS handshakes that failed, or whose certificate was not the promised one"),
  MEDIA_CONSENT_LOST("transports that lost consent: no connectivity check for 30 seconds"),
  MEDIA_DROPPED_SOURCE("plain packets dropped: not from the address that was agreed"),
  MEDIA_DROPPED_AUTH("packets dropped: their SRTP tag does not verify"),
  MEDIA_DROPPED_REPLAY("packets dropped: replayed, or too old"),
  MEDIA_DROPPED_SOURCES("packets dropped: their stream has used up its synchronisation sources"),
  MEDIA_DROPPED_MALFORMED("packets dropped: no well-formed RTP or RTCP for their port"),
  MEDIA_DROPPED_NOT_MEDIA("packets dropped: STUN, DTLS or anything else that is no RTP"),
  MEDIA_DROPPED_ZRTP("packets dropped: ZRTP, which would hide the call from the record"),
  MEDIA_DROPPED_BACKLOG("packets dropped: the kernel's send buffer was full"),
  MEDIA_SEND_ERRORS("packets that the kernel refused to send"),
  MEDIA_FAULTS("packets that met a bug of ours on the packet path"),
  MEDIA_SOURCES_MOVED("SRTP streams that moved to another source, proven by a packet"),
  MEDIA_INACTIVE("sessions that fell silent for the inactivity time"),
  // call
  CALLS_STARTED("calls that were offered to a callee"),
  CALLS_ANSWERED("calls that were answered"),
  LADDERS_DROPPED("calls whose SIP messages did not go on record because too many ended at once"),
  // recording
  RECORDING_STARTED("recordings begun"),
  RECORDING_CLOSED("recordings closed, whole on disk"),
  RECORDING_RECOVERED("recordings that a killed server had left open, closed by the next start"),
  RECORDING_REFUSED("calls answered 503 because they could not be recorded"),
  RECORDING_EXEMPT("calls to emergency numbers that went on without being recorded"),
  RECORDING_BROKEN("running calls ended because their recording had failed for too long"),
  RECORDING_FAULTS("times that a recording could not be written, forced or closed"),
  RECORDING_PACKETS("packets recorded"),
  RECORDING_PACKETS_MISSED("packets missing in recordings because their ring was full"),
  COMPLETENESS_GAPS("answered calls whose recording is missing or incomplete"),
  // chat
  CHAT_ACCEPTED("chat lines put on record and accepted"),
  CHAT_NOTICES("chat lines of the server itself put on record, such as that ZRTP was refused"),
  CHAT_DELIVERED("chat lines that a device took"),
  CHAT_HELD("chat lines kept back for a reviewer"),
  // content
  CONTENT_FLAGGED("chat lines delivered as they are and marked for officers"),
  CONTENT_MASKED("chat lines of which a part was masked before delivery"),
  CONTENT_BLOCKED("chat lines refused for what they say");

  private final String sentence;

  Counter(String sentence) {
    this.sentence = sentence;
  }

  /** What is counted, in one sentence for docs and metrics. */
  public String sentence() {
    return sentence;
  }

  /** The Prometheus name: {@code sallyport_<name>_total}. */
  public String metric() {
    return "sallyport_" + name().toLowerCase(Locale.ROOT) + "_total";
  }
}
