package io.sallyport.server.directory;

/**
 * A person or device that can log in.
 *
 * @param name the user part of the address of record: lower case, letters, digits and {@code . _ -
 *     +}
 * @param display for people
 * @param role what the account may do besides calling
 * @param department spelled as rules must name it; empty where none is set
 */
public record User(String name, String display, Role role, boolean enabled, String department) {
  /** What an account is for. */
  public enum Role {
    /** Calls and writes. */
    USER,
    /** Reads what is assigned. */
    REVIEWER,
    /** A compliance officer: reads what is assigned, holds, exports, decides. */
    OFFICER,
    /** Sees that all is in order, and no content. */
    AUDITOR,
    /** Runs the server, and sees no content. */
    ADMIN
  }

  /** Of no department. */
  public User(String name, String display, Role role, boolean enabled) {
    this(name, display, role, enabled, "");
  }
}
