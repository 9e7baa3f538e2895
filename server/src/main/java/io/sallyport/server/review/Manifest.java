package io.sallyport.server.review;

import java.time.Instant;

/**
 * What a package says of itself.
 *
 * @param log id of the journal
 */
record Manifest(
    String export,
    String officer,
    String reason,
    String query,
    String approval,
    Instant at,
    String log,
    long hits) {}
