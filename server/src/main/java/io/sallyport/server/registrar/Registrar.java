package io.sallyport.server.registrar;

import io.sallyport.protocol.sip.HeaderFault;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.JainHeaders;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Component;
import io.sallyport.server.base.Loop;
import io.sallyport.server.db.Database;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.Flows;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.ingress.Refusals;
import io.sallyport.server.ingress.RequestHandler;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Policy;
import io.sallyport.server.policy.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.sip.address.SipURI;

/**
 * REGISTER (RFC 3261 section 10, RFC 5626 section 6, RFC 5627 section 5): keeps which devices a
 * user has and the flow that leads to each. A contact never decides where we send, only what we
 * write into the Request-URI: the way to a phone is the flow on which it registered.
 */
public final class Registrar implements RequestHandler, Locations, Component {
  private static final Duration SWEEP = Duration.ofSeconds(5);

  /** What a silent connection is granted beyond the registration that it carries. */
  private static final Duration SILENCE_MARGIN = Duration.ofSeconds(60);

  // immutable
  private final RegistrarSettings settings;
  private final Policy policy;
  private final ContactRules contacts;
  private final LocationIndex index;
  private final BindingStore store;
  private final Announcements announcements;
  private final Loop loop;
  private final InstantSource clock;
  private final Counters counters;

  // any thread
  private final AtomicLong order = new AtomicLong();

  // owned by: the loop
  private Loop.Timer sweep;
  private boolean closed;

  /**
   * A registrar that has yet to be started.
   *
   * @param loop where its timers run; requests are handled on the loops of their own
   */
  public Registrar(
      RegistrarSettings settings,
      Policy policy,
      Flows flows,
      Journal journal,
      Database database,
      Loop loop,
      InstantSource clock,
      Counters counters) {
    this.settings = settings;
    this.policy = policy;
    this.contacts = new ContactRules(settings, policy, flows);
    this.index = new LocationIndex(flows, loop);
    this.store = new BindingStore(database, index::find);
    this.announcements = new Announcements(journal, clock, counters);
    this.loop = loop;
    this.clock = clock;
    this.counters = counters;
  }

  /** Adds somebody who is told when devices come and go; before the start. */
  public void addListener(LocationListener listener) {
    announcements.add(listener);
  }

  @Override
  public String name() {
    return "registrar";
  }

  /** Reads the bindings of before; blocks on the database. */
  @Override
  public void start() {
    long now = loop.nanoTime();
    for (BindingStore.Row row : store.load(clock.instant())) {
      long left = Duration.between(clock.instant(), row.binding().expires()).toNanos();
      // the wall clock may have been set meanwhile: nothing lasts longer than we ever grant
      long deadline = now + Math.min(left, settings.maxExpiry().toNanos());
      index.restore(
          new Device(
              row.binding(),
              deadline,
              row.instance(),
              row.parameters(),
              row.callId(),
              row.cseq(),
              row.flowId(),
              deadline,
              order.incrementAndGet()));
    }
    loop.post(this::scheduleSweep);
  }

  @Override
  public Set<String> methods() {
    return Set.of(SipRequest.REGISTER);
  }

  @Override
  public void handle(Admitted admitted) {
    try {
      register(admitted);
    } catch (HeaderFault fault) {
      refuse(admitted, Refusal.BAD_REQUEST, fault.getMessage());
    }
  }

  @Override
  public List<Binding> of(String address) {
    return index.reachable(address);
  }

  @Override
  public Optional<Binding> gruu(String uri) {
    Optional<SipURI> sip = JainHeaders.sipUri(uri);
    String instance = sip.map(u -> Gruu.instance(u.getParameter(Gruu.PARAMETER))).orElse("");
    if (instance.isEmpty() || !policy.serves(sip.get().getHost())) {
      return Optional.empty();
    }
    return policy
        .canonical(sip.get().getUser(), sip.get().getHost())
        .flatMap(address -> index.reachable(address.toString(), instance));
  }

  /** How many devices are bound, reachable or not. */
  public int size() {
    return index.size();
  }

  @Override
  public void flowClosed(Flow flow) {
    for (Device.Key key : index.unlink(flow)) {
      index.removeOn(key, flow).ifPresent(device -> gone(device, Announcements.Ending.LOST));
    }
  }

  @Override
  public void close() {
    loop.post(
        () -> {
          closed = true;
          if (sweep != null) {
            sweep.cancel();
          }
        });
    store.writeNow();
  }

