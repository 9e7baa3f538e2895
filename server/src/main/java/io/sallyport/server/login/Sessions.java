package io.sallyport.server.login;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Who has signed in, by the hash of what their cookie says. In memory: whoever restarts the server
 * signs everybody out. Any thread.
 *
 * <p>A session ends after a time without a request, after a time whatever happens, when its owner
 * signs out, and when the account changes. Its token is new with each sign-in, so that none can be
 * planted beforehand.
 */
final class Sessions {
  /** Of one person: more devices than anybody has. The oldest is signed out for the newest. */
  static final int MOST_OF_ONE = 16;

  private static final int MOST = 100_000;

  private record Held(Session session, Instant seen) {}

  // immutable
  private final Duration idle;
  private final Duration longest;
  private final InstantSource clock;

  // guarded by this
  private final Map<String, Held> byHash = new LinkedHashMap<>();

  // any thread: volatile
  private volatile Consumer<Session> onEnd = session -> {};

  Sessions(Duration idle, Duration longest, InstantSource clock) {
    this.idle = idle;
    this.longest = longest;
    this.clock = clock;
  }

  /** Has somebody told of each session that ended; with this object's lock held. */
  void onEnd(Consumer<Session> told) {
    onEnd = told;
  }

  /** What a new session's cookie says, and the session. */
  record Opened(String token, Session session) {
    @Override
    public String toString() {
      return "Opened[" + session + "]";
    }
  }

  synchronized Opened open(String user, Role role, String network) {
    Instant now = clock.instant();
    forget(now);
    List<String> own =
        byHash.entrySet().stream()
            .filter(e -> e.getValue().session().user().equals(user))
            .sorted(Comparator.comparing(e -> e.getValue().seen()))
            .map(Map.Entry::getKey)
            .toList();
    own.stream().limit(Math.max(0, own.size() - MOST_OF_ONE + 1)).forEach(this::end);
    if (byHash.size() >= MOST) {
      end(byHash.keySet().iterator().next());
    }
    Token token = Token.random("");
    Session session =
        new Session(user, role, Token.random("").text(), network, now, now.plus(longest));
    byHash.put(token.hash(), new Held(session, now));
    return new Opened(token.text(), session);
  }

  /** The session of a cookie, which is thereby seen; empty where it is over or never was. */
  synchronized Optional<Session> of(String token) {
    String hash = Token.hash(token);
    Held held = byHash.get(hash);
    if (held == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (over(held, now)) {
      end(hash);
      return Optional.empty();
    }
    byHash.put(hash, new Held(held.session(), now));
    return Optional.of(held.session());
  }

  /** The same, without being seen. */
  synchronized Optional<Session> peek(String token) {
    return Optional.ofNullable(byHash.get(Token.hash(token)))
        .filter(held -> !over(held, clock.instant()))
        .map(Held::session);
  }

  /** Signs out; the session that was, if it was one. */
  synchronized Optional<Session> close(String token) {
    return end(Token.hash(token));
  }

  /** Ends all sessions of a user whose account, password or role has changed. */
  synchronized int closeAll(String user) {
    return endAll(held -> held.session().user().equals(user));
  }

  synchronized int size() {
    forget(clock.instant());
    return byHash.size();
  }

  private void forget(Instant now) {
    endAll(held -> over(held, now));
  }

  private int endAll(Predicate<Held> which) {
    List<String> hashes =
        byHash.entrySet().stream()
            .filter(entry -> which.test(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    hashes.forEach(this::end);
    return hashes.size();
  }

  private Optional<Session> end(String hash) {
    Optional<Session> ended = Optional.ofNullable(byHash.remove(hash)).map(Held::session);
    ended.ifPresent(onEnd);
    return ended;
  }

  private boolean over(Held held, Instant now) {
    return !now.isBefore(held.session().ends()) || !now.isBefore(held.seen().plus(idle));
  }
}
