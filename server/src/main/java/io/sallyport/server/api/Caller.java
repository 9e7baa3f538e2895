package io.sallyport.server.api;

import io.sallyport.server.login.Role;
import io.sallyport.server.login.Role.Permission;
import java.util.Set;

/**
 * Who makes a request.
 *
 * @param user canonical name
 * @param key the label of the API key that was shown; empty for a session
 * @param scopes what the key may do; for a session, what the role may
 * @param network the address that the request comes from
 * @param session names the console session, for what ends with it; empty for a key
 */
public record Caller(
    String user, Role role, String key, Set<Permission> scopes, String network, String session) {
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  public boolean may(Permission permission) {
    return role.may(permission) && scopes.contains(permission);
  }

  /** How the caller stands on record. */
  public String onRecord() {
    return key.isEmpty() ? user : user + " (key " + key + ")";
  }
}
