package io.sallyport.server.directory;

/**
 * A person or device that can log in.
 *
 * @param name the user part of the address of record: lower case, letters, digits and {@code . _ -
 *     +}
 * @param display for people
 * @param role user or admin
 */
public record User(String name, String display, Role role, boolean enabled) {
  /** What an account is for. */
  public enum Role {
    USER,
    ADMIN
  }
}
