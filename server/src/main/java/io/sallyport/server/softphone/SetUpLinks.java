package io.sallyport.server.softphone;

import io.sallyport.server.base.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Links by which a phone that has no session fetches its file: each opens once, for a short time,
 * and is forgotten with a restart. Any thread.
 */
public final class SetUpLinks {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int LETTERS = 32;
  private static final int MOST_OF_ONE = 5;
  private static final int MOST = 10_000;

  private record Open(String user, Instant ends) {}

  /**
   * A link.
   *
   * @param token what the phone shows: 160 random bits
   */
  public record Link(String token, Instant ends) {
    @Override
    public String toString() {
      return "Link[until " + ends + "]";
    }
  }

  // immutable
  private final InstantSource clock;

  // any thread: guarded by this; the oldest first
  private final Map<String, Open> links = new LinkedHashMap<>();

  public SetUpLinks(InstantSource clock) {
    this.clock = clock;
  }

  /** A new one; the oldest gives way where there are too many. */
  public synchronized Link open(String user) {
    Instant now = clock.instant();
    links.values().removeIf(link -> !link.ends().isAfter(now));
    links.entrySet().stream()
        .filter(link -> link.getValue().user().equals(user))
        .map(Map.Entry::getKey)
        .toList()
        .stream()
        .limit(Math.max(0, count(user) - MOST_OF_ONE + 1))
        .forEach(links::remove);
    if (links.size() >= MOST) {
      links.remove(links.keySet().iterator().next());
    }
    Link link = new Link(Ids.random(LETTERS), now.plus(LIFE));
    links.put(link.token(), new Open(user, link.ends()));
    return link;
  }

  private long count(String user) {
    return links.values().stream().filter(link -> link.user().equals(user)).count();
  }

  /** Whose it is; empty where it never was, is too old, or was shown before. */
  public synchronized Optional<String> take(String token) {
    Instant now = clock.instant();
    return Optional.ofNullable(links.remove(token))
        .filter(link -> link.ends().isAfter(now))
        .map(Open::user);
  }
}
