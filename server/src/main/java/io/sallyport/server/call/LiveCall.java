package io.sallyport.server.call;

import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.media.MediaSession.StreamReport;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Party;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A call that rings or runs, as it stood when it was looked at.
 *
 * @param since when it was asked for
 * @param state ringing, answering, connected or talking
 * @param caller who asked for it, with device, network and transport
 * @param callee without a device until one has answered
 * @param kinds of media that are offered or flow
 * @param rule that allowed it
 * @param recorded the kinds of which a recording is made
 * @param muted sides whose media do not reach the other
 * @param held sides that the server has put on hold
 * @param streams figures of each stream and direction: codec, packets, the places that they came
 *     from with the proof of each, quality
 */
public record LiveCall(
    String id,
    Instant since,
    Optional<Instant> answered,
    String state,
    Address from,
    Address to,
    Party caller,
    Party callee,
    List<String> kinds,
    String rule,
    long ruleset,
    List<String> recorded,
    boolean emergency,
    Set<Side> muted,
    Set<Side> held,
    boolean videoForbidden,
    List<StreamReport> streams) {}
