package io.sallyport.server.retention;

import java.nio.file.Path;

/**
 * What a purge did.
 *
 * @param units calls, lines, recordings and the like
 * @param records records of the journal that lost something
 * @param objects recordings and files that were destroyed
 * @param spared records that a hold saved after the purge had begun
 * @param more whether more is due than one purge takes
 */
public record PurgeReport(
    String purge,
    long units,
    long records,
    long objects,
    long spared,
    boolean more,
    Path certificate) {}
