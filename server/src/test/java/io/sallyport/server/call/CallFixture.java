package io.sallyport.server.call;

import static org.awaitility.Awaitility.await;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.auth.Identity;
import io.sallyport.server.base.Ids;
import io.sallyport.server.base.Loop;
import io.sallyport.server.base.ManualLoop;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.ingress.Attempts;
import io.sallyport.server.ingress.Denials;
import io.sallyport.server.ingress.Emergencies;
import io.sallyport.server.ingress.EmergencySettings;
import io.sallyport.server.ingress.Refusals;
import io.sallyport.server.ingress.RequestHandler;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.observe.SipTrace;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Notice;
import io.sallyport.server.policy.Obligations;
import io.sallyport.server.policy.Party;
import io.sallyport.server.policy.Person;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.prompt.PromptSettings;
import io.sallyport.server.prompt.Prompts;
import io.sallyport.server.registrar.Binding;
import io.sallyport.server.sip.RequestListener;
import io.sallyport.server.sip.ServerTransaction;
import io.sallyport.server.sip.SipLayer;
import io.sallyport.server.wire.HeldJournal;
import io.sallyport.server.wire.SipLayers;
import io.sallyport.server.wire.WirePhone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Alice, and Bob with as many devices as the test gives him, around real calls and transactions on
 * a loop with a virtual clock.
 */
final class CallFixture {
  static final String OFFER = "offer from 10.0.0.1";
  static final String ANSWER = "answer from 10.0.0.2";

  final ManualLoop loop = new ManualLoop("shard-0");
  final HeldJournal journal = new HeldJournal();
  final PlainMedia media = new PlainMedia();
  final Counters counters = new Counters();
  List<String> record = List.of();
  boolean emergency;
  Notice notice = Notice.NONE;
  private final Prompts prompts = prompts();
  final List<Binding> bindings = new ArrayList<>();
  final List<String> notices = new ArrayList<>();
  final SipLayer sip = sipLayer();
  final HeldRecorder recorder = new HeldRecorder();
  final List<Attempt> asked = new ArrayList<>();
  Function<Attempt, Optional<Decision.Deny>> rules = attempt -> Optional.empty();
  Obligations obligations;
  private final EmergencySettings emergencySettings;
  final Calls calls;
  private final Attempts attempts;
  final WirePhone alice = new WirePhone("alice", "10.0.0.1", sip);
  final WirePhone bob = device("10.0.0.2");

  CallFixture() {
    this(false);
  }

  CallFixture(boolean announceZrtp) {
    this(announceZrtp, EmergencySettings.defaults());
  }

  CallFixture(EmergencySettings emergencySettings) {
    this(false, emergencySettings);
  }

  private CallFixture(boolean announceZrtp, EmergencySettings emergencySettings) {
    this.emergencySettings = emergencySettings;
    this.attempts = attempts();
    calls =
        new Calls(
            sip,
            media,
            journal,
            new Ladders(
                SipTrace.off(), journal, counters, InstantSource.system(), System::nanoTime),
            recorder,
            address -> List.copyOf(bindings),
            address -> address.user().equals("bob"),
            settings(announceZrtp),
            prompts,
            (user, words) -> notices.add(user + ": " + words),
            attempts,
            new Denials(journal, counters, InstantSource.system()),
            "example.org",
            new Ids("n1"),
            counters,
            InstantSource.system());
    sip.listener(new Straight());
  }

  /** Rules of the test, or everything under the test's obligations. */
  private Decision decide(Attempt attempt) {
    asked.add(attempt);
    return rules
        .apply(attempt)
        .<Decision>map(deny -> deny)
        .orElseGet(() -> new Decision.Allow(demanded(), "everybody"));
  }

  private Obligations demanded() {
    return obligations != null
        ? obligations
        : new Obligations(
            true, true, record, emergency, notice, List.of(), 0, Duration.ZERO, 0, false);
  }

  private Attempts attempts() {
    return new Attempts(
        this::decide,
        address -> Person.STRANGER,
        address -> calls().concurrent(address),
        new Emergencies("example.org", List.of("112"), emergencySettings),
        InstantSource.system());
  }

  private Calls calls() {
    return calls;
  }

  Address address(String user) {
    return new Address(user, "example.org");
  }

  /** A rule that denies some kinds of attempt. */
  void deny(Attempt.Kind... kinds) {
    rules =
        attempt ->
            List.of(kinds).contains(attempt.kind())
                ? Optional.of(new Decision.Deny(Refusal.OUTSIDE_DENIED, "Compliance wall", "wall"))
                : Optional.empty();
  }

