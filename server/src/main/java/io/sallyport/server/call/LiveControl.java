package io.sallyport.server.call;

import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.policy.Attempt.Kind;
import io.sallyport.server.policy.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is done to one running call from outside: by people, and by rules that have changed. The
 * relay obeys at once; the phones are told as soon as no other change is under way. Owned by the
 * call's shard.
 */
final class LiveControl {
  private static final Duration BUSY = Duration.ofSeconds(1);
  private static final List<Side> BOTH = List.of(Side.A, Side.B);

  // immutable
  private final Call call;
  private final Gate gate;
  private final Clearance clearance;

  // owned by: shard
  private boolean videoGoes;

  LiveControl(Call call, Gate gate, Clearance clearance) {
    this.call = call;
    this.gate = gate;
    this.clearance = clearance;
  }

  void mute(Side side, boolean now) {
    gate.mute(side, now);
  }

  /** The phone is told that the other side sends nothing and wants nothing, or does again. */
  void hold(Side side, boolean now, String by) {
    clearance.hold(side, now);
    gate.hold(!clearance.held().isEmpty());
    tell(List.of(side), by);
  }

  void forbidVideo(String by) {
    clearance.forbidVideo();
    gate.shutVideo(true);
    takeVideo(by);
  }

  /**
   * Other rules are in force, or people are in other groups: a call that could not begin now ends,
   * and pictures that could not be added now go.
   */
  void rulesChanged() {
    Call.State state = call.state();
    if (state == Call.State.ENDED) {
      return;
    }
    Optional<Decision.Deny> denied = clearance.denial(Kind.AUDIO, Side.A);
    if (denied.isPresent()) {
      call.endByServer(denied.get().refusal().status(), denied.get().words());
    } else if (!videoGoes && clearance.denies(call.media().pictures())) {
      takeVideo(clearance.rule());
    }
  }

  /** Recording began or will not: phones that show it are told. */
  void recordingChanged() {
    List<Side> aware = BOTH.stream().filter(side -> call.leg(side).recordAware()).toList();
    if (!aware.isEmpty()) {
      tell(aware, Outcome.SERVER);
    }
  }

  /** Media were agreed anew, under the limits of now. */
  void agreed() {
    if (!videoGoes) {
      gate.shutVideo(clearance.videoForbidden());
    }
  }

  private void takeVideo(String by) {
    if (call.media().pictures().any()) {
      videoGoes = true;
      gate.shutVideo(true);
      tell(BOTH, by);
    }
  }

  private void tell(List<Side> phones, String by) {
    if (call.settled()) {
      call.change(new Intervention(call, phones, by, this::told));
    } else if (call.state() != Call.State.ENDED) {
      call.context().loop().schedule(BUSY, () -> tell(phones, by));
    }
  }

  /** Where a phone would not give its pictures up, the relay goes on keeping them. */
  private void told() {
    videoGoes = false;
    gate.shutVideo(clearance.videoForbidden() || clearance.denies(call.media().pictures()));
  }
}
