package io.sallyport.server.call;

import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.policy.Party;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What changes about a call, as a snapshot that its shard leaves for other threads.
 *
 * @param callee without a device until one has answered
 */
record Standing(
    Call.State state,
    Optional<Instant> answered,
    Party callee,
    List<String> kinds,
    Set<Side> muted,
    Set<Side> held,
    boolean videoForbidden) {

  static Standing of(Call call, Gate gate, Clearance clearance) {
    return new Standing(
        call.state(),
        call.answeredAt(),
        clearance.callee(),
        call.media().kinds(),
        Set.copyOf(gate.muted()),
        Set.copyOf(clearance.held()),
        clearance.videoForbidden());
  }
}
