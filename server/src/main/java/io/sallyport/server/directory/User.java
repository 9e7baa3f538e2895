package io.sallyport.server.directory;

/**
 * A person or device that can log in.
 *
 * @param name the user part of the address of record: lower case, letters, digits and {@code . _ -
 *     +}
 * @param display for people
 * @param role user or admin
 * @param department spelled as rules must name it; empty where none is set
 */
public record User(String name, String display, Role role, boolean enabled, String department) {
  /** What an account is for. */
  public enum Role {
    USER,
    ADMIN
  }

  /** Of no department. */
  public User(String name, String display, Role role, boolean enabled) {
    this(name, display, role, enabled, "");
  }
}
