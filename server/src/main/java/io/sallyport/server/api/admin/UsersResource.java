package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.api.PlainTypes;
import io.sallyport.server.api.Problem;
import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import io.sallyport.server.login.Role.Permission;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Accounts, for administrators. */
public final class UsersResource implements Api.Resource {
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int GENERATED_LENGTH = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** An account. */
  record UserView(
      String name, String display, String role, String department, boolean enabled) {}

  /**
   * An account to be made.
   *
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
  record UserChange(String department, Boolean enabled) {}

  /** A new password; empty or absent: one is made. */
  record NewPassword(String password) {
    @Override
    public String toString() {
      return "NewPassword[redacted]";
    }
  }

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

  // immutable
  private final Directory directory;
  private final Consumer<String> onChange;
  private final Administered administered;

  /**
   * @param onChange told the name of an account whose holder must sign in again
   */
  public UsersResource(Directory directory, Consumer<String> onChange, Administered administered) {
    this.directory = directory;
    this.onChange = onChange;
    this.administered = administered;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/users", "users", "Accounts in the order of their names.")
            .needs(Permission.ADMINISTER)
            .query("find", "Part of a name, display name or department.")
            .givesPage(UserView.class)
            .by(this::list),
        Operation.of(Method.POST, "/users", "users", "Make an account.")
            .needs(Permission.ADMINISTER)
            .takes(NewUser.class)
            .gives(UserWithPassword.class)
            .creates()
            .by(this::add),
        Operation.of(Method.GET, "/users/{user}", "users", "One account.")
            .needs(Permission.ADMINISTER)
            .gives(UserView.class)
            .by(asked -> view(user(asked))),
        Operation.of(Method.PATCH, "/users/{user}", "users", "Change an account; with If-Match only as it was read.")
            .needs(Permission.ADMINISTER)
            .takes(UserChange.class)
            .gives(UserView.class)
            .by(this::change),
        Operation.of(Method.POST, "/users/{user}/password", "users", "Set a password.")
            .needs(Permission.ADMINISTER)
            .takes(NewPassword.class)
            .gives(UserWithPassword.class)
            .by(this::password));
  }

  private Object list(Asked asked) {
    String find = asked.query("find").toLowerCase(Locale.ROOT);
    List<UserView> found =
        directory.list().stream()
            .filter(
                user ->
                    (user.name() + "\n" + user.display() + "\n" + user.department())
                        .toLowerCase(Locale.ROOT)
                        .contains(find))
            .map(UsersResource::view)
            .toList();
    return Page.of(found, UserView::name, asked.cursor(), asked.limit());
  }

  private Object add(Asked asked) {
    NewUser wanted = asked.body(NewUser.class);
    List<Problem.FieldError> errors = Asked.errors();
    if (text(wanted.name()).isBlank()) {
      errors.add(new Problem.FieldError("name", "is needed"));
    }
    Optional<User.Role> role = role(wanted.role());
    if (role.isEmpty()) {
      String words =
          Arrays.stream(User.Role.values()).map(PlainTypes::word).collect(Collectors.joining(", "));
      errors.add(new Problem.FieldError("role", "is one of " + words));
    }
    Asked.check(errors);
    String chosen = text(wanted.password());
    String password = chosen.isEmpty() ? generated() : chosen;
    String display = text(wanted.display()).isBlank() ? wanted.name() : wanted.display().strip();
    refuse(
        "name",
        directory.add(
            wanted.name(), display, text(wanted.department()), role.orElseThrow(), Secret.of(password)));
    User user = directory.user(wanted.name()).orElseThrow();
    administered.by(asked.caller(), "user added", user.name() + " as " + PlainTypes.word(user.role()));
    return new UserWithPassword(view(user), chosen.isEmpty() ? password : "");
  }

  private Object change(Asked asked) {
    User user = user(asked);
    asked.ifMatchGiven(view(user));
    UserChange change = asked.body(UserChange.class);
    if (change.department() != null) {
      refuse("department", directory.department(user.name(), change.department()));
      administered.by(
          asked.caller(), "department set", user.name() + " to " + change.department());
    }
    if (change.enabled() != null && change.enabled() != user.enabled()) {
      if (user.name().equals(asked.caller().user())) {
        throw Problem.conflict("Nobody disables the account that is being used.");
      }
      refuse(
          "enabled",
          change.enabled() ? directory.enable(user.name()) : directory.disable(user.name()));
      onChange.accept(user.name());
      administered.by(
          asked.caller(), change.enabled() ? "user enabled" : "user disabled", user.name());
    }
    return view(user(asked));
  }

  private Object password(Asked asked) {
    User user = user(asked);
    String chosen = text(asked.body(NewPassword.class).password());
    String password = chosen.isEmpty() ? generated() : chosen;
    refuse("password", directory.password(user.name(), Secret.of(password)));
    onChange.accept(user.name());
    administered.by(asked.caller(), "password set", user.name());
    return new UserWithPassword(view(user), chosen.isEmpty() ? password : "");
  }

  private User user(Asked asked) {
    return directory
        .user(asked.path("user"))
        .orElseThrow(() -> Problem.notFound("There is no such user."));
  }

  private static Optional<User.Role> role(String word) {
    String wanted = text(word).isEmpty() ? "user" : word;
    return Arrays.stream(User.Role.values())
        .filter(role -> PlainTypes.word(role).equals(wanted))
        .findAny();
  }

  private static void refuse(String field, Optional<String> why) {
    why.ifPresent(
        words -> {
          throw Problem.invalid(field, words);
        });
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  private static String generated() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < GENERATED_LENGTH; i++) {
      password.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }

  private static UserView view(User user) {
    return new UserView(
        user.name(),
        user.display(),
        PlainTypes.word(user.role()),
        user.department(),
        user.enabled());
  }
}
