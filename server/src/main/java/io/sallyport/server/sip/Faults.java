package io.sallyport.server.sip;

import io.sallyport.protocol.sip.Fault;
import io.sallyport.protocol.sip.FaultResponses;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipFrame;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.observe.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Answers without a transaction to what is no valid message, and to what there is no room for. One
 * datagram at most, back to where the bytes came from. Any thread.
 */
final class Faults {
  private static final Map<Fault.Kind, Counter> COUNTERS = new EnumMap<>(Fault.Kind.class);

  static {
    for (Fault.Kind kind : Fault.Kind.values()) {
      COUNTERS.put(kind, Counter.valueOf("SIP_FAULT_" + kind.name()));
    }
  }

  // immutable
  private final SipContext context;

  Faults(SipContext context) {
    this.context = context;
  }

  /** Counts a fault and answers it where an answer is possible. */
  void answer(Flow flow, Fault fault) {
    context.counters().add(COUNTERS.get(fault.kind()));
    FaultResponses.of(fault).ifPresent(response -> send(flow, response));
  }

  /** A shard's queue is full: 503 for a request, nothing for an ACK or a response. */
  void overload(Flow flow, SipFrame frame) {
    if (!frame.isAnswerable()) {
      context.counters().add(Counter.SIP_OVERLOAD_DROPPED);
      return;
    }
    context.counters().add(Counter.SIP_OVERLOAD_503);
    // the kind is not counted: there is nothing wrong with the request
    Fault fault = new Fault(Fault.Kind.VALUE, 503, "Service Unavailable", frame, false);
    FaultResponses.of(fault)
        .map(r -> r.toBuilder().add(HeaderNames.RETRY_AFTER, retryAfter()).build())
        .ifPresent(response -> send(flow, response));
  }

  /** 5 to 15 s: spread, so that those refused together do not come back together. */
  static String retryAfter() {
    return Integer.toString(ThreadLocalRandom.current().nextInt(5, 16));
  }

  /** Past the trace: a fault may have no Call-ID to be found by. */
  private void send(Flow flow, SipResponse response) {
    boolean sent = flow.send(response.encode());
    context.counters().add(sent ? Counter.SIP_MESSAGES_OUT : Counter.SIP_TRANSPORT_FAILURES);
  }
}
