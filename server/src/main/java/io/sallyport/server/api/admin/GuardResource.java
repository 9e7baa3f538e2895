package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem;
import io.sallyport.server.base.Durations;
import io.sallyport.server.base.PeerNetwork;
import io.sallyport.server.guard.Block;
import io.sallyport.server.guard.Guard;
import io.sallyport.server.login.Role.Permission;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who is shut out, and what raises alarms. */
public final class GuardResource implements Api.Resource {
  private static final int LONGEST_DAYS = 3_650;

  /**
   * A network that is shut out.
   *
   * @param reach {@code all}, {@code strangers} or {@code datagrams}
   * @param times how often it was blocked in a row
   */
  record GuardBlock(
      String network, Instant until, String reach, int times, String by, String reason) {}

  /** All of it. */
  record GuardView(List<GuardBlock> blocks, List<String> alarms) {}

  /**
   * A network to be shut out.
   *
   * @param lasting such as {@code 12h}
   */
  record NewBlock(String network, String lasting, String reason) {}

  /** A network to be let in again. */
  record LiftedBlock(String network, String reason) {}

  /** What a user's calls of today come to. */
  record GuardUsage(String user, double seconds, double cost) {}

  // immutable
  private final Guard guard;

  public GuardResource(Guard guard) {
    this.guard = guard;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/guard", "guard", "Who is shut out now, and alarms.")
            .needs(Permission.READ_STATE)
            .gives(GuardView.class)
            .by(asked -> view()),
        Operation.of(Method.POST, "/guard/blocks", "guard", "Shut a network out.")
            .needs(Permission.ADMINISTER)
            .takes(NewBlock.class)
            .gives(GuardView.class)
            .creates()
            .by(this::block),
        Operation.of(Method.POST, "/guard/lifts", "guard", "End a network's block.")
            .needs(Permission.ADMINISTER)
            .takes(LiftedBlock.class)
            .gives(GuardView.class)
            .by(this::lift),
        Operation.of(
                Method.GET, "/guard/usage/{user}", "guard", "What a user's calls of today come to.")
            .needs(Permission.READ_STATE)
            .gives(GuardUsage.class)
            .by(this::usage));
  }

  private GuardView view() {
    return new GuardView(
        guard.blocks().stream().map(GuardResource::view).toList(), List.copyOf(guard.alarms()));
  }

  private static GuardBlock view(Block block) {
    return new GuardBlock(
        block.network().toString(),
        block.until(),
        block.strangersOnly() ? "strangers" : block.datagramsOnly() ? "datagrams" : "all",
        block.level(),
        block.by(),
        block.reason());
  }

  private Object block(Asked asked) {
    NewBlock wanted = asked.body(NewBlock.class);
    List<Problem.FieldError> errors = new ArrayList<>();
    PeerNetwork network = network(wanted.network(), errors);
    Duration lasting =
        Durations.parse(Words.of(wanted.lasting()))
            .filter(d -> !d.isZero() && !d.isNegative() && d.toDays() <= LONGEST_DAYS)
            .orElse(null);
    if (lasting == null) {
      errors.add(new Problem.FieldError("lasting", "is a time such as 30m, 12h or 7d"));
    }
    String reason = reason(wanted.reason(), errors);
    Asked.check(errors);
    guard.block(network, lasting, asked.caller().onRecord(), reason);
    return view();
  }

  private Object lift(Asked asked) {
    LiftedBlock wanted = asked.body(LiftedBlock.class);
    List<Problem.FieldError> errors = new ArrayList<>();
    PeerNetwork network = network(wanted.network(), errors);
    String reason = reason(wanted.reason(), errors);
    Asked.check(errors);
    if (!guard.lift(network, asked.caller().onRecord(), reason)) {
      throw Problem.notFound("That network is not blocked.");
    }
    return view();
  }

  private Object usage(Asked asked) {
    Guard.Usage usage = guard.usage(asked.path("user"));
    return new GuardUsage(
        asked.path("user"),
        usage.talked().toSeconds(),
        BigDecimal.valueOf(usage.millionths(), 6).doubleValue());
  }

  private static PeerNetwork network(String text, List<Problem.FieldError> errors) {
    PeerNetwork network = PeerNetwork.parse(Words.of(text).strip()).orElse(null);
    if (network == null) {
      errors.add(new Problem.FieldError("network", "is an IP address such as 192.0.2.7"));
    }
    return network;
  }

  private static String reason(String text, List<Problem.FieldError> errors) {
    String reason = Words.of(text).strip();
    if (reason.isEmpty() || reason.length() > Words.LONGEST_REASON) {
      errors.add(
          new Problem.FieldError("reason", "has 1 to " + Words.LONGEST_REASON + " characters"));
    }
    return reason;
  }
}
