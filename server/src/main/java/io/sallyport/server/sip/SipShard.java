package io.sallyport.server.sip;

import io.sallyport.protocol.sip.Fault;
import io.sallyport.protocol.sip.HeaderFault;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.MessageValidator;
import io.sallyport.protocol.sip.SipFrame;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.TransactionKey;
import io.sallyport.server.base.Loop;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.Transport;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.SipTrace;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of one shard: matches messages to them, opens and forgets them, and tells the
 * request chain what is new (RFC 3261 sections 8.2.2.2, 9.2 and 17). Confined to its loop.
 */
final class SipShard {
  private static final Logger LOG = LoggerFactory.getLogger(SipShard.class);

  /** What a request has in common with its copy that came by another way (section 8.2.2.2). */
  private record MergeKey(String fromTag, String callId, long number, String method) {
    static MergeKey of(SipRequest request) {
      return new MergeKey(
          request.fromTag(), request.callId(), request.cseq().number(), request.method());
    }
  }

  // immutable
  private final int number;
  private final Loop loop;
  private final SipContext context;
  private final MessageValidator validator;
  private final Faults faults;
  private final StatelessTag tags;

  // owned by: shard
  private final Map<TransactionKey, ServerRequest> servers = new HashMap<>();
  private final Map<TransactionKey, ClientRequest> clients = new HashMap<>();
  private final Map<AnswerKey, ServerInvite> awaiting = new HashMap<>();
  private final Map<MergeKey, TransactionKey> merges = new HashMap<>();
  private final Map<String, Set<ClientRequest>> byFlow = new HashMap<>();
  private RequestListener listener;

  SipShard(
      int number,
      Loop loop,
      SipContext context,
      MessageValidator validator,
      Faults faults,
      StatelessTag tags) {
    this.number = number;
    this.loop = loop;
    this.context = context;
    this.validator = validator;
    this.faults = faults;
    this.tags = tags;
  }

  /** Set once before any message. */
  void listener(RequestListener chain) {
    listener = chain;
  }

  RequestListener listener() {
    return listener;
  }

  int number() {
    return number;
  }

  Loop loop() {
    return loop;
  }

  SipContext context() {
    return context;
  }

  StatelessTag tags() {
    return tags;
  }

  /** A frame that edge received; whatever goes wrong ends here with this one message. */
  void receive(Flow flow, SipFrame frame) {
    try {
      MessageValidator.Outcome outcome = validator.validate(frame);
      if (outcome instanceof MessageValidator.Outcome.Invalid invalid) {
        faults.answer(flow, invalid.fault());
        listener.malformed(flow);
        return;
      }
      SipMessage message = ((MessageValidator.Outcome.Valid) outcome).message();
      context.counters().add(Counter.SIP_MESSAGES_IN);
      context.trace().add(SipTrace.Direction.IN, flow.remote(), message);
      if (message instanceof SipResponse response) {
        response(response);
      } else {
        request((SipRequest) message, flow);
      }
    } catch (HeaderFault e) {
      faults.answer(flow, new Fault(Fault.Kind.VALUE, 400, e.getMessage(), frame, false));
    } catch (Throwable e) {
      error("message", e);
    }
  }

  /** Opens a client transaction and sends its request. */
  void open(ClientRequest client) {
    clients.put(client.key(), client);
    if (client.flow().transport() != Transport.UDP) {
      byFlow.computeIfAbsent(client.flow().id(), id -> new LinkedHashSet<>()).add(client);
    }
    client.start();
  }

  void forget(ClientRequest client) {
    clients.remove(client.key(), client);
    Set<ClientRequest> onFlow = byFlow.get(client.flow().id());
    if (onFlow != null && onFlow.remove(client) && onFlow.isEmpty()) {
      byFlow.remove(client.flow().id());
    }
  }

  void forget(ServerRequest server) {
    servers.remove(server.key(), server);
    if (server.request().toTag().isEmpty()) {
      merges.remove(MergeKey.of(server.request()), server.key());
    }
  }

  /** From now on the ACK or a PRACK for this INVITE is expected. */
  void await(ServerInvite invite) {
    awaiting.put(invite.answerKey(), invite);
  }

  void awaitNoMore(ServerInvite invite) {
    if (!awaiting.isEmpty()) {
      awaiting.remove(invite.answerKey(), invite);
    }
  }

  /** A connection is gone: what waited for an answer on it need not wait for a timer. */
  void flowClosed(Flow flow) {
    Set<ClientRequest> onFlow = byFlow.remove(flow.id());
    if (onFlow != null) {
      List.copyOf(onFlow).forEach(ClientRequest::flowFailed);
    }
    if (number == 0) {
      guard("flowClosed", () -> listener.flowClosed(flow));
    }
  }

