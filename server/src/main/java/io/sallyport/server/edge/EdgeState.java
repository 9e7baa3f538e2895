package io.sallyport.server.edge;

import io.sallyport.protocol.sip.Fault;
import io.sallyport.protocol.sip.FrameLimits;
import io.sallyport.protocol.sip.SipFrame;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every connection of one edge shares: settings, limits, the flows by id, and the way up to
 * the signalling layer.
 */
final class EdgeState {
  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

  // immutable
  final EdgeSettings settings;
  final FrameLimits frameLimits;
  final Counters counters;
  final ConnectionLimits connections;
  final ServerTls tls;
  final Supplier<InetSocketAddress> web;
  private final FlowListener listener;

  // set before the sockets open
  volatile Doorkeeper doorkeeper = (source, datagram) -> false;

  // any thread
  final ConcurrentMap<String, ConnectionFlow> flows = new ConcurrentHashMap<>();

  EdgeState(
      EdgeSettings settings,
      ServerTls tls,
      FlowListener listener,
      Supplier<InetSocketAddress> web,
      Counters counters) {
    this.settings = settings;
    this.tls = tls;
    this.listener = listener;
    this.web = web;
    this.counters = counters;
    this.connections = new ConnectionLimits(settings.limits());
    EdgeSettings.Limits limits = settings.limits();
    FrameLimits defaults = FrameLimits.DEFAULT;
    this.frameLimits =
        new FrameLimits(
            limits.lineBytes(),
            limits.headBytes(),
            limits.headerLines(),
            limits.bodyBytes(),
            defaults.maxVias(),
            defaults.maxContacts());
  }

  void count(Counter counter) {
    counters.add(counter);
  }

  void opened(ConnectionFlow flow) {
    flows.put(flow.id(), flow);
  }

  void closed(ConnectionFlow flow) {
    if (flows.remove(flow.id(), flow)) {
      guarded("closed", () -> listener.closed(flow));
    }
  }

  void frame(Flow flow, SipFrame frame) {
    count(Counter.EDGE_MESSAGES_RECEIVED);
    guarded("frame", () -> listener.frame(flow, frame));
  }

  void fault(Flow flow, Fault fault) {
    count(Counter.EDGE_FAULTS);
    guarded("fault", () -> listener.fault(flow, fault));
  }

  /** A bug above ends with the one message that met it, never with the io loop. */
  private static void guarded(String what, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("the listener failed on {}", what, e);
    }
  }
}
