package io.sallyport.server.api;

import io.javalin.http.Context;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.base.Secret;
import io.sallyport.server.login.Role;
import io.sallyport.server.login.Session;
import io.sallyport.server.login.SignIn;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Signing in and out, the password, the second factor. */
public final class SessionResource implements Api.Resource {
  private static final int SHORTEST_PASSWORD = 10;
  private static final int LONGEST_PASSWORD = 256;

  /**
   * What a person shows to come in.
   *
   * @param code of the second factor; empty or absent where there is none
   */
  record Credentials(String name, String password, String code) {
    @Override
    public String toString() {
      return "Credentials[" + name + "]";
    }
  }

  /**
   * Who has signed in.
   *
   * @param csrf what to show in {@code X-CSRF-Token} with whatever changes something
   * @param idleSeconds after so many without a request the session ends
   */
  record SessionView(
      String user,
      String display,
      Role role,
      List<Role.Permission> permissions,
      String csrf,
      Instant since,
      Instant ends,
      double idleSeconds,
      boolean secondFactor,
      boolean secondFactorNeeded) {}

  /** An old password and the one that takes its place. */
  record PasswordChange(String old, String password) {
    @Override
    public String toString() {
      return "PasswordChange[redacted]";
    }
  }

  /** What an authenticator app reads. */
  record NewFactor(String uri, String secret) {
    @Override
    public String toString() {
      return "NewFactor[redacted]";
    }
  }

  /** Six digits that an authenticator app shows. */
  record Code(String code) {}

  /** A password, to prove once more who it is. */
  record Password(String password) {
    @Override
    public String toString() {
      return "Password[redacted]";
    }
  }

  // immutable
  private final SignIn signIn;
  private final Gate gate;
  private final Function<String, String> displays;
  private final Duration idle;

  /**
   * @param displays the name under which people know a user
   * @param idle how long a session lives without a request
   */
  public SessionResource(SignIn signIn, Function<String, String> displays, Duration idle) {
    this.signIn = signIn;
    this.gate = new Gate(signIn);
    this.displays = displays;
    this.idle = idle;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.POST, "/session", "session", "Sign in.")
            .open()
            .takes(Credentials.class)
            .gives(SessionView.class)
            .creates()
            .by(this::signIn),
        Operation.of(Method.GET, "/session", "session", "Who has signed in.")
            .gives(SessionView.class)
            .by(asked -> view(session(asked))),
        Operation.of(Method.DELETE, "/session", "session", "Sign out.").by(this::signOut),
        Operation.of(Method.POST, "/session/password", "session", "Change the console's password.")
            .takes(PasswordChange.class)
            .by(this::changePassword),
        Operation.of(
                Method.POST,
                "/session/second-factor",
                "session",
                "Begin to set up a second factor; it counts once a code of it was shown.")
            .gives(NewFactor.class)
            .creates()
            .by(this::beginFactor),
        Operation.of(
                Method.PUT, "/session/second-factor", "session", "Show a code of the new factor.")
            .takes(Code.class)
            .gives(SessionView.class)
            .by(this::confirmFactor),
        Operation.of(
                Method.POST,
                "/session/second-factor/removal",
                "session",
                "Remove the second factor.")
            .takes(Password.class)
            .by(this::removeFactor));
  }

  private Object signIn(Asked asked) {
    Credentials given = asked.body(Credentials.class);
    if (given.name() == null || given.password() == null) {
      throw Problem.invalid("name", "name and password are needed");
    }
    Context context = asked.context();
    String code = given.code() == null ? "" : given.code().strip();
    SignIn.Outcome outcome = tried(given, code, context.ip());
    if (outcome instanceof SignIn.Outcome.Opened opened) {
      // the browser forgets the old one now, and so do we
      Optional.ofNullable(context.cookie(Gate.COOKIE)).ifPresent(signIn::signOut);
      Gate.setCookie(context, opened.cookie(), signIn.longest());
      return view(opened.session());
    }
    if (outcome instanceof SignIn.Outcome.Wait wait) {
      long seconds = Math.max(1, wait.time().toSeconds() + 1);
      context.header("Retry-After", Long.toString(seconds));
      throw Problem.tooMany("Too many failed attempts. Try again in " + seconds + " s.");
    }
    if (outcome instanceof SignIn.Outcome.CodeNeeded) {
      throw Problem.codeNeeded();
    }
    throw Problem.wrongLogin();
  }

  private SignIn.Outcome tried(Credentials given, String code, String network) {
    try {
      return signIn.signIn(given.name(), Secret.of(given.password()), code, network);
    } catch (SignIn.Busy busy) {
      throw Problem.unavailable("Too many people sign in at this moment. Try again.");
    }
  }

  private Object signOut(Asked asked) {
    String cookie = asked.context().cookie(Gate.COOKIE);
    if (cookie != null) {
      signIn.signOut(cookie);
      Gate.clearCookie(asked.context());
    }
    return null;
  }

  private Object changePassword(Asked asked) {
    Session session = session(asked);
    PasswordChange change = asked.body(PasswordChange.class);
    String password = change.password() == null ? "" : change.password();
    if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
      throw Problem.invalid(
          "password", "has " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
    }
    String user = session.user().toLowerCase(Locale.ROOT);
    if (password.toLowerCase(Locale.ROOT).contains(user)) {
      throw Problem.invalid("password", "must not contain the user's name");
    }
    if (!signIn.changePassword(session, old(change.old()), Secret.of(password))) {
      throw Problem.invalid("old", "is not the password");
    }
    Gate.clearCookie(asked.context());
    return null;
  }

  private Object beginFactor(Asked asked) {
    SignIn.NewFactor made =
        signIn
            .beginSecondFactor(session(asked).user())
            .orElseThrow(
                () -> Problem.conflict("There is a second factor already. Remove it first."));
    return new NewFactor(made.uri(), made.secret());
  }

  private Object confirmFactor(Asked asked) {
    Session session = session(asked);
    String code = asked.body(Code.class).code();
    if (!signIn.confirmSecondFactor(session, code == null ? "" : code.strip())) {
      throw Problem.invalid("code", "is not the code that the app shows now");
    }
    return view(session);
  }

  private Object removeFactor(Asked asked) {
    if (!signIn.removeSecondFactor(session(asked), old(asked.body(Password.class).password()))) {
      throw Problem.invalid("password", "is not the password");
    }
    return null;
  }

  private static Secret old(String password) {
    return Secret.of(password == null ? "" : password);
  }

  /** Keys of programs have no session, and change nothing about their owner's way in. */
  private Session session(Asked asked) {
    return gate.signedIn(asked.context());
  }

  private SessionView view(Session session) {
    List<Role.Permission> permissions =
        Arrays.stream(Role.Permission.values()).filter(session.role()::may).toList();
    boolean has = signIn.hasSecondFactor(session.user());
    return new SessionView(
        session.user(),
        displays.apply(session.user()),
        session.role(),
        permissions,
        session.csrf(),
        session.since(),
        session.ends(),
        idle.toSeconds(),
        has,
        !has && signIn.needsSecondFactor(session.role()));
  }
}
