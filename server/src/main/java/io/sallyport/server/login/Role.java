package io.sallyport.server.login;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What somebody is at the console. Nobody is everything: whoever runs the server sees no content,
 * and whoever reads content changes no configuration.
 */
public enum Role {
  EMPLOYEE(Permission.PHONE),
  /** Reads what is assigned. */
  REVIEWER(Permission.PHONE, Permission.READ_CONTENT),
  /** Reads, holds, exports, releases. */
  OFFICER(Permission.PHONE, Permission.READ_CONTENT, Permission.DECIDE, Permission.READ_TRAIL),
  /** Sees that all is in order, changes nothing and reads no content. */
  AUDITOR(Permission.READ_TRAIL, Permission.READ_STATE),
  ADMIN(Permission.PHONE, Permission.READ_STATE, Permission.ADMINISTER);

  /** What a request needs to be allowed to do. */
  public enum Permission {
    /** Call and write to others, and see one's own history. */
    PHONE,
    /** Look at what assigned people said, with a reason and on record. */
    READ_CONTENT,
    /** Holds, exports, approvals. */
    DECIDE,
    /** Who looked at what; proofs; the archive's health. */
    READ_TRAIL,
    /** Figures, settings, logs. */
    READ_STATE,
    /** Users, policy, live calls, backups. */
    ADMINISTER
  }

  // immutable
  private final Set<Permission> permissions;

  Role(Permission first, Permission... rest) {
    this.permissions = EnumSet.of(first, rest);
  }

  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
