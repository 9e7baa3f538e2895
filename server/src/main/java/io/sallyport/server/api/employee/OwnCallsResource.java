package io.sallyport.server.api.employee;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.api.Problem;
import io.sallyport.server.archive.CallRow;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.policy.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The calls of whoever asks, as they are on record. */
public final class OwnCallsResource implements Api.Resource {

  /** Where one's own calls are looked up, newest first. */
  @FunctionalInterface
  public interface Source {
    List<CallRow> of(String address, long before, int limit);
  }

  /** Which way a call went. */
  enum Direction {
    IN,
    OUT
  }

  /** What became of a call, to whoever looks at it. */
  enum Result {
    RUNNING,
    ANSWERED,
    /** Came in while nobody answered. */
    MISSED,
    /** Turned down by who was called, whichever side that is. */
    DECLINED,
    BUSY,
    /** Went out, and nobody answered. */
    NO_ANSWER,
    CANCELLED,
    /** Not let through: by a rule, by an address that nobody has, by a fault. */
    REFUSED
  }

  /**
   * One call.
   *
   * @param with the other side's address
   * @param user the other side's name, where it is a user of this server; else empty
   * @param display what to show for the other side
   * @param talk seconds from the answer to the end; 0 where nobody answered
   * @param status the SIP status that the caller saw; 0 while it runs
   * @param reason why it was refused or ended, in words; empty for none
   */
  record OwnCall(
      String call,
      Direction direction,
      String with,
      String user,
      String display,
      Instant started,
      Duration talk,
      boolean video,
      Result result,
      int status,
      String reason) {}

  // immutable
  private final Source source;
  private final Directory directory;
  private final String domain;

  public OwnCallsResource(Source source, Directory directory, String domain) {
    this.source = source;
    this.directory = directory;
    this.domain = domain;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/me/calls", "own calls", "One's own calls, newest first.")
            .needs(Permission.PHONE)
            .givesPage(OwnCall.class)
            .by(this::list));
  }

  private Object list(Asked asked) {
    String own = Addresses.of(asked.caller().user(), domain);
    List<CallRow> rows = source.of(own, before(asked.cursor()), asked.limit() + 1);
    List<CallRow> shown = rows.stream().limit(asked.limit()).toList();
    boolean more = rows.size() > shown.size();
    String next = more ? Long.toString(shown.get(shown.size() - 1).sequence()) : "";
    return new Page<>(shown.stream().map(row -> view(row, own)).toList(), next);
  }

  private static long before(String cursor) {
    if (cursor.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (!cursor.matches("[0-9]{1,18}")) {
      throw Problem.invalid("cursor", "is `next` of the page before");
    }
    return Long.parseLong(cursor);
  }

  private OwnCall view(CallRow row, String own) {
    boolean out = row.from().equals(own);
    String with = out ? row.to() : row.from();
    Optional<User> user =
        Address.parse(with)
            .filter(address -> address.domain().equalsIgnoreCase(domain))
            .flatMap(address -> directory.user(address.user()));
    return new OwnCall(
        row.call(),
        out ? Direction.OUT : Direction.IN,
        with,
        user.map(User::name).orElse(""),
        user.map(User::display).filter(d -> !d.isBlank()).orElse(plain(with)),
        row.started(),
        row.talk(),
        row.kinds().contains("video"),
        result(row, out),
        row.status(),
        row.reason().orElse(""));
  }

  /** The record's words are the caller's; who was called sees some of them with other eyes. */
  static Result result(CallRow row, boolean out) {
    return switch (row.outcome().orElse("")) {
      case "" -> Result.RUNNING;
      case "answered" -> Result.ANSWERED;
      case "declined" -> Result.DECLINED;
      case "busy" -> out ? Result.BUSY : Result.MISSED;
      case "no-answer", "offline" -> out ? Result.NO_ANSWER : Result.MISSED;
      case "cancelled" -> out ? Result.CANCELLED : Result.MISSED;
      default -> Result.REFUSED;
    };
  }

  private static String plain(String address) {
    return address.startsWith("sip:") ? address.substring(4) : address;
  }
}
