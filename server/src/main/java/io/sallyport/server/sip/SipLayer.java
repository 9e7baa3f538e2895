package io.sallyport.server.sip;

import io.sallyport.protocol.sip.Fault;
import io.sallyport.protocol.sip.FrameLimits;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.MessageValidator;
import io.sallyport.protocol.sip.SipFrame;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.Via;
import io.sallyport.server.base.Component;
import io.sallyport.server.base.Ids;
import io.sallyport.server.base.Loop;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.FlowListener;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.observe.SipTrace;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signalling layer's one face: takes frames from edge to the shard that owns their Call-ID,
 * sends requests in client transactions, and shows new requests to its {@link RequestListener}.
 *
 * <p>Everything but {@link #frame}, {@link #fault} and {@link #closed}, which edge calls on its io
 * loops, is called on the shard in question.
 */
public final class SipLayer implements Component, FlowListener {

  /** One received frame on its way to its shard; has a name for the loop's log. */
  private record Incoming(SipShard shard, Flow flow, SipFrame frame) implements Runnable {
    @Override
    public void run() {
      shard.receive(flow, frame);
    }
  }

  private static final int BRANCH_LENGTH = 16;

  // immutable
  private final SipContext context;
  private final Ids ids;
  private final Faults faults;
  private final List<SipShard> shards;

  // owned by: boot until start, then immutable
  private RequestListener listener;

  public SipLayer(
      SipSettings settings,
      List<Loop> loops,
      Ids ids,
      Counters counters,
      SipTrace trace,
      UdpFlows udpFlows) {
    this.context = new SipContext(settings, settings.timings(), counters, trace, udpFlows);
    this.ids = ids;
    this.faults = new Faults(context);
    MessageValidator validator = new MessageValidator(FrameLimits.DEFAULT);
    SecretKeySpec key = StatelessTag.newKey();
    List<SipShard> made = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      StatelessTag tags = StatelessTag.keyed(key);
      made.add(new SipShard(i, loops.get(i), context, validator, faults, tags));
    }
    this.shards = List.copyOf(made);
  }

  /** Sets the request chain, once, before {@link #start()}. */
  public void listener(RequestListener chain) {
    if (listener != null) {
      throw new IllegalStateException("there is one request chain");
    }
    listener = chain;
    shards.forEach(shard -> shard.listener(chain));
  }

  @Override
  public String name() {
    return "sip";
  }

  @Override
  public void start() {
    if (listener == null) {
      throw new IllegalStateException("no request chain");
    }
  }

  @Override
  public void close() {
    // loops and flows belong to others
  }

  public int shards() {
    return shards.size();
  }

  public Loop shard(int number) {
    return shards.get(number).loop();
  }

  /** The shard that owns a Call-ID: the one that an id of ours carries, else one by hash. */
  public int shardOf(String callId) {
    int carried = ids.shardOf(callId);
    if (carried >= 0 && carried < shards.size()) {
      return carried;
    }
    int hash = callId.hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), shards.size());
  }

  /**
   * Our host and port as the peer of this flow knows them, for Via, Contact and Record-Route
   * towards it: another would make some clients open a second connection to it.
   */
  public String sentBy(Flow flow) {
    InetSocketAddress local = flow.local();
    String host = context.settings().advertisedHost();
    if (host.isEmpty()) {
      host = ReplyPath.address(local.getAddress());
    }
    boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
    return (bare ? "[" + host + "]" : host) + ":" + local.getPort();
  }

  /**
   * Sends a request in a new client transaction. Called on the shard, which must own the request's
   * Call-ID; the listener is never called before this returns.
   *
   * @param withoutVia complete but for Via
   */
  public ClientTransaction send(
      int shard, SipRequest withoutVia, Flow flow, ClientTransaction.Listener heard) {
    SipShard owner = owner(shard, withoutVia);
    SipRequest request = withVia(withoutVia, flow);
    ClientRequest client =
        request.is(SipRequest.INVITE)
            ? new ClientInvite(owner, request, flow, heard)
            : new ClientNonInvite(owner, request, flow, heard);
    owner.open(client);
    return client;
  }

  /**
   * Sends the ACK to a 2xx, which belongs to no transaction; called once for every 2xx that
   * arrives.
   */
  public void sendAck(int shard, SipRequest ack, Flow flow) {
    owner(shard, ack);
    context.transmit(flow, withVia(ack, flow));
  }

  @Override
  public void frame(Flow flow, SipFrame frame) {
    String callId = frame.first(HeaderNames.CALL_ID);
    SipShard shard = shards.get(callId == null ? 0 : shardOf(callId));
    if (!shard.loop().offer(new Incoming(shard, flow, frame))) {
      faults.overload(flow, frame);
    }
  }

  @Override
  public void fault(Flow flow, Fault fault) {
    faults.answer(flow, fault);
    listener.malformed(flow);
  }

  @Override
  public void closed(Flow flow) {
    for (SipShard shard : shards) {
      shard.loop().post(() -> shard.flowClosed(flow));
    }
  }

  private SipShard owner(int shard, SipRequest request) {
    SipShard owner = shards.get(shard);
    if (!owner.loop().inLoop()) {
      throw new IllegalStateException("not on " + owner.loop().name());
    }
    if (shardOf(request.callId()) != shard) {
      throw new IllegalArgumentException("the answers would go to another shard than " + shard);
    }
    return owner;
  }

  private SipRequest withVia(SipRequest request, Flow flow) {
    String via =
        "SIP/2.0/"
            + flow.transport()
            + ' '
            + sentBy(flow)
            + ";branch="
            + Via.MAGIC_COOKIE
            + Ids.random(BRANCH_LENGTH)
            + ";rport";
    return request.toBuilder().prepend(HeaderNames.VIA, via).build();
  }
}
