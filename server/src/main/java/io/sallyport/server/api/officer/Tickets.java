package io.sallyport.server.api.officer;

import io.sallyport.server.base.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Paths that are good once, for a while and for one person: a browser takes a file by an address,
 * and an address is kept in places where a package must not be found.
 */
final class Tickets {
  private static final Duration GOOD = Duration.ofMinutes(5);
  private static final int MOST = 1_000;
  private static final int BYTES = 24;

  // immutable
  private final InstantSource clock;

  // any thread: under this object's lock
  private final Map<String, Ticket> given = new LinkedHashMap<>();

  Tickets(InstantSource clock) {
    this.clock = clock;
  }

  /** One of them. */
  record Ticket(String text, String what, String user, Instant until) {
    @Override
    public String toString() {
      return "Ticket[" + what + "]";
    }
  }

  /** A ticket; the oldest goes where there are too many. */
  synchronized Ticket give(String what, String user) {
    Instant now = clock.instant();
    given.values().removeIf(ticket -> !now.isBefore(ticket.until()));
    if (given.size() >= MOST) {
      given.remove(given.keySet().iterator().next());
    }
    Ticket ticket = new Ticket(Ids.random(BYTES), what, user, now.plus(GOOD));
    given.put(ticket.text(), ticket);
    return ticket;
  }

  /** What the ticket is for, once; empty for a stranger, who does not use it up. */
  synchronized Optional<String> take(String text, String user) {
    Ticket ticket = given.get(text);
    if (ticket == null
        || !ticket.user().equals(user)
        || !clock.instant().isBefore(ticket.until())) {
      return Optional.empty();
    }
    given.remove(text);
    return Optional.of(ticket.what());
  }
}
