package io.sallyport.server.login;

import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.login.Role.Permission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The facade of the login package: who may come in to the console, and what each has set up for it.
 * Any thread that may block.
 *
 * <p>An account has one password to begin with, for phones and console alike. Whoever changes it at
 * the console changes it there alone: phones keep theirs, and the new one is kept as Argon2id only.
 * A password that an administrator sets anew counts for both again.
 */
public final class SignIn {
  private static final int MOST_KEYS = 50;
  private static final int MOST_HASHED_AT_ONCE = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int LONGEST_NAME = 128;
  private static final Duration SHUT_OUT = Duration.ofMinutes(1);
  private static final Duration SHOWN_AGAIN = Duration.ofMinutes(1);

  /** What came of trying to sign in. */
  public sealed interface Outcome {
    /**
     * Signed in.
     *
     * @param cookie what the browser shows from now on
     */
    record Opened(String cookie, Session session) implements Outcome {
      @Override
      public String toString() {
        return "Opened[" + session + "]";
      }
    }

    /** The password is right; a code of the second factor is needed with it. */
    record CodeNeeded() implements Outcome {}

    /** No; which of the two was wrong is not told. */
    record Wrong() implements Outcome {}

    /** Too often tried. */
    record Wait(Duration time) implements Outcome {}
  }

  /** A factor to be set up: the URI that an authenticator app reads, and the secret in it. */
  public record NewFactor(String uri, String secret) {
    @Override
    public String toString() {
      return "NewFactor[redacted]";
    }
  }

  /** A key, and the text that its bearer shows, which is told this once. */
  public record MadeKey(ApiKey key, String text) {
    @Override
    public String toString() {
      return "MadeKey[" + key.id() + "]";
    }
  }

  // immutable
  private final LoginSettings settings;
  private final Directory directory;
  private final Function<String, Optional<Role>> roles;
  private final String domain;
  private final LoginRows rows;
  private final FactorSeal seal;
  private final Trail trail;
  private final Watch watch;
  private final InstantSource clock;
  private final Sessions sessions;
  private final Attempts attempts;
  private final Semaphore hashing = new Semaphore(MOST_HASHED_AT_ONCE);

  // any thread: made when first needed, since it takes a while
  private volatile String nobody;

  /**
   * @param roles what an enabled user is; empty for none
   * @param key 32 bytes under which second factors are encrypted
   */
  public SignIn(
      LoginSettings settings,
      Database database,
      Directory directory,
      Function<String, Optional<Role>> roles,
      String domain,
      Secret key,
      Trail trail,
      Watch watch,
      InstantSource clock) {
    this.settings = settings;
    this.directory = directory;
    this.roles = roles;
    this.domain = domain;
    this.rows = new LoginRows(database);
    this.seal = new FactorSeal(key);
    this.trail = trail;
    this.watch = watch;
    this.clock = clock;
    this.sessions = new Sessions(settings.idle(), settings.longest(), clock);
    this.attempts = new Attempts(clock);
  }

  /** Has somebody told of each session that ends, for what must end with it. */
  public void onSessionEnd(Consumer<Session> told) {
    sessions.onEnd(told);
  }

  public Outcome signIn(String name, Secret password, String code, String network) {
    // what is longer is nobody's name, and must not fill what is remembered of failures
    String user = Directory.canonical(name.substring(0, Math.min(LONGEST_NAME, name.length())));
    Duration wait = attempts.wait(user, network);
    if (!wait.isZero()) {
      return new Outcome.Wait(wait);
    }
    if (!watch.admits(user, network)) {
      return new Outcome.Wait(SHUT_OUT);
    }
    Optional<Role> role = roles.apply(user);
    boolean right = passwordIsRight(user, password);
    if (!right || role.isEmpty()) {
      return wrong(user, network, "password");
    }
    Optional<LoginRows.Factor> factor = rows.factor(user).filter(LoginRows.Factor::confirmed);
    if (factor.isPresent()) {
      if (code.isEmpty()) {
        return new Outcome.CodeNeeded();
      }
      if (!taken(user, factor.get(), code)) {
        return wrong(user, network, "code");
      }
    }
    attempts.succeeded(user, network);
    watch.succeeded(user, network);
    Sessions.Opened opened = sessions.open(user, role.get(), network);
    trail.note("signed-in", user, network, factor.isPresent() ? "with second factor" : "");
    return new Outcome.Opened(opened.token(), opened.session());
  }

