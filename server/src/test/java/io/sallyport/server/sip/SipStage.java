package io.sallyport.server.sip;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.base.Ids;
import io.sallyport.server.base.Loop;
import io.sallyport.server.base.ManualLoop;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.observe.SipTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A signalling layer on manual loops, and a request chain that writes down what it is told. */
final class SipStage implements RequestListener {
  final Counters counters = new Counters();
  final ManualLoop loop = new ManualLoop("shard-0");
  final ManualLoop second = new ManualLoop("shard-1");
  final SipTrace trace = new SipTrace(() -> Instant.EPOCH, 1 << 20);
  final List<RecordingFlow> udpReplies = new ArrayList<>();
  final SipLayer sip;

  final List<ServerTransaction> requests = new ArrayList<>();
  final List<SipRequest> acks = new ArrayList<>();
  final List<ServerTransaction> cancelled = new ArrayList<>();
  final List<ServerTransaction> unacknowledged = new ArrayList<>();
  final List<Flow> closed = new ArrayList<>();
  Consumer<ServerTransaction> chain = t -> {};

  SipStage() {
    this(null, SipSettings.defaults());
  }

  SipStage(Loop only, SipSettings settings) {
    List<Loop> loops = only == null ? List.of(loop, second) : List.of(only);
    Ids ids = new Ids("n1");
    sip =
        new SipLayer(
            settings,
            loops,
            ids,
            counters,
            trace,
            (from, remote) -> {
              RecordingFlow flow = new RecordingFlow(from.transport(), remote);
              udpReplies.add(flow);
              return flow;
            });
    sip.listener(this);
  }

  /** Delivers text as a frame and lets the shards run. */
  void receive(RecordingFlow flow, String text) {
    sip.frame(flow, RecordingFlow.frame(text));
    run();
  }

  void run() {
    loop.run();
    second.run();
  }

  void advance(long millis) {
    loop.advance(Duration.ofMillis(millis));
    second.advance(Duration.ofMillis(millis));
  }

  long pendingTimers() {
    return loop.pendingTimers() + second.pendingTimers();
  }

  long count(Counter counter) {
    return counters.get(counter);
  }

  ServerTransaction only() {
    if (requests.size() != 1) {
      throw new AssertionError("requests: " + requests.size());
    }
    return requests.get(0);
  }

  static SipResponse answer(ServerTransaction transaction, int status) {
    return SipResponse.to(transaction.request(), status, transaction.localTag())
        .add("Contact", "<sip:n1@192.0.2.1>")
        .build();
  }

  /** A request as it comes from a phone. */
  static String request(String method, String branch, String... extra) {
    StringBuilder text =
        new StringBuilder(method + " sip:bob@example.org SIP/2.0\r\n")
            .append("Via: SIP/2.0/UDP 10.9.9.9:5070;branch=z9hG4bK" + branch + ";rport\r\n")
            .append("Max-Forwards: 70\r\n")
            .append("From: <sip:alice@example.org>;tag=ft1\r\n")
            .append("Call-ID: call-1@phone\r\n")
            .append("CSeq: 7 " + method + "\r\n");
    boolean to = false;
    for (String line : extra) {
      to |= line.startsWith("To:");
      text.append(line).append("\r\n");
    }
    if (!to) {
      text.append("To: <sip:bob@example.org>\r\n");
    }
    return text.append("Content-Length: 0\r\n\r\n").toString();
  }

  /** The answer of a far end to a request that we sent. */
  static String reply(String request, int status, String toTag, String... extra) {
    StringBuilder text = new StringBuilder("SIP/2.0 " + status + " Some Words\r\n");
    request
        .lines()
        .filter(l -> l.matches("(Via|From|Call-ID|CSeq): .*"))
        .forEach(l -> text.append(l).append("\r\n"));
    request
        .lines()
        .filter(l -> l.startsWith("To: "))
        .forEach(l -> text.append(l).append(toTag.isEmpty() ? "" : ";tag=" + toTag).append("\r\n"));
    for (String line : extra) {
      text.append(line).append("\r\n");
    }
    return text.append("Content-Length: 0\r\n\r\n").toString();
  }

  /** A request of ours as a layer above would build it. */
  static SipRequest outgoing(String method, String callId) {
    return SipRequest.builder(method, "sip:bob@10.0.0.7:4000")
        .add("Max-Forwards", "69")
        .add("From", "<sip:alice@example.org>;tag=ours")
        .add("To", "<sip:bob@example.org>")
        .add("Call-ID", callId)
        .add("CSeq", "1 " + method)
        .add(new Header("Contact", "<sip:n1@192.0.2.1>"))
        .build();
  }

  @Override
  public void request(ServerTransaction transaction) {
    requests.add(transaction);
    chain.accept(transaction);
  }

  @Override
  public void ack(SipRequest ack, Flow flow) {
    acks.add(ack);
  }

  @Override
  public void cancelled(ServerTransaction invite, SipRequest cancel) {
    cancelled.add(invite);
    invite.respond(answer(invite, 487));
  }

  @Override
  public void unacknowledged(ServerTransaction invite) {
    unacknowledged.add(invite);
  }

  @Override
  public void flowClosed(Flow flow) {
    closed.add(flow);
  }
}
