package io.sallyport.server.api;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.login.Session;
import io.sallyport.server.login.SignIn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Who makes a request, and whether that person may. A session is shown by a cookie that no script
 * can read and no other site can send along; whatever changes something must show the session's
 * second token beside it. An API key is shown in a header, and by nothing else.
 */
final class Gate {
  static final String COOKIE = "__Host-sallyport";
  static final String CSRF = "X-CSRF-Token";

  private static final String BACKGROUND = "X-Background";
  private static final String BEARER = "Bearer ";

  // immutable
  private final SignIn signIn;

  Gate(SignIn signIn) {
    this.signIn = signIn;
  }

  /** The caller; throws the problem where the operation is not theirs to do. */
  Caller admit(Operation operation, Context context) {
    if (operation.method.changes() && bearer(context).isEmpty()) {
      ownOrigin(context);
    }
    Optional<Caller> caller = caller(operation, context);
    if (operation.open) {
      return caller.orElse(null);
    }
    Caller known = caller.orElseThrow(Problem::notSignedIn);
    if (!operation.path.startsWith("/session") && mustSetUp(known)) {
      throw Problem.secondFactorNeeded();
    }
    if (operation.permission != null && !known.may(operation.permission)) {
      throw Problem.forbidden(
          "This needs the permission " + PlainTypes.word(operation.permission) + ".");
    }
    return known;
  }

  /** A key of somebody who must have a second factor and has none opens nothing either. */
  private boolean mustSetUp(Caller caller) {
    return signIn.needsSecondFactor(caller.role()) && !signIn.hasSecondFactor(caller.user());
  }

  private Optional<Caller> caller(Operation operation, Context context) {
    String network = context.ip();
    Optional<String> key = bearer(context);
    if (key.isPresent()) {
      return signIn
          .key(key.get())
          .map(k -> new Caller(k.owner(), k.role(), k.label(), k.scopes(), network, ""));
    }
    return session(context)
        .map(
            session -> {
              if (operation.method.changes() && !operation.open) {
                sameSite(session, context);
              }
              return new Caller(
                  session.user(),
                  session.role(),
                  "",
                  EnumSet.allOf(Permission.class),
                  network,
                  session.id());
            });
  }

  /** Whether the caller may go on with what lasts; asking does not prolong a session. */
  BooleanSupplier stays(Context context) {
    Optional<String> key = bearer(context);
    if (key.isPresent()) {
      return () -> signIn.key(key.get()).isPresent();
    }
    String cookie = context.cookie(COOKIE);
    return () -> signIn.unseen(cookie).isPresent();
  }

  /** The session that the cookie shows; what a page asks by itself does not prolong it. */
  Optional<Session> session(Context context) {
    boolean background = context.header(BACKGROUND) != null;
    return Optional.ofNullable(context.cookie(COOKIE))
        .flatMap(cookie -> background ? signIn.unseen(cookie) : signIn.session(cookie));
  }

  /** The same; throws where there is none. */
  Session signedIn(Context context) {
    return session(context)
        .orElseThrow(() -> Problem.forbidden("This is for people who have signed in."));
  }

  /** The API key that is shown, right or wrong. */
  private static Optional<String> bearer(Context context) {
    return Optional.ofNullable(context.header("Authorization"))
        .filter(header -> header.startsWith(BEARER))
        .map(header -> header.substring(BEARER.length()));
  }

  /**
   * Refuses what a page of another origin sends, signing in included; a browser says where its
   * request comes from, whatever the page wants.
   */
  private static void ownOrigin(Context context) {
    String site = context.header("Sec-Fetch-Site");
    String origin = context.header("Origin");
    boolean foreign = site != null && !site.equals("same-origin") && !site.equals("none");
    if (foreign || origin != null && !origin.equalsIgnoreCase("https://" + context.host())) {
      throw Problem.forbidden("Requests from pages of other origins change nothing here.");
    }
  }

  private static void sameSite(Session session, Context context) {
    String shown = context.header(CSRF);
    byte[] given = (shown == null ? "" : shown).getBytes(StandardCharsets.US_ASCII);
    if (!MessageDigest.isEqual(given, session.csrf().getBytes(StandardCharsets.US_ASCII))) {
      throw Problem.forbidden("The header " + CSRF + " is missing or is not this session's.");
    }
  }

  static void setCookie(Context context, String token, Duration longest) {
    Cookie cookie = new Cookie(COOKIE, token);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(true);
    cookie.setSameSite(SameSite.STRICT);
    cookie.setMaxAge((int) longest.toSeconds());
    context.cookie(cookie);
  }

  static void clearCookie(Context context) {
    setCookie(context, "", Duration.ZERO);
  }
}
