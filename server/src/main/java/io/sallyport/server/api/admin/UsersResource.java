package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Caller;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.api.PlainTypes;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.admin.UserViews.DeviceView;
import io.sallyport.server.api.admin.UserViews.UserDetail;
import io.sallyport.server.api.admin.UserViews.UserView;
import io.sallyport.server.api.admin.UserViews.UserWithPassword;
import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.Groups;
import io.sallyport.server.directory.User;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.login.SignIn;
import io.sallyport.server.registrar.Binding;
import io.sallyport.server.registrar.Locations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Accounts, for administrators. Nobody is deleted: the record names people for years. */
public final class UsersResource implements Api.Resource {
  private static final String SIP = "sip:";

  /**
   * An account to be made.
   *
   * @param role absent: a user's
   * @param password empty or absent: one is made and told once
   */
  record NewUser(String name, String display, String role, String department, String password) {
    @Override
    public String toString() {
      return "NewUser[" + name + "]";
    }
  }

  /**
   * What changes; what is absent stays.
   *
   * @param enabled whether the account may be used
   */
  record UserChange(String display, String role, String department, Boolean enabled) {}

  /** A new password; empty or absent: one is made. */
  record NewPassword(String password) {
    @Override
    public String toString() {
      return "NewPassword[redacted]";
    }
  }

  // immutable
  private final Directory directory;
  private final Groups groups;
  private final Locations locations;
  private final SignIn signIn;
  private final String domain;
  private final Administered administered;

