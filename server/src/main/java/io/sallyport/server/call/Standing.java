package io.sallyport.server.call;

import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Obligations;
import io.sallyport.server.policy.Party;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a call stands, as a snapshot that its shard leaves for other threads.
 *
 * @param callee without a device until one has answered
 */
record Standing(
    Call.State state,
    Optional<Instant> answered,
    Address from,
    Address to,
    Party caller,
    Party callee,
    List<String> kinds,
    String rule,
    long ruleset,
    Obligations obligations,
    Set<Side> muted,
    Set<Side> held,
    boolean videoForbidden) {

  static Standing of(Call call, Gate gate, Clearance clearance) {
    return new Standing(
        call.state(),
        call.answeredAt(),
        call.admitted().from(),
        call.admitted().to(),
        clearance.caller(),
        clearance.callee(),
        call.media().kinds(),
        clearance.rule(),
        clearance.ruleset(),
        clearance.obligations(),
        Set.copyOf(gate.muted()),
        Set.copyOf(clearance.held()),
        clearance.videoForbidden());
  }
}
