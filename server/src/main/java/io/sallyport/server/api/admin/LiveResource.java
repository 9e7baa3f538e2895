package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.admin.LiveViews.LiveCallDetail;
import io.sallyport.server.api.admin.LiveViews.LiveCallView;
import io.sallyport.server.base.KebabCase;
import io.sallyport.server.call.LiveCalls;
import io.sallyport.server.call.LiveFilter;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.policy.Attempt.Direction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls that run now, and what an administrator may do about them. */
public final class LiveResource implements Api.Resource {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Why something is done; it goes on record. */
  record LiveReason(String reason) {}

  /**
   * What to do to one side.
   *
   * @param on whether it begins or ends
   */
  record SideAct(String side, boolean on, String reason) {}

  /** How many calls were meant. */
  record EndedCalls(int calls) {}

  // immutable
  private final LiveCalls live;

  public LiveResource(LiveCalls live) {
    this.live = live;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        filtered(Operation.of(Method.GET, "/live", "live calls", "Calls that ring or run now."))
            .needs(Permission.READ_STATE)
            .givesPage(LiveCallView.class)
            .by(this::list),
        Operation.of(
                Method.GET, "/live/{call}", "live calls", "A call with the figures of its media.")
            .needs(Permission.READ_STATE)
            .gives(LiveCallDetail.class)
            .by(this::one),
        filtered(
                Operation.of(
                    Method.POST,
                    "/live/end",
                    "live calls",
                    "End the calls that meet every criterion; at least one must be given."))
            .needs(Permission.ADMINISTER)
            .takes(LiveReason.class)
            .gives(EndedCalls.class)
            .by(this::endAll),
        Operation.of(Method.POST, "/live/{call}/end", "live calls", "End a call.")
            .needs(Permission.ADMINISTER)
            .takes(LiveReason.class)
            .by(this::end),
        Operation.of(
                Method.POST,
                "/live/{call}/mute",
                "live calls",
                "Let one side's media not reach the other, or again.")
            .needs(Permission.ADMINISTER)
            .takes(SideAct.class)
            .by(asked -> side(asked, true)),
        Operation.of(
                Method.POST, "/live/{call}/hold", "live calls", "Put a side on hold, or resume.")
            .needs(Permission.ADMINISTER)
            .takes(SideAct.class)
            .by(asked -> side(asked, false)),
        Operation.of(
                Method.POST,
                "/live/{call}/forbid-video",
                "live calls",
                "Remove video and let none be added.")
            .needs(Permission.ADMINISTER)
            .takes(LiveReason.class)
            .by(this::forbidVideo));
  }

  private static Operation filtered(Operation operation) {
    return operation
        .query("user", "Name or address of either side.")
        .query("group", "That either side is in.")
        .query("rule", "That allowed it.")
        .query("longer-than", "Seconds since it was asked for.")
        .query("direction", "internal, inbound or outbound.")
        .query("kind", "audio or video.");
  }

  private Object list(Asked asked) {
    List<LiveCallView> calls =
        live.list(filter(asked)).stream()
            .map(LiveCallView::of)
            .sorted(java.util.Comparator.comparing(LiveCallView::call))
            .toList();
    return Page.of(calls, LiveCallView::call, asked.cursor(), asked.limit());
  }

  private Object one(Asked asked) {
    return live.list(LiveFilter.of(asked.path("call"))).stream()
        .findFirst()
        .map(LiveCallDetail::of)
        .orElseThrow(LiveResource::noSuchCall);
  }

  private Object endAll(Asked asked) {
    LiveFilter filter = filter(asked);
    if (filter.equals(LiveFilter.ALL)) {
      throw Problem.invalid("(query)", "say which calls; a single one ends under its own address");
    }
    return new EndedCalls(
        awaited(live.end(filter, act(asked, asked.body(LiveReason.class).reason()))));
  }

  private Object end(Asked asked) {
    LiveCalls.Act act = act(asked, asked.body(LiveReason.class).reason());
    if (awaited(live.end(LiveFilter.of(asked.path("call")), act)) == 0) {
      throw noSuchCall();
    }
    return null;
  }

  private Object side(Asked asked, boolean mute) {
    SideAct wanted = asked.body(SideAct.class);
    Side side =
        KebabCase.constant(Side.class, wanted.side())
            .orElseThrow(() -> Problem.invalid("side", "is a, the caller, or b, the callee"));
    LiveCalls.Act act = act(asked, wanted.reason());
    String call = asked.path("call");
    done(mute ? live.mute(call, side, wanted.on(), act) : live.hold(call, side, wanted.on(), act));
    return null;
  }

  private Object forbidVideo(Asked asked) {
    done(live.forbidVideo(asked.path("call"), act(asked, asked.body(LiveReason.class).reason())));
    return null;
  }

  /** Who acts, and why. */
  static LiveCalls.Act act(Asked asked, String reason) {
    return new LiveCalls.Act(asked.caller().onRecord(), Words.reason(reason));
  }

  private static LiveFilter filter(Asked asked) {
    String direction = asked.query("direction");
    Optional<Direction> found = KebabCase.constant(Direction.class, direction);
    if (!direction.isEmpty() && found.isEmpty()) {
      throw Problem.invalid("direction", "is internal, inbound or outbound");
    }
    String longer = asked.query("longer-than");
    if (!longer.matches("\\d{0,9}")) {
      throw Problem.invalid("longer-than", "is a number of seconds");
    }
    return new LiveFilter(
        "",
        asked.query("user"),
        asked.query("group"),
        asked.query("rule"),
        Duration.ofSeconds(longer.isEmpty() ? 0 : Long.parseLong(longer)),
        found,
        asked.query("kind"));
  }

  private static void done(CompletableFuture<LiveCalls.Result> asked) {
    switch (awaited(asked)) {
      case DONE -> {}
      case NO_SUCH_CALL -> throw noSuchCall();
      case NOT_ON_RECORD ->
          throw Problem.unavailable("It could not be put on record, and was not done.");
    }
  }

  private static Problem.Refused noSuchCall() {
    return Problem.notFound("No such call runs.");
  }

  private static <T> T awaited(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("The server is stopping.");
    } catch (ExecutionException | TimeoutException e) {
      throw Problem.unavailable("The call did not answer in time; look whether it still runs.");
    }
  }
}