  public UsersResource(
      Directory directory,
      Groups groups,
      Locations locations,
      SignIn signIn,
      String domain,
      Administered administered) {
    this.directory = directory;
    this.groups = groups;
    this.locations = locations;
    this.signIn = signIn;
    this.domain = domain;
    this.administered = administered;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/users", "users", "Accounts in the order of their names.")
            .needs(Permission.ADMINISTER)
            .query("find", "Part of a name, display name or department.")
            .query("role", "Of that role only.")
            .query("enabled", "true or false: only those that may, or may not, be used.")
            .givesPage(UserView.class)
            .by(this::list),
        Operation.of(Method.POST, "/users", "users", "Make an account.")
            .needs(Permission.ADMINISTER)
            .takes(NewUser.class)
            .gives(UserWithPassword.class)
            .creates()
            .by(this::add),
        Operation.of(Method.GET, "/users/{user}", "users", "One account, with its devices on line.")
            .needs(Permission.ADMINISTER)
            .gives(UserDetail.class)
            .by(asked -> detail(user(asked))),
        Operation.of(
                Method.PATCH,
                "/users/{user}",
                "users",
                "Change an account; with If-Match only as it was read.")
            .needs(Permission.ADMINISTER)
            .takes(UserChange.class)
            .gives(UserDetail.class)
            .by(this::change),
        Operation.of(Method.POST, "/users/{user}/password", "users", "Set a password.")
            .needs(Permission.ADMINISTER)
            .takes(NewPassword.class)
            .gives(UserWithPassword.class)
            .by(this::password),
        Operation.of(
                Method.DELETE,
                "/users/{user}/second-factor",
                "users",
                "Take away a second factor whose owner has lost it.")
            .needs(Permission.ADMINISTER)
            .by(this::secondFactor));
  }

  private Object list(Asked asked) {
    String find = asked.query("find").toLowerCase(Locale.ROOT);
    String role = asked.query("role");
    String enabled = asked.query("enabled");
    if (!role.isEmpty() && UserRoles.of(role).isEmpty()) {
      throw Problem.invalid("role", UserRoles.mistake());
    }
    if (!enabled.isEmpty() && !enabled.equals("true") && !enabled.equals("false")) {
      throw Problem.invalid("enabled", "is true or false");
    }
    List<User> found =
        directory.list().stream()
            .filter(user -> role.isEmpty() || PlainTypes.word(user.role()).equals(role))
            .filter(user -> enabled.isEmpty() || user.enabled() == enabled.equals("true"))
            .filter(user -> find.isEmpty() || has(user, find))
            .toList();
    return Page.of(found, User::name, asked.cursor(), asked.limit()).map(UserView::of);
  }

  private static boolean has(User user, String find) {
    // names are in lower case
    return user.name().contains(find)
        || user.display().toLowerCase(Locale.ROOT).contains(find)
        || user.department().toLowerCase(Locale.ROOT).contains(find);
  }

  private Object add(Asked asked) {
    NewUser wanted = asked.body(NewUser.class);
    List<Problem.FieldError> errors = Asked.errors();
    String name = Words.of(wanted.name());
    if (name.isBlank()) {
      errors.add(new Problem.FieldError("name", "is needed"));
    }
    Optional<User.Role> role = UserRoles.of(wanted.role());
    if (role.isEmpty()) {
      errors.add(new Problem.FieldError("role", UserRoles.mistake()));
    }
    Asked.check(errors);
    String chosen = Words.of(wanted.password());
    String password = chosen.isEmpty() ? GeneratedPassword.make() : chosen;
    String display = Words.of(wanted.display()).isBlank() ? name : wanted.display().strip();
    String department = Words.of(wanted.department());
    Words.refuse(
        "name", directory.add(name, display, department, role.orElseThrow(), Secret.of(password)));
    User user = directory.user(name).orElseThrow();
    administered.by(
        asked.caller(), "user added", user.name() + " as " + PlainTypes.word(user.role()));
    return new UserWithPassword(UserView.of(user), chosen.isEmpty() ? password : "");
  }

  private Object change(Asked asked) {
    User user = user(asked);
    asked.ifMatchGiven(detail(user));
    UserChange change = asked.body(UserChange.class);
    if (change.role() != null) {
      role(asked.caller(), user, change.role());
    }
    if (change.display() != null && !change.display().equals(user.display())) {
      Words.refuse("display", directory.display(user.name(), change.display().strip()));
      administered.by(asked.caller(), "display name set", user.name());
    }
    if (change.department() != null && !change.department().equals(user.department())) {
      Words.refuse("department", directory.department(user.name(), change.department()));
      administered.by(asked.caller(), "department set", user.name() + " to " + change.department());
    }
    if (change.enabled() != null && change.enabled() != user.enabled()) {
      enabled(asked.caller(), user, change.enabled());
    }
    return detail(user(asked));
  }

  private void role(Caller caller, User user, String word) {
    User.Role role =
        UserRoles.of(word).orElseThrow(() -> Problem.invalid("role", UserRoles.mistake()));
    if (role == user.role()) {
      return;
    }
    if (user.name().equals(caller.user())) {
      throw Problem.conflict("Nobody changes the role of the account that is being used.");
    }
    Words.refuse("role", directory.role(user.name(), role));
    signIn.endSessions(user.name());
    administered.by(caller, "role set", user.name() + " to " + PlainTypes.word(role));
  }

  private void enabled(Caller caller, User user, boolean enabled) {
    if (user.name().equals(caller.user())) {
      throw Problem.conflict("Nobody disables the account that is being used.");
    }
    Words.refuse(
        "enabled", enabled ? directory.enable(user.name()) : directory.disable(user.name()));
    if (!enabled) {
      signIn.endSessions(user.name());
    }
    administered.by(caller, enabled ? "user enabled" : "user disabled", user.name());
  }

  private Object password(Asked asked) {
    User user = user(asked);
    String chosen = Words.of(asked.body(NewPassword.class).password());
    String password = chosen.isEmpty() ? GeneratedPassword.make() : chosen;
    Words.refuse("password", directory.password(user.name(), Secret.of(password)));
    signIn.accountChanged(user.name());
    administered.by(asked.caller(), "password set", user.name());
    return new UserWithPassword(UserView.of(user), chosen.isEmpty() ? password : "");
  }

  private Object secondFactor(Asked asked) {
    User user = user(asked);
    Caller caller = asked.caller();
    if (user.name().equals(caller.user())) {
      throw Problem.conflict("One's own second factor is removed with one's password.");
    }
    if (!signIn.resetSecondFactor(user.name(), caller.onRecord(), caller.network())) {
      throw Problem.notFound("That account has no second factor.");
    }
    administered.by(caller, "second factor reset", user.name());
    return null;
  }

  private User user(Asked asked) {
    return directory
        .user(asked.path("user"))
        .orElseThrow(() -> Problem.notFound("There is no such user."));
  }

  private UserDetail detail(User user) {
    String address = SIP + user.name() + "@" + domain;
    List<String> in = new ArrayList<>();
    groups
        .all()
        .forEach(
            (group, members) -> {
              if (members.contains(address)) {
                in.add(group);
              }
            });
    return new UserDetail(
        user.name(),
        user.display(),
        user.role(),
        user.department(),
        user.enabled(),
        address,
        in,
        signIn.hasSecondFactor(user.name()),
        locations.of(address).stream()
            .filter(Binding::reachable)
            .map(UsersResource::device)
            .toList());
  }

  private static DeviceView device(Binding binding) {
    var remote = binding.flow().remote();
    return new DeviceView(
        binding.userAgent(),
        remote.getAddress().getHostAddress() + " port " + remote.getPort(),
        PlainTypes.word(binding.flow().transport()),
        binding.expires());
  }
}
