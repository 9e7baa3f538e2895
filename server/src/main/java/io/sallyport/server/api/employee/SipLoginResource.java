package io.sallyport.server.api.employee;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Caller;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem;
import io.sallyport.server.auth.BrowserLogins;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import io.sallyport.server.login.Role.Permission;
import java.time.Duration;
import java.util.List;

/** The login of a browser phone, so that no page ever asks for or holds an account's password. */
public final class SipLoginResource implements Api.Resource {

  /**
   * What a phone in a page registers with over WebSocket on this very port.
   *
   * @param address of record
   * @param display the name that others see
   * @param username for digest authentication, in place of the user's own
   * @param password good on WebSocket alone, for {@code lifetime} or until the session ends
   * @param lifetime seconds from now; ask for the next login at half of it
   */
  record SipLogin(
      String address,
      String display,
      String domain,
      String username,
      String password,
      Duration lifetime) {
    @Override
    public String toString() {
      return "SipLogin[" + username + "]";
    }
  }

  // immutable
  private final BrowserLogins logins;
  private final Directory directory;
  private final String domain;

  public SipLoginResource(BrowserLogins logins, Directory directory, String domain) {
    this.logins = logins;
    this.directory = directory;
    this.domain = domain;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(
                Method.POST,
                "/me/sip-login",
                "phone",
                "A SIP login for the phone in this browser, good for some minutes.")
            .needs(Permission.PHONE)
            .gives(SipLogin.class)
            .creates()
            .by(this::issue));
  }

  private Object issue(Asked asked) {
    Caller caller = asked.caller();
    if (caller.session().isEmpty()) {
      // a key is for programs, which have no browser; and nothing would end it with
      throw Problem.forbidden("This is for people who have signed in.");
    }
    User user =
        directory
            .user(caller.user())
            .filter(User::enabled)
            .orElseThrow(() -> Problem.forbidden("This account has no phone."));
    BrowserLogins.Login login = logins.issue(user.name(), caller.session());
    return new SipLogin(
        Addresses.of(user.name(), domain),
        user.display().isBlank() ? user.name() : user.display(),
        domain,
        login.username(),
        login.secret().revealText(),
        login.lifetime());
  }
}
