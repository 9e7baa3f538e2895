package io.sallyport.server.ingress;

import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.SessionDescription;
import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Attempt.Kind;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Obligations;
import io.sallyport.server.policy.Party;
import io.sallyport.server.policy.People;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Puts to policy what requests, devices and running calls want to do: who asks and who is reached,
 * from where, with which device, and how many calls there are. Any thread, never blocks.
 */
public final class Attempts {
  /** The rule's name of whatever is allowed because it is an emergency call. */
  public static final String EMERGENCY = "emergency";

  private static final Set<String> LINES =
      Set.of("", "message/cpim", "application/im-iscomposing+xml");

  // immutable
  private final Judge judge;
  private final People people;
  private final Usage usage;
  private final Emergencies emergencies;
  private final InstantSource clock;

  public Attempts(
      Judge judge, People people, Usage usage, Emergencies emergencies, InstantSource clock) {
    this.judge = judge;
    this.people = people;
    this.usage = usage;
    this.emergencies = emergencies;
    this.clock = clock;
  }

  /** Somebody who has sent a message over a flow. */
  public Party party(Address address, SipMessage message, Flow flow) {
    return party(address, Addresses.device(message), flow);
  }

  /** Somebody with a device at the other end of a flow. */
  public Party party(Address address, String device, Flow flow) {
    return new Party(
        address,
        people.of(address),
        Addresses.kept(device),
        flow.remote().getAddress().getHostAddress(),
        flow.transport().name().toLowerCase(Locale.ROOT));
  }

  /** Somebody of whom no device is chosen yet. */
  public Party party(Address address) {
    return Party.of(address, people.of(address));
  }

  /** The same party as the directory knows it now. */
  public Party again(Party party) {
    return new Party(
        party.address(),
        people.of(party.address()),
        party.device(),
        party.network(),
        party.transport());
  }

  /** Decides something new. */
  public Decision decide(Kind kind, Party from, Party to) {
    return decide(kind, from, to, usage.calls(from.address()));
  }

  /** Decides something within a call that the asking side has already. */
  public Decision decideWithin(Kind kind, Party from, Party to) {
    return decide(kind, from, to, Math.max(0, usage.calls(from.address()) - 1));
  }

  private Decision decide(Kind kind, Party from, Party to, int concurrent) {
    Decision decision = judge.decide(new Attempt(kind, from, to, clock.instant(), concurrent));
    return kind.ofCall() && emergencies.covers(to.address()) ? emergency(decision) : decision;
  }

  /** Nothing that delays or ends a call is asked of one for help. */
  private static Decision emergency(Decision decision) {
    if (decision instanceof Decision.Allow allow) {
      Obligations usual = allow.obligations();
      return new Decision.Allow(
          new Obligations(true, usual.requireSrtp(), usual.record(), true), allow.rule());
    }
    return new Decision.Allow(new Obligations(true, false, List.of(), true), EMERGENCY);
  }

  /** Which calls nothing may stop. */
  public Emergencies emergencies() {
    return emergencies;
  }

  /** The version of the rules in force. */
  public long ruleset() {
    return judge.ruleset();
  }

  /** What a request outside a dialog asks for; for an INVITE, the media of its offer. */
  static Set<Kind> kinds(SipRequest request) {
    return switch (request.method()) {
      case SipRequest.REGISTER -> EnumSet.of(Kind.REGISTER);
      case SipRequest.MESSAGE -> EnumSet.of(isFile(request) ? Kind.FILE : Kind.CHAT);
      case SipRequest.SUBSCRIBE, SipRequest.PUBLISH, SipRequest.NOTIFY -> EnumSet.of(Kind.PRESENCE);
      case SipRequest.INVITE -> media(request.body());
      default -> EnumSet.of(Kind.AUDIO);
    };
  }

  /** Media of a description; audio where nothing can be read, because any call may bring it. */
  private static Set<Kind> media(byte[] sdp) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    if (sdp.length > 0
        && SessionDescription.parse(sdp) instanceof SessionDescription.Parsed.Valid valid) {
      for (MediaDescription line : valid.description().media()) {
        if (!line.isDisabled() || line.has("bundle-only")) {
          kind(line).ifPresent(kinds::add);
        }
      }
    }
    return kinds.isEmpty() ? EnumSet.of(Kind.AUDIO) : kinds;
  }

  private static Optional<Kind> kind(MediaDescription line) {
    return switch (line.kind()) {
      case "audio" -> Optional.of(Kind.AUDIO);
      case "video" -> Optional.of(line.showsSlides() ? Kind.SCREEN : Kind.VIDEO);
      default -> Optional.empty();
    };
  }

  private static boolean isFile(SipRequest request) {
    String type = request.contentType();
    String disposition = request.first("Content-Disposition").orElse("").toLowerCase(Locale.ROOT);
    return disposition.startsWith("attachment")
        || !LINES.contains(type) && !type.startsWith("text/");
  }
}
