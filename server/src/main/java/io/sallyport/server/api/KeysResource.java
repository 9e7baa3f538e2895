package io.sallyport.server.api;

import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.base.KebabCase;
import io.sallyport.server.login.ApiKey;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.login.Session;
import io.sallyport.server.login.SignIn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Keys with which programs act for those who made them. */
public final class KeysResource implements Api.Resource {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int LONGEST_LABEL = 64;

  /** A key as its owner sees it afterwards. */
  record KeyView(
      String id,
      String label,
      List<Permission> scopes,
      Instant created,
      Instant expires,
      Instant used) {}

  /** A key to be made; scopes are permissions of one's role. */
  record NewKey(String label, List<String> scopes, Instant expires) {}

  /** A new key with the text that programs show; it is told this once. */
  record MadeKey(KeyView key, String text) {
    @Override
    public String toString() {
      return "MadeKey[redacted]";
    }
  }

  // immutable
  private final SignIn signIn;
  private final Gate gate;
  private final InstantSource clock;

  public KeysResource(SignIn signIn, InstantSource clock) {
    this.signIn = signIn;
    this.gate = new Gate(signIn);
    this.clock = clock;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/keys", "keys", "One's own keys.")
            .givesPage(KeyView.class)
            .by(
                asked ->
                    Page.of(
                        signIn.keys(session(asked)).stream().map(KeysResource::view).toList(),
                        KeyView::id,
                        asked.cursor(),
                        asked.limit())),
        Operation.of(Method.POST, "/keys", "keys", "Make a key.")
            .takes(NewKey.class)
            .gives(MadeKey.class)
            .creates()
            .by(this::make),
        Operation.of(Method.DELETE, "/keys/{key}", "keys", "Revoke a key.").by(this::revoke));
  }

  private Object make(Asked asked) {
    Session session = session(asked);
    NewKey wanted = asked.body(NewKey.class);
    List<Problem.FieldError> errors = Asked.errors();
    String label = wanted.label() == null ? "" : wanted.label().strip();
    if (label.isEmpty()
        || label.length() > LONGEST_LABEL
        || label.chars().anyMatch(Character::isISOControl)) {
      errors.add(
          new Problem.FieldError(
              "label", "has 1 to " + LONGEST_LABEL + " characters and no control characters"));
    }
    Set<Permission> scopes = scopes(session, wanted.scopes(), errors);
    Instant now = clock.instant();
    Instant expires = wanted.expires() == null ? now.plus(LONGEST) : wanted.expires();
    if (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST))) {
      errors.add(new Problem.FieldError("expires", "is in the future, at most a year away"));
    }
    Asked.check(errors);
    SignIn.MadeKey made =
        signIn
            .makeKey(session, label, scopes, expires)
            .orElseThrow(() -> Problem.conflict("There are too many keys. Revoke one first."));
    return new MadeKey(view(made.key()), made.text());
  }

  private static Set<Permission> scopes(
      Session session, List<String> words, List<Problem.FieldError> errors) {
    Set<Permission> scopes = EnumSet.noneOf(Permission.class);
    for (String word : words == null ? List.<String>of() : words) {
      KebabCase.constant(Permission.class, word)
          .filter(session.role()::may)
          .ifPresentOrElse(
              scopes::add,
              () -> errors.add(new Problem.FieldError("scopes", "you have no such permission")));
    }
    if (scopes.isEmpty() && errors.isEmpty()) {
      errors.add(new Problem.FieldError("scopes", "a key without a scope could do nothing"));
    }
    return scopes;
  }

  private Object revoke(Asked asked) {
    if (!signIn.revokeKey(session(asked), asked.path("key"))) {
      throw Problem.notFound("You have no such key.");
    }
    return null;
  }

  private Session session(Asked asked) {
    return gate.signedIn(asked.context());
  }

  private static KeyView view(ApiKey key) {
    return new KeyView(
        key.id(),
        key.label(),
        key.scopes().stream().sorted().toList(),
        key.created(),
        key.expires(),
        key.used());
  }
}
