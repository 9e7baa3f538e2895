package io.sallyport.server.archive;

import java.time.Instant;

/**
 * The server said something in a call.
 *
 * @param to the address that heard it
 * @param sha256 of what was played
 * @param outcome whole, cut short, or not heard
 * @param by {@code server}, or who asked for it, with a reason
 */
public record CallNotice(
    String call,
    Instant at,
    String to,
    String prompt,
    String language,
    String sha256,
    Instant from,
    Instant until,
    String outcome,
    String by,
    String reason)
    implements ArchiveRecord.Spoken {}
