package io.sallyport.server.archive;

import java.time.Instant;

/**
 * A party was asked whether the call may be recorded; what follows waits until this is durable.
 *
 * @param outcome given, refused, or none where no digit came
 * @param digit that was pressed; empty for none
 */
public record CallConsent(
    String call, Instant at, String by, String outcome, String digit, String language)
    implements ArchiveRecord.Spoken {}