  private void register(Admitted admitted) {
    RegisterRequest request = RegisterRequest.of(admitted.request());
    Optional<ContactRules.Objection> objection = contacts.objection(request, admitted.flow());
    if (objection.isPresent()) {
      refuse(admitted, objection.get());
      return;
    }
    long now = loop.nanoTime();
    Address address = admitted.to();
    if (request.wildcard() || !request.wishes().isEmpty()) {
      Devices.Outcome outcome =
          index.update(
              address.toString(),
              devices ->
                  devices.apply(
                      request,
                      settings.devicesPerUser(),
                      now,
                      (wish, before) -> bind(admitted, request, wish, before, now)));
      if (outcome instanceof Devices.Outcome.Refused refused) {
        refuse(admitted, refused.refusal(), refused.words());
        return;
      }
      changed((Devices.Outcome.Changed) outcome);
    }
    admitted
        .transaction()
        .respond(
            RegisterAnswer.of(
                admitted.transaction(),
                request,
                index.devices(address.toString()),
                now,
                settings.flowTimer()));
  }

  private Device bind(
      Admitted admitted,
      RegisterRequest request,
      RegisterRequest.Wish wish,
      Device before,
      long now) {
    Duration granted = contacts.granted(wish);
    Flow flow = contacts.flow(wish.contact(), admitted.flow());
    boolean gruu = request.gruu() && !wish.instance().isEmpty();
    Binding binding =
        new Binding(
            admitted.to().toString(),
            wish.device(),
            wish.contact().uri(),
            flow,
            clock.instant().plus(granted),
            wish.q(),
            gruu ? Gruu.of(admitted.to(), wish.instance()) : "",
            request.userAgent());
    long deadline = now + granted.toNanos();
    // a refresh is written only where the stored time would run out before half of the new one
    boolean keep =
        before != null
            && before.flowId().equals(flow.id())
            && before.stored() - now > granted.toNanos() / 2;
    return new Device(
        binding,
        deadline,
        wish.instance(),
        RegisterAnswer.echoed(wish.contact()),
        request.callId(),
        request.cseq(),
        flow.id(),
        keep ? before.stored() : deadline,
        order.incrementAndGet());
  }

  private void changed(Devices.Outcome.Changed change) {
    for (Device old : change.replaced()) {
      index.unlink(old);
      if (change.added().stream().noneMatch(now -> now.key().equals(old.key()))
          && change.refreshed().stream().noneMatch(now -> now.key().equals(old.key()))) {
        store.changed(old.key());
      }
    }
    change.removed().forEach(device -> gone(device, Announcements.Ending.UNBOUND));
    for (Device device : change.refreshed()) {
      counters.add(Counter.REGISTRAR_REFRESHED);
      reached(device);
    }
    for (Device device : change.added()) {
      Device before =
          change.replaced().stream()
              .filter(old -> old.key().equals(device.key()))
              .findFirst()
              .orElse(null);
      announcements.bound(device, before, loop.nanoTime());
      reached(device);
    }
  }

  /**
   * Keeps the flow open for as long as the registration, and sees whether it closed while we were
   * at it.
   */
  private void reached(Device device) {
    if (device.stored() == device.deadline()) {
      store.changed(device.key());
    }
    index.link(device);
    Flow flow = device.binding().flow();
    flow.allowSilence(Duration.ofNanos(device.deadline() - loop.nanoTime()).plus(SILENCE_MARGIN));
    if (!flow.isOpen()) {
      flowClosed(flow);
    }
  }

  private void gone(Device device, Announcements.Ending ending) {
    index.unlink(device);
    store.changed(device.key());
    announcements.unbound(device, ending);
  }

  private void scheduleSweep() {
    if (!closed) {
      sweep = loop.schedule(SWEEP, this::sweep);
    }
  }

  private void sweep() {
    index
        .removeExpired(loop.nanoTime())
        .forEach(device -> gone(device, Announcements.Ending.EXPIRED));
    store.wake();
    scheduleSweep();
  }

  private void refuse(Admitted admitted, Refusal refusal, String words) {
    refuse(admitted, new ContactRules.Objection(refusal, words));
  }

  private void refuse(Admitted admitted, ContactRules.Objection why) {
    counters.add(Counter.REGISTRAR_REFUSED);
    SipResponse.Builder response =
        Refusals.response(admitted.transaction(), why.refusal(), why.words());
    if (!why.least().isZero()) {
      response.add(HeaderNames.MIN_EXPIRES, String.valueOf(why.least().toSeconds()));
    }
    if (why.refusal() == Refusal.DIRECT_CONTACT) {
      announcements.refused(admitted, why.refusal(), why.words());
    }
    admitted.transaction().respond(response.build());
  }
}
