package io.sallyport.server.call;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Component;
import io.sallyport.server.base.Ids;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.guard.CallMeter;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.ingress.Attempts;
import io.sallyport.server.ingress.Denials;
import io.sallyport.server.ingress.Refusals;
import io.sallyport.server.ingress.RequestHandler;
import io.sallyport.server.media.MediaRelay;
import io.sallyport.server.media.MediaSession;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.prompt.Prompts;
import io.sallyport.server.recording.CallRecorder;
import io.sallyport.server.registrar.Binding;
import io.sallyport.server.registrar.Locations;
import io.sallyport.server.sip.ServerTransaction;
import io.sallyport.server.sip.SipLayer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The facade of the call package: takes INVITEs and what belongs to their dialogs. */
public final class Calls implements RequestHandler, Component {
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  // immutable
  private final List<CallContext> shards;
  private final CallSettings settings;
  private final Locations locations;
  private final Predicate<Address> exists;
  private final Journal journal;
  private final CallRecorder recorder;
  private final Counters counters;
  private final Charge charge;
  private final Attempts attempts;
  private final Denials denials;
  private final LiveCalls control;

  // any thread
  private final Concurrency concurrency = new Concurrency();
  private final Maintenance maintenance = new Maintenance();
  private final AtomicInteger running = new AtomicInteger();
  private final Map<String, Call> live = new ConcurrentHashMap<>();
  private final CountDownLatch idle = new CountDownLatch(1);
  private volatile boolean draining;

  /**
   * @param attempts asks policy, for each device and each change
   * @param domain the domain served
   * @param exists whether an address of our domain names a user, so that 404 and 480 can be told
   *     apart
   */
  public Calls(
      SipLayer sip,
      MediaRelay media,
      Journal journal,
      Ladders ladders,
      CallRecorder recorder,
      Locations locations,
      Predicate<Address> exists,
      CallSettings settings,
      Prompts prompts,
      Notices notices,
      Attempts attempts,
      Denials denials,
      String domain,
      Ids ids,
      Counters counters,
      InstantSource clock) {
    this.settings = settings;
    this.locations = locations;
    this.exists = exists;
    this.journal = journal;
    this.recorder = recorder;
    this.counters = counters;
    List<CallContext> contexts = new ArrayList<>();
    for (int shard = 0; shard < sip.shards(); shard++) {
      contexts.add(
          new CallContext(
              sip,
              media,
              journal,
              recorder,
              settings,
              prompts,
              notices,
              attempts,
              denials,
              ids,
              counters,
              clock,
              sip.shard(shard),
              shard,
              new LegTable(),
              new Keyings(),
              ladders));
    }
    this.shards = List.copyOf(contexts);
    this.attempts = attempts;
    this.denials = denials;
    this.charge = new Charge(attempts, denials, counters);
    LiveVoice voice = new LiveVoice(live::get, locations);
    this.control =
        new LiveCalls(live, shards, attempts, journal, clock, domain, maintenance, voice);
  }

  /** Has calls counted; before the first request. */
  public void chargedBy(CallMeter meter) {
    charge.by(meter);
  }

  @Override
  public String name() {
    return "call";
  }

  @Override
  public void start() {
    // there is nothing to open: calls begin with requests
  }

  /** Takes no new call and ends those that run, with a reason on both phones and on record. */
  @Override
  public void drain() {
    draining = true;
    for (CallContext context : shards) {
      context.loop().post(() -> endAll(context.legs()));
    }
  }