  /** The session that a cookie shows; empty where it is over or its owner's role has changed. */
  public Optional<Session> session(String cookie) {
    return sessions
        .of(cookie)
        .filter(s -> roles.apply(s.user()).filter(s.role()::equals).isPresent());
  }

  /** The same; not taken for something that its owner did. */
  public Optional<Session> unseen(String cookie) {
    return sessions
        .peek(cookie)
        .filter(s -> roles.apply(s.user()).filter(s.role()::equals).isPresent());
  }

  public void signOut(String cookie) {
    sessions.close(cookie).ifPresent(s -> trail.note("signed-out", s.user(), s.network(), ""));
  }

  /** Ends every session of a user whose account was changed by somebody else. */
  public void accountChanged(String user) {
    rows.forgetPassword(user);
    sessions.closeAll(user);
  }

  /** Ends every session of a user who may do something else from now on, or nothing. */
  public void endSessions(String user) {
    sessions.closeAll(user);
  }

  public Duration longest() {
    return settings.longest();
  }

  /** Changes the console's password; whether the old one was right. Ends the other sessions. */
  public boolean changePassword(Session session, Secret old, Secret password) {
    if (!proven(session, old)) {
      return false;
    }
    rows.password(session.user(), hashed(password));
    sessions.closeAll(session.user());
    trail.note("password-changed", session.user(), session.network(), "");
    return true;
  }

  /** Whether people of that role must have a second factor. */
  public boolean needsSecondFactor(Role role) {
    return settings.secondFactorFor().contains(role.word());
  }

  /** Whether the user has a second factor that counts. */
  public boolean hasSecondFactor(String user) {
    return rows.factor(user).filter(LoginRows.Factor::confirmed).isPresent();
  }

  /**
   * A new secret, which counts once a code of it was shown. Empty where one counts already, which
   * must be removed first.
   */
  public Optional<NewFactor> beginSecondFactor(String user) {
    if (hasSecondFactor(user)) {
      return Optional.empty();
    }
    Secret secret = FactorSeal.random(Totp.SECRET_BYTES);
    rows.factor(user, new LoginRows.Factor(seal.close(secret, user), 0, false));
    String text = Base32.encode(secret.reveal());
    return Optional.of(new NewFactor(Totp.uri(secret, user, domain), text));
  }

  /** Whether the code was one of the new secret, which counts from now on. */
  public boolean confirmSecondFactor(Session session, String code) {
    boolean taken =
        rows.factor(session.user())
            .filter(factor -> !factor.confirmed())
            .filter(factor -> taken(session.user(), factor, code))
            .isPresent();
    if (taken) {
      trail.note("second-factor-set", session.user(), session.network(), "");
    }
    return taken;
  }

  /** Whether the password was right and the factor is gone. */
  public boolean removeSecondFactor(Session session, Secret password) {
    if (!proven(session, password)) {
      return false;
    }
    if (rows.removeFactor(session.user())) {
      trail.note("second-factor-removed", session.user(), session.network(), "");
    }
    return true;
  }

  /**
   * Takes away a factor whose owner has lost it, and ends the owner's sessions; whether there was
   * one. Whoever must have one is led through setting it up at the next sign-in.
   */
  public boolean resetSecondFactor(String user, String by, String network) {
    boolean removed = rows.removeFactor(user);
    sessions.closeAll(user);
    if (removed) {
      trail.note("second-factor-removed", user, network, "by " + by);
    }
    return removed;
  }

