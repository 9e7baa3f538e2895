package io.sallyport.server.selftest;

import io.sallyport.server.edge.Listening;
import io.sallyport.server.path.Paths;
import io.sallyport.server.path.Probe;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The self-test from another machine: an invitation that opens one page once, and a line for a
 * shell. Each has a probe of its own, so that it is seen here whose checks arrived, whatever the
 * other side says.
 */
public final class Outside {
  /** How long an invitation can be used. */
  public static final Duration LASTING = Duration.ofHours(1);

  private static final int TOKEN_BYTES = 24;

  /**
   * What an admin takes along.
   *
   * @param token opens the page, once
   * @param command for a shell
   */
  public record Invitation(String token, Instant ends, String command) {
    @Override
    public String toString() {
      return "Invitation[until " + ends + "]";
    }
  }

  /**
   * What the page gets.
   *
   * @param fragment and {@code password}: for ICE, answered by the one port
   */
  public record Visit(String fragment, String password, int mediaPort) {
    @Override
    public String toString() {
      return "Visit[" + fragment + "]";
    }
  }

  /** One line of what the page found. */
  public record Told(String id, boolean ok, String seen) {}

  /**
   * What is known so far.
   *
   * @param visitor the address that the page was opened from; empty for none yet
   * @param told what the page found; a stranger's words
   * @param browser sources of the page's checks that arrived at the one port
   * @param shell the same of the line for a shell
   */
  public record View(
      Instant ends, String visitor, List<Told> told, List<String> browser, List<String> shell) {}

  private static final class Open {
    private final byte[] token;
    private final Instant ends;
    private final Probe browser;
    private final Probe shell;
    private String visitor = "";
    private List<Told> told = List.of();

    Open(byte[] token, Instant ends, Probe browser, Probe shell) {
      this.token = token;
      this.ends = ends;
      this.browser = browser;
      this.shell = shell;
    }
  }

  // immutable
  private final Paths paths;
  private final Supplier<List<Listening>> listening;
  private final List<Integer> closed;
  private final InstantSource clock;
  private final SecureRandom random;

  // any thread: under this object's lock
  private Open open;

  /**
   * @param closed TCP ports that must not be reached from outside
   */
  public Outside(
      Paths paths,
      Supplier<List<Listening>> listening,
      List<Integer> closed,
      InstantSource clock,
      SecureRandom random) {
    this.paths = paths;
    this.listening = listening;
    this.closed = List.copyOf(closed);
    this.clock = clock;
    this.random = random;
  }

  /**
   * Makes an invitation; an older one ends. Empty where too many tests are under way.
   *
   * @param host the name or address that the other machine is to use
   */
  public synchronized Optional<Invitation> invite(String host) {
    if (!host.matches("[A-Za-z0-9._:-]{1,253}")) {
      throw new IllegalArgumentException("not a host name: " + host.length() + " characters");
    }
    end();
    Optional<Probe> browser = paths.probe(LASTING);
    Optional<Probe> shell = paths.probe(LASTING);
    if (browser.isEmpty() || shell.isEmpty()) {
      browser.ifPresent(Probe::close);
      return Optional.empty();
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant ends = clock.instant().plus(LASTING);
    open = new Open(digest(token), ends, browser.get(), shell.get());
    String command =
        OutsideCommand.line(host, listening.get(), paths.port(), inOneLine(shell.get()), closed);
    return Optional.of(new Invitation(token, ends, command));
  }

  /** A shell sends what it has at the end of a line: one datagram must have none in it. */
  private byte[] inOneLine(Probe probe) {
    byte[] check = probe.request(random);
    while (new String(check, StandardCharsets.ISO_8859_1).indexOf('\n') >= 0) {
      check = probe.request(random);
    }
    return check;
  }

  /**
   * The page was opened: the first time it gets what it needs, afterwards and with another token
   * nothing.
   */
  public synchronized Optional<Visit> visit(String token, String from) {
    if (!valid(token) || !open.visitor.isEmpty()) {
      return Optional.empty();
    }
    open.visitor = from;
    return Optional.of(new Visit(open.browser.fragment(), open.browser.password(), paths.port()));
  }

  /** The page tells what it found; false where it was not invited, or has told before. */
  public synchronized boolean report(String token, List<Told> told) {
    if (!valid(token) || open.visitor.isEmpty() || !open.told.isEmpty()) {
      return false;
    }
    open.told = List.copyOf(told);
    return true;
  }

  /** What is known of the last invitation; empty where there is none, or it is over. */
  public synchronized Optional<View> view() {
    if (open == null || !clock.instant().isBefore(open.ends)) {
      return Optional.empty();
    }
    return Optional.of(
        new View(open.ends, open.visitor, open.told, texts(open.browser), texts(open.shell)));
  }

  private boolean valid(String token) {
    return open != null
        && clock.instant().isBefore(open.ends)
        && MessageDigest.isEqual(open.token, digest(token));
  }

  private synchronized void end() {
    if (open != null) {
      open.browser.close();
      open.shell.close();
      open = null;
    }
  }

  private static List<String> texts(Probe probe) {
    return probe.heard().stream().map(Outside::text).toList();
  }

  private static String text(InetSocketAddress source) {
    String address = source.getAddress().getHostAddress();
    return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + source.getPort();
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
