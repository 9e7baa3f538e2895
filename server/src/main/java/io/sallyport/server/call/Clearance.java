package io.sallyport.server.call;

import io.sallyport.server.ingress.Attempts;
import io.sallyport.server.media.Limits;
import io.sallyport.server.media.MediaSession.Pictures;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.policy.Attempt.Kind;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Obligations;
import io.sallyport.server.policy.Party;
import io.sallyport.server.policy.Refusal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the two sides of one call may do with each other, by policy as it is now and by what live
 * control has taken from them. Asked anew at every offer, because the rules, the hour and the
 * people's groups may have changed since.
 *
 * <p>A stream belongs to the side that brought it in: what an INVITE of that side could not reach,
 * no change of the call reaches.
 */
final class Clearance {
  /** The rule's name of what live control has forbidden. */
  static final String CONTROL = "live control";

  // immutable
  private final Attempts attempts;
  private final Decision.Allow decision;
  private final long ruleset;
  private final Party caller;

  // owned by: shard
  private Party callee;
  private final Map<Kind, Side> openers = new EnumMap<>(Kind.class);
  private final Set<Side> held = EnumSet.noneOf(Side.class);
  private boolean videoForbidden;

  Clearance(Attempts attempts, Decision.Allow decision, long ruleset, Party caller, Party callee) {
    this.attempts = attempts;
    this.decision = decision;
    this.ruleset = ruleset;
    this.caller = caller;
    this.callee = callee;
  }

  Obligations obligations() {
    return decision.obligations();
  }

  String rule() {
    return decision.rule();
  }

  long ruleset() {
    return ruleset;
  }

  Party caller() {
    return caller;
  }

  Party callee() {
    return callee;
  }

  /** The device that answered. */
  void answeredBy(Party device) {
    callee = device;
  }

  /** Media were agreed after an offer that goes back to a side; these pictures flow now. */
  void agreed(Side initiator, Pictures now) {
    opened(Kind.VIDEO, now.video(), initiator);
    opened(Kind.SCREEN, now.screen(), initiator);
  }

  private void opened(Kind kind, boolean flows, Side initiator) {
    if (flows) {
      openers.putIfAbsent(kind, initiator);
    } else {
      openers.remove(kind);
    }
  }

  /** Whether pictures flow that may not be had now. */
  boolean denies(Pictures now) {
    return now.video() && denial(Kind.VIDEO, Side.A).isPresent()
        || now.screen() && denial(Kind.SCREEN, Side.A).isPresent();
  }

  /** What both sides may have after an offer that goes back to one of them. */
  Limits limits(Side initiator) {
    return Ringing.limits(
        obligations(),
        denial(Kind.VIDEO, initiator).isEmpty(),
        denial(Kind.SCREEN, initiator).isEmpty(),
        !held.isEmpty());
  }

  /** Why a kind of media may not be had; empty where it may. */
  Optional<Decision.Deny> denial(Kind kind, Side initiator) {
    if (videoForbidden && kind != Kind.AUDIO) {
      return Optional.of(new Decision.Deny(Refusal.VIDEO_OFF, CONTROL));
    }
    if (obligations().emergency()) {
      return Optional.empty();
    }
    boolean fromA = openers.getOrDefault(kind, initiator) == Side.A;
    Party asking = attempts.again(fromA ? caller : callee);
    Party asked = attempts.again(fromA ? callee : caller);
    return attempts.decideWithin(kind, asking, asked) instanceof Decision.Deny deny
        ? Optional.of(deny)
        : Optional.empty();
  }

  /** The version of the rules that a decision of now goes back to. */
  long rulesetNow() {
    return attempts.ruleset();
  }

  void forbidVideo() {
    videoForbidden = true;
  }

  boolean videoForbidden() {
    return videoForbidden;
  }

  void hold(Side side, boolean now) {
    if (now) {
      held.add(side);
    } else {
      held.remove(side);
    }
  }

  Set<Side> held() {
    return held;
  }
}