  /** Waits a moment for the ends that {@link #drain} asked for. */
  @Override
  public void close() {
    try {
      if (draining
          && running.get() > 0
          && !idle.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} calls did not end before the server stopped", running.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Calls that ring or run now. */
  public int running() {
    return running.get();
  }

  /** Calls that a user has at the moment, as caller or callee. Any thread. */
  public int concurrent(Address user) {
    return concurrency.of(user);
  }

  /** What may be seen of running calls and done to them. */
  public LiveCalls control() {
    return control;
  }

  /**
   * What a running call's media does, step by step, for debugging; empty where no such call runs.
   * Any thread.
   */
  public Optional<Map<String, Object>> media(String callId) {
    return session(callId).map(MediaSession::steps);
  }

  /**
   * The media of a running call, for what may be asked of it from any thread: report, steps,
   * capture.
   */
  public Optional<MediaSession> session(String callId) {
    return Optional.ofNullable(live.get(callId)).map(Call::media);
  }

  @Override
  public Set<String> methods() {
    return Set.of(SipRequest.INVITE);
  }

  @Override
  public void handle(Admitted admitted) {
    if (refused(admitted)) {
      return;
    }
    ServerTransaction transaction = admitted.transaction();
    boolean emergency = admitted.obligations().emergency();
    Ringing devices = Ringing.of(attempts, admitted, devices(admitted));
    if (devices.devices().isEmpty() && devices.denied().isPresent()) {
      denials.deny(
          transaction,
          admitted.from(),
          admitted.to(),
          List.of(Attempt.Kind.AUDIO),
          devices.denied().get(),
          attempts.ruleset());
      return;
    }
    Optional<String> unrecordable =
        RecordingDuty.refusal(recorder, devices.decision().obligations());
    if (unrecordable.isPresent()) {
      counters.add(Counter.RECORDING_REFUSED);
      LOG.info("refused INVITE of {}: 503 {}", admitted.from(), unrecordable.get());
      transaction.respond(
          Refusals.response(transaction, Refusal.RECORDING_UNAVAILABLE, unrecordable.get())
              .build());
      return;
    }
    Optional<CallMeter.Metered> counted = charge.begin(admitted);
    if (counted.isEmpty()) {
      return;
    }
    CallMeter.Metered metered = counted.get();
    if (running.incrementAndGet() > settings.maxCalls() && !emergency) {
      running.decrementAndGet();
      metered.ended();
      transaction.respond(Refusals.response(transaction, Refusal.OVERLOADED).build());
      return;
    }
    Call call =
        new Call(
            shards.get(transaction.shard()), admitted, devices, charge.life(metered, this::ended));
    Refusal ifNone = exists.test(admitted.to()) ? Refusal.OFFLINE : Refusal.NO_SUCH_USER;
    live.put(call.id(), call);
    concurrency.add(admitted.from());
    concurrency.add(admitted.to());
    call.start(ifNone);
  }

  /** Whether a call has been refused for what it is, or for how the server is. */
  private boolean refused(Admitted admitted) {
    ServerTransaction transaction = admitted.transaction();
    SipRequest request = transaction.request();
    if (request.body().length > 0 && !Signals.carriesSdp(request)) {
      SipResponse.Builder response = Refusals.response(transaction, Refusal.UNSUPPORTED_BODY);
      transaction.respond(response.add(HeaderNames.ACCEPT, Leg.SDP).build());
      return true;
    }
    long minimum = settings.minSessionInterval().toSeconds();
    if (request.number(HeaderNames.SESSION_EXPIRES).map(s -> s < minimum).orElse(false)) {
      transaction.respond(
          SipResponse.to(request, 422, transaction.localTag())
              .add(HeaderNames.MIN_SE, Long.toString(minimum))
              .build());
      return true;
    }
    if (draining) {
      transaction.respond(Refusals.response(transaction, Refusal.STOPPING).build());
      return true;
    }
    boolean emergency = admitted.obligations().emergency();
    if (maintenance.on() && !emergency) {
      transaction.respond(Refusals.response(transaction, Refusal.MAINTENANCE).build());
      return true;
    }
    if (!journal.accepting() && !emergency) {
      transaction.respond(Refusals.response(transaction, Refusal.ARCHIVE_UNAVAILABLE).build());
      return true;
    }
    return false;
  }

  @Override
  public Verdict handleInDialog(ServerTransaction transaction, Address proved) {
    LegTable.Seat seat = shards.get(transaction.shard()).legs().find(transaction.request());
    if (seat == null) {
      return LiveVoice.handle(shards.get(transaction.shard()).legs(), transaction);
    }
    Leg leg = seat.leg();
    if (!samePeer(leg.flow(), transaction.flow())) {
      if (proved == null) {
        return Verdict.PROVE;
      }
      if (!proved.equals(leg.address)) {
        return Verdict.UNKNOWN;
      }
    }
    if (!transaction.flow().id().equals(leg.flow().id())) {
      shards.get(transaction.shard()).legs().move(seat, transaction.flow());
    }
    if (!leg.dialog().inOrder(transaction.request())) {
      transaction.respond(Refusals.response(transaction, Refusal.SERVER_ERROR).build());
    } else {
      seat.call().request(leg, transaction);
    }
    return Verdict.TAKEN;
  }

  @Override
  public void ack(SipRequest ack, Flow flow) {
    // The shard is that of the Call-ID, as everywhere.
    for (CallContext context : shards) {
      if (context.loop().inLoop()) {
        LegTable.Seat seat = context.legs().find(ack);
        if (seat != null) {
          seat.call().acknowledged(seat.leg(), ack);
          return;
        }
      }
    }
  }

  @Override
  public void cancelled(ServerTransaction invite, SipRequest cancel) {
    LegTable legs = shards.get(invite.shard()).legs();
    Call call = legs.waiting(invite);
    LegTable.Seat seat = call == null ? legs.find(invite.request()) : null;
    if (call != null) {
      call.cancelled(cancel);
    } else if (seat != null) {
      seat.call().cancelRenegotiation(invite);
    }
  }

  @Override
  public void unacknowledged(ServerTransaction invite) {
    LegTable.Seat seat = shards.get(invite.shard()).legs().answeredBy(invite);
    if (seat != null) {
      seat.call().unacknowledged(seat.leg());
    }
  }

  @Override
  public void flowClosed(Flow flow) {
    for (CallContext context : shards) {
      context
          .loop()
          .post(() -> context.legs().on(flow).forEach(seat -> seat.call().flowLost(seat.leg())));
    }
  }

  private void ended(Call call) {
    live.remove(call.id());
    LiveVoice.ended(call);
    concurrency.remove(call.admitted().from());
    concurrency.remove(call.admitted().to());
    if (running.decrementAndGet() == 0 && draining) {
      idle.countDown();
    }
  }

  private static void endAll(LegTable legs) {
    legs.calls().forEach(Call::stop);
  }

  /** The callee's reachable devices, or the one that a GRUU names (RFC 5627). */
  private List<Binding> devices(Admitted admitted) {
    boolean one = admitted.request().sipUri().map(u -> u.getParameter("gr") != null).orElse(false);
    List<Binding> devices =
        one
            ? locations.gruu(admitted.request().uri()).stream().toList()
            : locations.of(admitted.to().toString());
    return devices.stream().filter(Binding::reachable).limit(settings.maxBranches()).toList();
  }

  /**
   * The same connection, or the same host over the same transport: a phone that reconnected without
   * moving.
   */
  static boolean samePeer(Flow known, Flow now) {
    return known.id().equals(now.id())
        || (known.transport() == now.transport()
            && known.remote().getAddress().equals(now.remote().getAddress()));
  }
}
