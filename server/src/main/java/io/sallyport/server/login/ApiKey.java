package io.sallyport.server.login;

import io.sallyport.server.login.Role.Permission;
import java.time.Instant;
import java.util.Set;

/**
 * A key with which a program acts for its owner, and never beyond what the owner's role may.
 *
 * @param id under which it is revoked
 * @param label what the owner calls it
 * @param expires after which it is no good
 * @param used when it was last shown; the epoch where never
 */
public record ApiKey(
    String id,
    String label,
    String owner,
    Role role,
    Set<Permission> scopes,
    Instant created,
    Instant expires,
    Instant used) {
  public ApiKey {
    scopes = Set.copyOf(scopes);
  }
}
