package io.sallyport.server.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is on record of one chat line; its text is in the journal only, at the position.
 *
 * @param purged whether retention took its text
 * @param delivered when the first device had it; empty while it waits
 * @param devices devices that had it
 * @param marks what became of it on its way: flagged, masked, blocked, held
 * @param review released or rejected, where it was held; else empty
 */
public record MessageRow(
    String message,
    long sequence,
    Position position,
    Instant at,
    String from,
    String to,
    String contentType,
    int size,
    boolean purged,
    Optional<Instant> delivered,
    int devices,
    List<String> marks,
    String review) {}
