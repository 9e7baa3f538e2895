package io.sallyport.server.call;

import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.ingress.Attempts;
import io.sallyport.server.media.Limits;
import io.sallyport.server.policy.Attempt.Kind;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Notice;
import io.sallyport.server.policy.Obligations;
import io.sallyport.server.policy.Party;
import io.sallyport.server.registrar.Binding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The callee's devices that may ring. Only now is it known which they are, so policy is asked once
 * more for each: one that it keeps from the caller is left out, and what the rest demand binds the
 * call.
 *
 * @param decision the request chain's where no device is on line
 * @param caller what the caller may offer: what any of the devices may have
 * @param denied why a device was left out; empty where none was
 */
record Ringing(
    List<Device> devices, Decision.Allow decision, Limits caller, Optional<Decision.Deny> denied) {

  /** A device with what it may have. */
  record Device(Binding binding, Limits limits) {}

  static Ringing of(Attempts attempts, Admitted admitted, List<Binding> bindings) {
    List<Device> devices = new ArrayList<>();
    Set<Decision.Allow> decisions = new LinkedHashSet<>();
    Optional<Decision.Deny> denied = Optional.empty();
    boolean video = false;
    boolean screen = false;
    List<Party> parties = new ArrayList<>();
    for (Binding binding : bindings) {
      Party device = attempts.party(admitted.to(), binding.userAgent(), binding.flow());
      Decision decision = attempts.decide(Kind.AUDIO, admitted.asking(), device);
      if (decision instanceof Decision.Deny deny) {
        denied = Optional.of(deny);
        continue;
      }
      decisions.add((Decision.Allow) decision);
      devices.add(new Device(binding, Limits.NONE));
      parties.add(device);
    }
    Decision.Allow combined = combined(decisions, admitted.decision());
    Obligations demanded = combined.obligations();
    for (int i = 0; i < devices.size(); i++) {
      boolean ownVideo = allowed(attempts, Kind.VIDEO, admitted, parties.get(i));
      boolean ownScreen = allowed(attempts, Kind.SCREEN, admitted, parties.get(i));
      video |= ownVideo;
      screen |= ownScreen;
      devices.set(
          i, new Device(devices.get(i).binding(), limits(demanded, ownVideo, ownScreen, false)));
    }
    return new Ringing(
        List.copyOf(devices), combined, limits(demanded, video, screen, false), denied);
  }

  static Limits limits(Obligations demanded, boolean video, boolean screen, boolean held) {
    return new Limits(video, screen, demanded.codecs(), demanded.bandwidth(), held);
  }

  private static boolean allowed(Attempts attempts, Kind kind, Admitted admitted, Party device) {
    return attempts.decide(kind, admitted.asking(), device) instanceof Decision.Allow;
  }

  /** Where devices are under different rules, the call does what any of them demands. */
  private static Decision.Allow combined(Set<Decision.Allow> decisions, Decision.Allow otherwise) {
    return decisions.stream()
        .reduce(
            (one, other) ->
                new Decision.Allow(both(one.obligations(), other.obligations()), one.rule()))
        .orElse(otherwise);
  }

  static Obligations both(Obligations one, Obligations other) {
    Set<String> record = new LinkedHashSet<>(one.record());
    record.addAll(other.record());
    return new Obligations(
        one.archiveFirst() || other.archiveFirst(),
        one.requireSrtp() || other.requireSrtp(),
        List.copyOf(record),
        one.emergency() || other.emergency(),
        one.notice().equals(Notice.NONE) ? other.notice() : one.notice(),
        codecs(one.codecs(), other.codecs()),
        smaller(one.bandwidth(), other.bandwidth()),
        shorter(one.longest(), other.longest()),
        Math.max(one.reviewPercent(), other.reviewPercent()),
        one.holdForRelease() || other.holdForRelease());
  }

  /** Codecs that both name; those of the first where there are none. */
  private static List<String> codecs(List<String> one, List<String> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    List<String> common = one.stream().filter(other::contains).toList();
    return common.isEmpty() ? one : common;
  }

  private static long smaller(long one, long other) {
    return one <= 0 || other > 0 && other < one ? other : one;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.isZero() || !other.isZero() && other.compareTo(one) < 0 ? other : one;
  }
}
