package io.sallyport.server.archive;

import java.time.Instant;

/**
 * Somebody listens in on a running call, or does not any more.
 *
 * @param action started, before the first packet is heard; ended; or refused
 * @param listener whose phone hears it
 * @param approval by whom, where two are needed; empty for none
 */
public record CallListened(
    String call,
    Instant at,
    String actor,
    String listener,
    String reason,
    String approval,
    String action,
    String why)
    implements ArchiveRecord.Spoken {}
