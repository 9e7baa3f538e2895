package io.sallyport.server.archive;

import java.time.Instant;

/** Somebody asked for a running call's clear packets in a file. */
public record CallCaptured(
    String call,
    Instant at,
    String actor,
    String action,
    String file,
    String reason,
    long packets,
    long lost)
    implements ArchiveRecord.Act {}