  /** A new key; empty where its owner has too many. */
  public Optional<MadeKey> makeKey(
      Session session, String label, Set<Permission> scopes, Instant expires) {
    if (rows.keysOf(session.user()).size() >= MOST_KEYS) {
      return Optional.empty();
    }
    Token token = Token.random("sp_");
    String id = Token.random("").hash().substring(0, 16);
    LoginRows.KeyRow row =
        new LoginRows.KeyRow(
            id, label, session.user(), scopes, clock.instant(), expires, Instant.EPOCH);
    rows.addKey(row, token.hash());
    trail.note("key-made", session.user(), session.network(), label);
    return Optional.of(new MadeKey(key(row, session.role()), token.text()));
  }

  public List<ApiKey> keys(Session session) {
    return rows.keysOf(session.user()).stream().map(row -> key(row, session.role())).toList();
  }

  public boolean revokeKey(Session session, String id) {
    boolean removed = rows.removeKey(session.user(), id);
    if (removed) {
      trail.note("key-revoked", session.user(), session.network(), id);
    }
    return removed;
  }

  /** The key that a text shows; empty where it is none, has expired, or its owner may no more. */
  public Optional<ApiKey> key(String text) {
    Instant now = clock.instant();
    Optional<LoginRows.KeyRow> row =
        rows.key(Token.hash(text)).filter(key -> key.expires().isAfter(now));
    row.filter(key -> key.used().plus(SHOWN_AGAIN).isBefore(now))
        .ifPresent(key -> rows.used(key.id(), now));
    return row.flatMap(key -> roles.apply(key.owner()).map(role -> key(key, role)));
  }

  private static ApiKey key(LoginRows.KeyRow row, Role role) {
    return new ApiKey(
        row.id(),
        row.label(),
        row.owner(),
        role,
        row.scopes(),
        row.created(),
        row.expires(),
        row.used());
  }

  /** Whoever sits at somebody's open session guesses no faster than at the door. */
  private boolean proven(Session session, Secret password) {
    if (!attempts.wait(session.user(), session.network()).isZero()) {
      return false;
    }
    if (passwordIsRight(session.user(), password)) {
      return true;
    }
    attempts.failed(session.user(), session.network());
    trail.note("refused", session.user(), session.network(), "wrong password in a session");
    return false;
  }

  private Outcome wrong(String user, String network, String what) {
    attempts.failed(user, network);
    watch.failed(user, network);
    trail.note("refused", user, network, "wrong " + what);
    return new Outcome.Wrong();
  }

  private boolean taken(String user, LoginRows.Factor factor, String code) {
    OptionalLong step =
        seal.open(factor.sealed(), user)
            .map(secret -> Totp.step(secret, code, clock.instant(), factor.step()))
            .orElse(OptionalLong.empty());
    return step.isPresent() && rows.take(user, step.getAsLong());
  }

  /** As long for a name that nobody has, and for a phone's password, as for a console's. */
  private boolean passwordIsRight(String user, Secret password) {
    Optional<String> hash = rows.password(user);
    boolean hashed = matches(hash.orElseGet(this::nobody), password);
    boolean phones = directory.verify(user, password);
    boolean enabled = directory.user(user).filter(u -> u.enabled()).isPresent();
    return enabled && (hash.isPresent() ? hashed : phones);
  }

  /** A hash of what nobody knows. */
  private String nobody() {
    if (nobody == null) {
      nobody = hashed(Secret.of(Token.random("").text()));
    }
    return nobody;
  }

  private boolean matches(String hash, Secret password) {
    return bounded(() -> PasswordHash.matches(hash, password));
  }

  private String hashed(Secret password) {
    return bounded(() -> PasswordHash.of(password));
  }

  /** Each hash takes 19 MiB: many at once must not take the server's memory. */
  private <T> T bounded(java.util.function.Supplier<T> work) {
    try {
      if (!hashing.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Busy();
    }
    try {
      return work.get();
    } finally {
      hashing.release();
    }
  }

  /** Too many sign in at this moment. */
  public static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;

    Busy() {
      super("too many sign in at this moment", null, false, false);
    }
  }
}
