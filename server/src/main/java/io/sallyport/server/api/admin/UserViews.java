package io.sallyport.server.api.admin;

import io.sallyport.server.directory.User;
import java.time.Instant;
import java.util.List;

/** Accounts as administrators see them. */
final class UserViews {
  private UserViews() {}

  /** An account. */
  record UserView(String name, String display, User.Role role, String department, boolean enabled) {
    static UserView of(User user) {
      return new UserView(
          user.name(), user.display(), user.role(), user.department(), user.enabled());
    }
  }

  /**
   * A phone or browser that an account can be reached at.
   *
   * @param agent as it calls itself
   * @param network where it is, with port
   * @param expires when its registration ends unless it comes again
   */
  record DeviceView(String agent, String network, String transport, Instant expires) {}

  /**
   * An account with all that is known of it.
   *
   * @param address by which it is called
   * @param secondFactor whether it has a second factor that counts
   * @param devices that are on line
   */
  record UserDetail(
      String name,
      String display,
      User.Role role,
      String department,
      boolean enabled,
      String address,
      List<String> groups,
      boolean secondFactor,
      List<DeviceView> devices) {}

  /**
   * An account with the password that was made for it, which is told this once.
   *
   * @param password empty where whoever asked has chosen it
   */
  record UserWithPassword(UserView user, String password) {
    @Override
    public String toString() {
      return "UserWithPassword[" + user.name() + "]";
    }
  }
}
