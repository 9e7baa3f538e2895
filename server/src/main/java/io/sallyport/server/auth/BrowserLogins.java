package io.sallyport.server.auth;

import io.sallyport.server.base.Ids;
import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.Credentials;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.Transport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * SIP logins of browser phones: a name and a random secret that whoever has signed in at the
 * console is given, good for some minutes and on WebSocket alone, so that no page ever holds an
 * account's password. In memory; bounded; any thread.
 *
 * <p>The name says whose login it is and which ({@code alice~k3v…}): {@code ~} is in no user's
 * name, so it is found in one step, and nothing about the account's own password is touched by it.
 * A login ends with its time, with the console session that it was given to, and when newer ones
 * push it out; with the session end the connections too on which it was used.
 */
public final class BrowserLogins {
  /** How long a login is good for; a page asks for the next one at half of it. */
  public static final Duration LIFETIME = Duration.ofMinutes(10);

  /** Of one session: each open tab takes one every few minutes. The oldest goes for the newest. */
  static final int MOST_OF_A_SESSION = 16;

  private static final int MOST_FLOWS = 16;
  private static final int MOST_SESSIONS = 100_000;
  private static final int ID_LENGTH = 16;
  private static final int SECRET_LENGTH = 32;
  private static final char MARK = '~';

  /**
   * What a page logs in with.
   *
   * @param username for digest, in place of the user's own
   */
  public record Login(String username, Secret secret, Duration lifetime) {}

  /** A login that is good now. */
  record Found(String user, Credentials credentials) {}

  private record Ticket(String username, Credentials credentials, long made) {}

  private record Holder(String user, Deque<Ticket> tickets, Set<Flow> flows) {}

  // immutable
  private final String realm;
  private final LongSupplier nanoTime;

  // any thread: under this object's lock
  private final Map<String, Holder> bySession = new LinkedHashMap<>();
  private final Map<String, Holder> byUsername = new LinkedHashMap<>();

  /**
   * Logins for one domain.
   *
   * @param realm of digest
   * @param nanoTime monotonic time
   */
  public BrowserLogins(String realm, LongSupplier nanoTime) {
    this.realm = realm;
    this.nanoTime = nanoTime;
  }

  /**
   * Makes a login for whoever has signed in.
   *
   * @param session names the console session with which the login ends
   */
  public Login issue(String user, String session) {
    String canonical = Directory.canonical(user);
    String username = canonical + MARK + Ids.random(ID_LENGTH);
    String secret = Ids.random(SECRET_LENGTH);
    // the hashes are made before anybody has to wait for the lock
    Credentials credentials = Credentials.of(username, realm, secret);
    synchronized (this) {
      forgetOld();
      Holder holder =
          bySession.computeIfAbsent(
              session, s -> new Holder(canonical, new ArrayDeque<>(), new HashSet<>()));
      if (holder.tickets().size() >= MOST_OF_A_SESSION) {
        byUsername.remove(holder.tickets().removeFirst().username());
      }
      holder.tickets().addLast(new Ticket(username, credentials, nanoTime.getAsLong()));
      byUsername.put(username, holder);
      return new Login(username, Secret.of(secret), LIFETIME);
    }
  }

  /**
   * Ends the logins that were given to a session, and closes the connections on which one was used:
   * whoever signs out is not called there any more.
   */
  public void revoke(String session) {
    List<Flow> open;
    synchronized (this) {
      Holder holder = bySession.remove(session);
      if (holder == null) {
        return;
      }
      holder.tickets().forEach(ticket -> byUsername.remove(ticket.username()));
      open = List.copyOf(holder.flows());
    }
    open.forEach(Flow::close);
  }

  /** The login of that name, where it is good on that flow; to be checked like any other. */
  Optional<Found> find(String username, Flow flow) {
    return mayBeOne(username, flow) ? found(username) : Optional.empty();
  }

  private synchronized Optional<Found> found(String username) {
    Holder holder = byUsername.get(username);
    if (holder == null) {
      return Optional.empty();
    }
    long now = nanoTime.getAsLong();
    return holder.tickets().stream()
        .filter(ticket -> ticket.username().equals(username) && !over(ticket, now))
        .findFirst()
        .map(ticket -> new Found(holder.user(), ticket.credentials()));
  }

  /** The login was right: the connection ends with the session. */
  void used(String username, Flow flow) {
    if (mayBeOne(username, flow)) {
      hold(username, flow);
    }
  }

  private synchronized void hold(String username, Flow flow) {
    Holder holder = byUsername.get(username);
    if (holder != null && !holder.flows().contains(flow)) {
      holder.flows().removeIf(each -> !each.isOpen());
      if (holder.flows().size() < MOST_FLOWS) {
        holder.flows().add(flow);
      } else {
        // it would outlive the session
        flow.close();
      }
    }
  }

  /** Whether to look at all: the logins of other phones wait for no lock. */
  private static boolean mayBeOne(String username, Flow flow) {
    return flow.transport() == Transport.WSS && username.indexOf(MARK) >= 0;
  }

  /** Logins in memory, good or not yet forgotten. */
  synchronized int size() {
    return byUsername.size();
  }

  /**
   * What is over makes room. A session whose logins are all over is kept while a connection of it
   * is open, so that its end still closes that.
   */
  private void forgetOld() {
    long now = nanoTime.getAsLong();
    Iterator<Holder> holders = bySession.values().iterator();
    while (holders.hasNext()) {
      Holder holder = holders.next();
      while (!holder.tickets().isEmpty() && over(holder.tickets().getFirst(), now)) {
        byUsername.remove(holder.tickets().removeFirst().username());
      }
      holder.flows().removeIf(flow -> !flow.isOpen());
      if (holder.tickets().isEmpty() && holder.flows().isEmpty()) {
        holders.remove();
      }
    }
    if (bySession.size() >= MOST_SESSIONS) {
      Holder eldest = bySession.remove(bySession.keySet().iterator().next());
      eldest.tickets().forEach(ticket -> byUsername.remove(ticket.username()));
    }
  }

  private static boolean over(Ticket ticket, long now) {
    return now - ticket.made() >= LIFETIME.toNanos();
  }
}