  /**
   * Runs a piece of the layers above; its error is logged and counted, and the transaction's own
   * work goes on.
   */
  void guard(String what, Runnable above) {
    try {
      above.run();
    } catch (HeaderFault e) {
      // a peer's header that only the layer above asked for
      context.counters().add(Counter.SIP_FAULT_VALUE);
      LOG.debug("{}: {}: {}", loop.name(), what, e.getMessage());
    } catch (Throwable e) {
      error(what, e);
    }
  }

  /** How many transactions this shard holds, for the debug view. Exact only on the loop. */
  int transactions() {
    return servers.size() + clients.size();
  }

  private void response(SipResponse response) {
    ClientRequest client = clients.get(TransactionKey.client(response));
    // section 8.1.3.3: a response with more Vias than ours was meant for somebody else
    if (client == null || response.vias().size() != 1) {
      context.counters().add(Counter.SIP_STRAY_RESPONSES);
      return;
    }
    client.receive(response);
  }

  private void request(SipRequest request, Flow flow) {
    TransactionKey key = TransactionKey.of(request);
    if (request.is(SipRequest.ACK)) {
      ack(request, key, flow);
      return;
    }
    ServerRequest known = servers.get(key);
    if (known != null) {
      context.counters().add(Counter.SIP_RETRANSMISSIONS_IN);
      known.receive(request);
      return;
    }
    ServerRequest server =
        request.is(SipRequest.INVITE)
            ? new ServerInvite(this, key, request, flow)
            : new ServerNonInvite(this, key, request, flow);
    if (servers.size() >= context.settings().maxTransactionsPerShard()) {
      context.counters().add(Counter.SIP_TRANSACTIONS_503);
      refuse(server, 503);
      return;
    }
    MergeKey merge = request.toTag().isEmpty() ? MergeKey.of(request) : null;
    if (merge != null && merges.putIfAbsent(merge, key) != null) {
      context.counters().add(Counter.SIP_MERGED_482);
      refuse(server, 482);
      return;
    }
    servers.put(key, server);
    begin(server, flow);
  }

  private void begin(ServerRequest server, Flow flow) {
    try {
      switch (server.request().method()) {
        case SipRequest.CANCEL -> cancel(server, flow);
        case SipRequest.PRACK -> prack(server);
        default -> {
          if (server instanceof ServerInvite invite) {
            invite.start();
          }
          listener.request(server);
          if (server instanceof ServerNonInvite other && !other.answered()) {
            other.awaitAnswer();
          }
        }
      }
    } catch (HeaderFault e) {
      context.counters().add(Counter.SIP_FAULT_VALUE);
      server.respondStateless(
          SipResponse.to(server.request(), 400, server.localTag()).reason(e.getMessage()).build());
    } catch (Throwable e) {
      error(server.getClass().getSimpleName(), e);
      server.respondStateless(SipResponse.to(server.request(), 500, server.localTag()).build());
    }
  }

  private void ack(SipRequest ack, TransactionKey key, Flow flow) {
    ServerInvite accepted = awaiting.get(AnswerKey.ofAck(ack));
    if (accepted != null && accepted.acknowledge()) {
      listener.ack(ack, flow);
      return;
    }
    ServerRequest refused = servers.get(key);
    if (refused != null) {
      refused.receive(ack);
      return;
    }
    // the ACK to a stateless refusal has the tag that this request's branch makes; a 2xx's ACK has
    // a branch of its own
    if (!ack.toTag().equals(tags.of(ack))) {
      listener.ack(ack, flow);
    }
  }

  private void cancel(ServerRequest cancel, Flow flow) {
    ServerRequest found = servers.get(cancel.key().ofInvite());
    if (!(found instanceof ServerInvite invite)
        || !TransactionKey.cancels(cancel.request(), invite.request())
        || !sameHost(flow, invite.flow())) {
      context.counters().add(Counter.SIP_STRAY_CANCELS);
      refuse(cancel, 481);
      return;
    }
    cancel.respond(SipResponse.to(cancel.request(), 200, invite.localTag()).build());
    if (!invite.answered()) {
      listener.cancelled(invite, cancel.request());
    }
  }

  private void prack(ServerRequest prack) {
    ServerInvite invite = awaiting.get(AnswerKey.ofPrack(prack.request()));
    if (invite == null || !invite.acknowledgeProvisional(prack)) {
      context.counters().add(Counter.SIP_STRAY_CANCELS);
      refuse(prack, 481);
    }
  }

  private static boolean sameHost(Flow one, Flow other) {
    return one.remote().getAddress().equals(other.remote().getAddress());
  }

  private void refuse(ServerRequest server, int status) {
    SipResponse.Builder response = SipResponse.to(server.request(), status, server.localTag());
    if (status == 503) {
      response.add(HeaderNames.RETRY_AFTER, Faults.retryAfter());
    }
    server.respondStateless(response.build());
  }

  private void error(String what, Throwable e) {
    context.counters().add(Counter.SIP_ERRORS);
    LOG.error("{}: {} failed", loop.name(), what, e);
  }
}