  private static CallSettings settings(boolean announceZrtp) {
    CallSettings usual = CallSettings.defaults();
    return new CallSettings(
        usual.ringTimeout(),
        usual.sessionInterval(),
        usual.minSessionInterval(),
        usual.flowGrace(),
        usual.maxCalls(),
        usual.maxBranches(),
        announceZrtp,
        usual.applyPolicyToRunning());
  }

  private static Prompts prompts() {
    Prompts prompts = new Prompts(PromptSettings.defaults());
    try {
      prompts.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return prompts;
  }

  /** What the server says to a side has come to its end, or not. */
  void played(Side side, boolean whole) {
    await()
        .until(
            () -> {
              loop.run();
              return media.sounds.containsKey(side);
            });
    media.sounds.remove(side).ended(whole, 1_500);
    loop.run();
  }

  private SipLayer sipLayer() {
    List<Loop> shards = List.of(loop);
    return SipLayers.on(shards, counters);
  }

  WirePhone device(String ip) {
    WirePhone phone = new WirePhone("bob", ip, sip);
    bindings.add(
        new Binding(
            "sip:bob@example.org", ip, phone.contactUri(), phone, Instant.MAX, 1.0, "", "test"));
    return phone;
  }

  void send(WirePhone phone, SipRequest request) {
    phone.sendMessage(request);
    loop.run();
  }

  void send(WirePhone phone, SipResponse response) {
    phone.sendMessage(response);
    loop.run();
  }

  void pass(Duration time) {
    loop.advance(time);
  }

  /** Alice's INVITE, sent; returns what Bob's first device got. */
  SipRequest ring() {
    send(alice, alice.invite("bob", OFFER));
    return bob.takeRequest(SipRequest.INVITE);
  }

  SipResponse accept(WirePhone phone, SipRequest invite) {
    SipResponse ok = withSdp(phone.answer(invite, 200), ANSWER);
    send(phone, ok);
    return ok;
  }

  static SipResponse withSdp(SipResponse.Builder response, String sdp) {
    return response.body("application/sdp", sdp.getBytes(StandardCharsets.UTF_8)).build();
  }

  /** The ACK of Alice for her 200. */
  void acknowledge(SipResponse ok) {
    SipRequest.Builder ack =
        alice.request(SipRequest.ACK, "sip:gate", "alice-call", "alice-tag", "bob", ok.toTag(), 1);
    send(alice, ack.build());
  }

  /** A call between Alice and Bob's first device; returns Alice's 200. */
  SipResponse talk() {
    accept(bob, ring());
    SipResponse ok = alice.takeResponse(200);
    acknowledge(ok);
    bob.takeRequest(SipRequest.ACK);
    return ok;
  }

  /** A request of Alice inside the dialog that her 200 made. */
  SipRequest.Builder fromAlice(String method, SipResponse ok, int cseq) {
    return alice.request(method, "sip:gate", "alice-call", "alice-tag", "bob", ok.toTag(), cseq);
  }

  /** A request of Bob inside the dialog that the INVITE to him made. */
  SipRequest.Builder fromBob(String method, SipRequest invite, int cseq) {
    return bob.request(
        method, "sip:gate", invite.callId(), "bob-answer", "alice", invite.fromTag(), cseq);
  }

  /** The request chain without a login: who sends is who From says. */
  private final class Straight implements RequestListener {
    @Override
    public void request(ServerTransaction transaction) {
      SipRequest request = transaction.request();
      if (!request.toTag().isEmpty()) {
        if (calls.handleInDialog(transaction, null) != RequestHandler.Verdict.TAKEN) {
          transaction.respond(Refusals.response(transaction, Refusal.NO_DIALOG).build());
        }
        return;
      }
      Address to = new Address(request.sipUri().orElseThrow().getUser(), "example.org");
      Party from = attempts.party(new Address("alice", "example.org"), request, transaction.flow());
      if (attempts.decide(Attempt.Kind.AUDIO, from, attempts.party(to))
          instanceof Decision.Allow allow) {
        calls.handle(
            new Admitted(transaction, new Identity("alice", "example.org"), from, to, allow, 7));
      }
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
      calls.ack(ack, flow);
    }

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {
      calls.cancelled(invite, cancel);
    }

    @Override
    public void unacknowledged(ServerTransaction invite) {
      calls.unacknowledged(invite);
    }

    @Override
    public void flowClosed(Flow flow) {
      calls.flowClosed(flow);
    }
  }
}
