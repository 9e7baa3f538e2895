package io.sallyport.server.ingress;

import static io.sallyport.server.ingress.Step.Outcome.ANSWERED;
import static io.sallyport.server.ingress.Step.Outcome.CONTINUE;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderFault;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.auth.DigestAuthenticator;
import io.sallyport.server.base.Ids;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.Transport;
import io.sallyport.server.guard.Guard;
import io.sallyport.server.guard.Offence;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Party;
import io.sallyport.server.policy.Policy;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.sip.RequestListener;
import io.sallyport.server.sip.ServerTransaction;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one request chain: every request that reaches a handler has passed {@link #steps} in this
 * order, and there is no side door. Runs on the shard of the request's Call-ID.
 */
public final class Ingress implements RequestListener {
  private static final Set<String> KNOWN =
      Set.of(
          SipRequest.INVITE,
          SipRequest.BYE,
          SipRequest.OPTIONS,
          SipRequest.REGISTER,
          SipRequest.MESSAGE,
          SipRequest.INFO,
          SipRequest.UPDATE,
          SipRequest.PRACK,
          SipRequest.SUBSCRIBE,
          SipRequest.PUBLISH,
          SipRequest.NOTIFY,
          SipRequest.REFER);
  private static final Set<String> EXTENSIONS = Set.of("100rel", "gruu", "outbound", "timer");

  // immutable
  private final DigestAuthenticator authenticator;
  private final Policy policy;
  private final Attempts attempts;
  private final Denials denials;
  private final Guard guard;
  private final Ids ids;
  private final Counters counters;
  private final List<RequestHandler> handlers;

  /** The order of the chain; a test holds it to the architecture's sentence. */
  final List<Step> steps =
      List.of(
          this::notShutOut,
          this::sane,
          this::inDialog,
          this::serverItself,
          this::identified,
          this::ownAddress,
          this::withinRates,
          this::decided);

  public Ingress(
      DigestAuthenticator authenticator,
      Policy policy,
      Attempts attempts,
      Denials denials,
      Guard guard,
      Ids ids,
      Counters counters,
      List<RequestHandler> handlers) {
    this.authenticator = authenticator;
    this.policy = policy;
    this.attempts = attempts;
    this.denials = denials;
    this.guard = guard;
    this.ids = ids;
    this.counters = counters;
    this.handlers = List.copyOf(handlers);
  }

  @Override
  public void request(ServerTransaction transaction) {
    Passage passage = new Passage(transaction);
    try {
      for (Step step : steps) {
        if (step.apply(passage) == ANSWERED) {
          return;
        }
      }
      hand(passage);
    } catch (HeaderFault fault) {
      refuse(passage, Refusal.BAD_REQUEST, "Bad Request - " + fault.getMessage());
    }
  }

  @Override
  public void ack(SipRequest ack, Flow flow) {
    handlers.forEach(h -> h.ack(ack, flow));
  }

  @Override
  public void cancelled(ServerTransaction invite, SipRequest cancel) {
    handlers.forEach(h -> h.cancelled(invite, cancel));
  }

  @Override
  public void unacknowledged(ServerTransaction invite) {
    handlers.forEach(h -> h.unacknowledged(invite));
  }

  @Override
  public void flowClosed(Flow flow) {
    handlers.forEach(h -> h.flowClosed(flow));
  }

  @Override
  public void malformed(Flow flow) {
    offence(Offence.MALFORMED, flow, "");
  }

  /**
   * A scanner gets no answer, which would be what it looks for; nor does what had been read before
   * its source was blocked.
   */
  private Step.Outcome notShutOut(Passage passage) {
    Flow flow = passage.transaction.flow();
    boolean datagram = flow.transport() == Transport.UDP;
    if (guard.turnsAway(flow.remote().getAddress(), datagram)) {
      passage.transaction.ignore();
      return ANSWERED;
    }
    if (!guard.isScanner(passage.request.first(HeaderNames.USER_AGENT).orElse(""))) {
      return CONTINUE;
    }
    counters.add(Counter.GUARD_SCANS);
    passage.transaction.ignore();
    offence(Offence.SCANNER, flow, "");
    return ANSWERED;
  }

  private void offence(Offence offence, Flow flow, String name) {
    boolean datagram = flow.transport() == Transport.UDP;
    guard.offence(offence, flow.remote().getAddress(), datagram, name);
  }

  /**
   * RFC 3261 sections 8.2.1, 8.2.2 and 16.3: method, scheme, hops, extensions, and requests that
   * come back to us.
   */
  private Step.Outcome sane(Passage passage) {
    SipRequest request = passage.request;
    if (!KNOWN.contains(request.method())) {
      return refuse(passage, Refusal.METHOD_NOT_ALLOWED);
    }
    if (request.sipUri().isEmpty() && !Addresses.isTel(request)) {
      return refuse(passage, Refusal.UNSUPPORTED_SCHEME);
    }
    if (request.maxForwards() == 0 && !request.is(SipRequest.OPTIONS)) {
      return refuse(passage, Refusal.TOO_MANY_HOPS);
    }
    if (request.toTag().isEmpty() && ids.shardOf(request.callId()) >= 0) {
      return refuse(passage, Refusal.LOOP);
    }
    List<String> unsupported =
        java.util.stream.Stream.concat(
                request.elements(HeaderNames.REQUIRE).stream(),
                request.elements(HeaderNames.PROXY_REQUIRE).stream())
            .filter(tag -> !EXTENSIONS.contains(tag.toLowerCase(java.util.Locale.ROOT)))
            .toList();
    if (!unsupported.isEmpty()) {
      counters.add(Counter.INGRESS_REFUSED);
      SipResponse.Builder response = Refusals.response(passage.transaction, Refusal.BAD_EXTENSION);
      passage.transaction.respondStateless(
          response.add(HeaderNames.UNSUPPORTED, String.join(", ", unsupported)).build());
      return ANSWERED;
    }
    String encoding = request.first(HeaderNames.CONTENT_ENCODING).orElse("identity");
    return encoding.equalsIgnoreCase("identity")
        ? CONTINUE
        : refuse(passage, Refusal.UNSUPPORTED_ENCODING);
  }

  /**
   * A request inside a dialog belongs to whoever holds the dialog; a tag that nobody knows is 481
   * (section 12.2.2).
   */
  private Step.Outcome inDialog(Passage passage) {
    if (passage.request.toTag().isEmpty()) {
      return CONTINUE;
    }
    for (RequestHandler handler : handlers) {
      RequestHandler.Verdict verdict = handler.handleInDialog(passage.transaction, null);
      if (verdict == RequestHandler.Verdict.PROVE && identified(passage) == CONTINUE) {
        verdict = handler.handleInDialog(passage.transaction, passage.from);
      }
      if (verdict != RequestHandler.Verdict.UNKNOWN) {
        return ANSWERED;
      }
    }
    return refuse(passage, Refusal.NO_DIALOG);
  }

  /**
   * OPTIONS to the server itself, without a user, is a ping (section 11): it says nothing that
   * Allow does not say.
   */
  private Step.Outcome serverItself(Passage passage) {
    SipRequest request = passage.request;
    if (!request.is(SipRequest.OPTIONS)
        || request.sipUri().map(u -> u.getUser() != null).orElse(true)) {
      return CONTINUE;
    }
    passage.transaction.respondStateless(
        SipResponse.to(request, 200, passage.transaction.localTag())
            .add(HeaderNames.ALLOW, Refusals.ALLOW)
            .add(HeaderNames.SUPPORTED, Refusals.SUPPORTED)
            .add(HeaderNames.ACCEPT, "application/sdp")
            .build());
    return ANSWERED;
  }

  private Step.Outcome identified(Passage passage) {
    boolean proxy = !passage.request.is(SipRequest.REGISTER);
    Flow flow = passage.transaction.flow();
    boolean urgent =
        passage.request.is(SipRequest.INVITE)
            && Addresses.asked(passage.request, policy)
                .filter(attempts.emergencies()::covers)
                .isPresent();
    DigestAuthenticator.Outcome outcome =
        authenticator.authenticate(passage.request, flow, proxy, urgent);
    if (outcome instanceof DigestAuthenticator.Outcome.Proved proved) {
      passage.identity = proved.identity();
      passage.from = policy.canonical(passage.identity.user(), policy.domain()).orElseThrow();
      flow.proven();
      return CONTINUE;
    }
    if (outcome instanceof DigestAuthenticator.Outcome.Refused refused) {
      return refuse(passage, refused.refusal());
    }
    SipResponse.Builder challenge =
        SipResponse.to(passage.request, proxy ? 407 : 401, passage.transaction.localTag());
    for (Header header : ((DigestAuthenticator.Outcome.Challenge) outcome).headers()) {
      challenge.add(header);
    }
    counters.add(Counter.INGRESS_CHALLENGED);
    passage.transaction.respondStateless(challenge.build());
    stranger(passage);
    return ANSWERED;
  }

  /** Who asks in the name of nobody is told what anybody is told, and remembered. */
  private void stranger(Passage passage) {
    Optional<Address> claimed = Addresses.from(passage.request, policy);
    if (claimed.isEmpty() || !attempts.party(claimed.get()).person().known()) {
      String name = claimed.map(Address::user).orElse("");
      offence(Offence.UNKNOWN_USER, passage.transaction.flow(), name);
    }
  }

  /**
   * Only a user's own address of record may stand in From, and in the To of a REGISTER (threats,
   * rows 8 and 10).
   */
  private Step.Outcome ownAddress(Passage passage) {
    boolean own = Addresses.from(passage.request, policy).filter(passage.from::equals).isPresent();
    boolean register = passage.request.is(SipRequest.REGISTER);
    if (!own
        || (register
            && Addresses.to(passage.request, policy).filter(passage.from::equals).isEmpty())) {
      return refuse(passage, Refusal.NOT_YOUR_ADDRESS);
    }
    if (register) {
      passage.to = passage.from;
      return CONTINUE;
    }
    passage.to = Addresses.asked(passage.request, policy).orElse(null);
    return passage.to == null ? refuse(passage, Refusal.NO_SUCH_USER) : CONTINUE;
  }

  private Step.Outcome withinRates(Passage passage) {
    return isEmergency(passage) || guard.withinRate(passage.identity.user())
        ? CONTINUE
        : refuse(passage, Refusal.FLOOD);
  }

  private boolean isEmergency(Passage passage) {
    return passage.request.is(SipRequest.INVITE) && attempts.emergencies().covers(passage.to);
  }

  /**
   * Audio decides about a call, whatever it offers; of the other media, one that may be had is
   * enough where audio is not asked for. Which of them go on is decided with each offer.
   */
  private Step.Outcome decided(Passage passage) {
    Set<Attempt.Kind> kinds = Attempts.kinds(passage.request);
    Attempt.Kind first = kinds.iterator().next();
    passage.asking = attempts.party(passage.from, passage.request, passage.transaction.flow());
    Party to = attempts.party(passage.to);
    Decision decision =
        attempts.decide(first.ofCall() ? Attempt.Kind.AUDIO : first, passage.asking, to);
    if (decision instanceof Decision.Allow allow) {
      passage.decision = allow;
      decision = kinds.contains(Attempt.Kind.AUDIO) ? allow : anyOf(kinds, passage.asking, to);
    }
    if (decision instanceof Decision.Deny deny) {
      denials.deny(passage.transaction, passage.from, passage.to, kinds, deny, attempts.ruleset());
      return ANSWERED;
    }
    return CONTINUE;
  }

  private Decision anyOf(Set<Attempt.Kind> kinds, Party from, Party to) {
    Decision last = null;
    for (Attempt.Kind kind : kinds) {
      last = attempts.decide(kind, from, to);
      if (last instanceof Decision.Allow) {
        return last;
      }
    }
    return last;
  }

  private void hand(Passage passage) {
    for (RequestHandler handler : handlers) {
      if (handler.methods().contains(passage.request.method())) {
        counters.add(Counter.INGRESS_ADMITTED);
        handler.handle(
            new Admitted(
                passage.transaction,
                passage.identity,
                passage.asking,
                passage.to,
                passage.decision,
                attempts.ruleset()));
        return;
      }
    }
    switch (passage.request.method()) {
      case SipRequest.OPTIONS ->
          passage.transaction.respond(
              SipResponse.to(passage.request, 200, passage.transaction.localTag())
                  .add(HeaderNames.ALLOW, Refusals.ALLOW)
                  .add(HeaderNames.SUPPORTED, Refusals.SUPPORTED)
                  .build());
      case SipRequest.SUBSCRIBE, SipRequest.PUBLISH -> refuse(passage, Refusal.NO_SUCH_EVENT);
      case SipRequest.REFER -> refuse(passage, Refusal.NOT_IMPLEMENTED);
      default -> refuse(passage, Refusal.NO_DIALOG);
    }
  }

  private Step.Outcome refuse(Passage passage, Refusal refusal) {
    return refuse(passage, refusal, refusal.words());
  }

  private Step.Outcome refuse(Passage passage, Refusal refusal, String words) {
    counters.add(Counter.INGRESS_REFUSED);
    passage.transaction.respondStateless(
        Refusals.response(passage.transaction, refusal, words).build());
    if (passage.identity != null) {
      // A stranger's refusals are counted only: a scan must not be able to fill the archive.
      String to = passage.to == null ? "" : passage.to.toString();
      denials.refused(passage.transaction, passage.from, to, refusal);
    }
    return ANSWERED;
  }
}
