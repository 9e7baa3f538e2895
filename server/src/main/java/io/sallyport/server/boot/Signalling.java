package io.sallyport.server.boot;

import io.sallyport.server.auth.BrowserLogins;
import io.sallyport.server.auth.DigestAuthenticator;
import io.sallyport.server.base.Ids;
import io.sallyport.server.base.Loop;
import io.sallyport.server.base.ShardLoop;
import io.sallyport.server.call.Calls;
import io.sallyport.server.call.Ladders;
import io.sallyport.server.call.LiveCalls;
import io.sallyport.server.chat.Chat;
import io.sallyport.server.chat.Screening;
import io.sallyport.server.edge.Edge;
import io.sallyport.server.edge.Listening;
import io.sallyport.server.ingress.Attempts;
import io.sallyport.server.ingress.ConsoleChain;
import io.sallyport.server.ingress.Denials;
import io.sallyport.server.ingress.Emergencies;
import io.sallyport.server.ingress.Ingress;
import io.sallyport.server.media.MediaRules;
import io.sallyport.server.media.MediaSessions;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.observe.SipTrace;
import io.sallyport.server.path.Paths;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Policy;
import io.sallyport.server.prompt.Prompts;
import io.sallyport.server.recording.Recorder;
import io.sallyport.server.registrar.Registrar;
import io.sallyport.server.sip.SipLayer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Everything between the sockets and the records, connected: loops, transactions, the request chain
 * and its handlers, the media relay, and the edge that feeds them.
 */
final class Signalling {
  private static final Duration SLOW_RECORDING = Duration.ofMillis(250);
  private static final Duration SLOW_DISK = Duration.ofSeconds(1);

  // immutable
  private final Settings settings;
  private final Certificates certificates;
  private final Storage storage;
  private final Lifecycle lifecycle;
  private final Counters counters;
  private final InstantSource clock;
  private final Ids ids;
  private final Policy policy;
  private final Paths paths;
  private final SipTrace trace;
  private final BrowserLogins browsers;

  // owned by: the thread that starts
  private List<Loop> loops;
  private SipLayer sip;
  private Edge edge;
  private Recorder recorder;
  private Prompts prompts;
  private Ladders ladders;
  private Registrar registrar;
  private Calls calls;
  private Chat chat;
  private ConsoleChain consoleChain;
  private Captures captures;

  Signalling(
      Settings settings,
      Storage storage,
      Certificates certificates,
      Paths paths,
      Lifecycle lifecycle,
      Counters counters,
      InstantSource clock)
      throws SocketException {
    this.settings = settings;
    this.certificates = certificates;
    this.storage = storage;
    this.paths = paths;
    this.lifecycle = lifecycle;
    this.counters = counters;
    this.clock = clock;
    this.ids = new Ids(settings.node());
    this.policy = storage.rules().policy();
    this.trace = new SipTrace(clock, settings.sip().traceBytes(), settings.sip().ladderBytes());
    this.browsers = new BrowserLogins(settings.domain(), System::nanoTime);
  }

  /** Constructs from the bottom up, connects, and starts; the sockets open last. */
  void start(Supplier<InetSocketAddress> web) throws Exception {
    loops = loops();
    sip =
        new SipLayer(
            settings.sip(), loops, ids, counters, trace, (flow, to) -> edge.udpFlow(flow, to));
    edge = new Edge(settings.edge(), certificates.source(), sip, web, counters, clock);
    recorder = recorder();
    prompts = lifecycle.start(new Prompts(settings.prompt()));
    ladders =
        lifecycle.start(new Ladders(trace, storage.archive(), counters, clock, System::nanoTime));
    handlers();
    captures = newCaptures();
    GuardNeighbours.connect(storage, edge, calls, loops.get(0));
    lifecycle.start(registrar);
    lifecycle.start(sip);
    lifecycle.start(edge);
    // last, so that it closes first: the phones are told while they can still be reached
    lifecycle.start(calls);
  }

