package io.sallyport.server.archive;

import java.time.Instant;

/**
 * An officer wrote a note beside a moment of a recording, or took one back.
 *
 * @param call whose recording it is
 * @param atMillis since the recording began
 * @param action added or removed
 * @param text empty where it was removed
 */
public record AccessMark(
    Instant at,
    String officer,
    String reason,
    String mark,
    String call,
    long atMillis,
    String action,
    Body body)
    implements ArchiveRecord.Act {}
