package io.sallyport.server.archive;

import java.time.Instant;

/**
 * Somebody signed in at the console or out, was refused, or changed the way in.
 *
 * @param event signed-in, signed-out, refused, password-changed, second-factor-set,
 *     second-factor-removed, key-made or key-revoked
 * @param user the name that was given, which may be nobody's
 * @param network the address that it came from
 */
public record AccessLogin(Instant at, String event, String user, String network, String detail)
    implements ArchiveRecord.Act {}