  /** The handlers of requests and the chain in front of them. */
  private void handlers() throws IOException {
    Predicate<Address> exists =
        address ->
            address.domain().equals(policy.domain())
                && storage.directory().user(address.user()).isPresent();
    registrar =
        new Registrar(
            settings.registrar(),
            policy,
            edge,
            storage.archive(),
            storage.database(),
            loops.get(0),
            clock,
            counters);
    Attempts attempts = attempts();
    Denials denials = new Denials(storage.archive(), counters, clock);
    denials.watchedBy(ladders::refused);
    calls =
        new Calls(
            sip,
            media(),
            storage.archive(),
            ladders,
            recorder,
            registrar,
            exists,
            settings.call(),
            prompts,
            (user, words) -> chat.tell(user, words),
            attempts,
            denials,
            policy.domain(),
            ids,
            counters,
            clock);
    if (settings.call().applyPolicyToRunning()) {
      storage.rules().rulebook().addListener(calls.control()::rulesChanged);
    }
    chat = newChat(exists, attempts);
    registrar.addListener(chat);
    consoleChain = new ConsoleChain(attempts, denials, storage.guard());
    DigestAuthenticator authenticator =
        new DigestAuthenticator(
            settings.auth(),
            settings.domain(),
            storage.directory(),
            browsers,
            storage.guard(),
            counters,
            System::nanoTime);
    sip.listener(
        new Ingress(
            authenticator,
            policy,
            attempts,
            denials,
            storage.guard(),
            ids,
            counters,
            List.of(registrar, calls, chat)));
  }

  private Chat newChat(Predicate<Address> exists, Attempts attempts) throws IOException {
    Chat made =
        new Chat(
            sip,
            storage.archive(),
            storage.archive().undelivered(),
            registrar,
            exists,
            new Screening(
                ContentSection.inForce(policy, storage.rules().rulebook()),
                storage.rules().people(),
                counters),
            settings.chat(),
            ids,
            counters,
            clock);
    storage.archive().undelivered().onReviewed(made::reviewed);
    made.decidedBy(attempts);
    return made;
  }

  private Attempts attempts() {
    Emergencies emergencies =
        new Emergencies(policy.domain(), policy.territory().emergencyUsers(), settings.emergency());
    return new Attempts(
        new PolicyJudge(policy),
        storage.rules().people(),
        user -> calls.concurrent(user),
        emergencies,
        clock);
  }

  private MediaSessions media() {
    MediaRules rules =
        new MediaRules(
            settings.media().advertisedAddress(),
            settings.media().plainRtpNetworks(),
            settings.media().codecs(),
            settings.media().bitsPerSecond(),
            paths.fingerprint());
    return new MediaSessions(
        (call, events) -> recorder.tapped(call, paths.open(call, events)),
        rules,
        counters,
        new SecureRandom());
  }

  /** The recorder on loops of its own: packets on one, the disk on the other. */
  private Recorder recorder() throws Exception {
    Loop rec = lifecycle.start(new ShardLoop("rec", ShardLoop.CAPACITY, SLOW_RECORDING, counters));
    Loop store =
        lifecycle.start(new ShardLoop("rec-store", ShardLoop.CAPACITY, SLOW_DISK, counters));
    return lifecycle.start(
        new Recorder(
            settings.recording(), storage.vault(), storage.archive(), rec, store, clock, counters));
  }

  private Captures newCaptures() {
    return new Captures(
        settings.media().allowCapture(),
        paths.port(),
        calls,
        storage.archive(),
        loops.get(0),
        clock,
        System::nanoTime);
  }

  Chat chat() {
    return chat;
  }

  /** The request chain for people without a phone. */
  ConsoleChain consoleChain() {
    return consoleChain;
  }

  /** Live control. */
  LiveCalls control() {
    return calls.control();
  }

  /** Logins of browser phones. */
  BrowserLogins browsers() {
    return browsers;
  }

  /** Of running calls. */
  Captures captures() {
    return captures;
  }

  /** How much is going on, for the debug view. */
  Map<String, Object> figures() {
    return Map.of(
        "callsRunning", calls.running(),
        "recordingsRunning", recorder.running(),
        "devicesBound", registrar.size(),
        "connections", edge.connections(),
        "mediaPortPairs", paths.portPairsInUse(),
        "traceBytes", trace.bytes(),
        "ladderBytes", trace.bytesInLadders());
  }

  /** What a running call's media does, for the debug view. */
  Optional<Map<String, Object>> media(String callId) {
    return calls.media(callId);
  }

  /** The packet paths of all calls. */
  Paths paths() {
    return paths;
  }

  Edge edge() {
    return edge;
  }

  List<Listening> listening() {
    return edge.listening();
  }

  Registrar registrar() {
    return registrar;
  }

  SipTrace trace() {
    return trace;
  }

  private List<Loop> loops() throws Exception {
    List<Loop> started = new ArrayList<>();
    for (int i = 0; i < settings.shardCount(); i++) {
      started.add(lifecycle.start(new ShardLoop("shard-" + i, counters)));
    }
    return List.copyOf(started);
  }
}
