package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Maybe;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem;
import io.sallyport.server.call.LiveCalls;
import io.sallyport.server.login.Role.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Emptying the server of calls for maintenance. */
public final class DrainResource implements Api.Resource {
  private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

  /**
   * How it stands.
   *
   * @param on whether new calls are refused
   * @param since absent where it is not on
   * @param deadline when running calls end by force; absent where it is not on
   * @param calls that run
   */
  record DrainView(
      boolean on, @Maybe Instant since, @Maybe Instant deadline, String by, int calls) {}

  /**
   * What is wanted.
   *
   * @param seconds until running calls end by force
   */
  record DrainStart(long seconds, String reason) {}

  /** Why new calls are taken again. */
  record DrainEnd(String reason) {}

  // immutable
  private final LiveCalls live;

  public DrainResource(LiveCalls live) {
    this.live = live;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/live/drain", "live calls", "Whether new calls are taken.")
            .needs(Permission.READ_STATE)
            .gives(DrainView.class)
            .by(asked -> view(live.drain())),
        Operation.of(
                Method.POST,
                "/live/drain",
                "live calls",
                "Take no new calls but those for help; running ones end at a deadline.")
            .needs(Permission.ADMINISTER)
            .takes(DrainStart.class)
            .gives(DrainView.class)
            .by(this::start),
        Operation.of(Method.POST, "/live/drain/end", "live calls", "Take new calls again.")
            .needs(Permission.ADMINISTER)
            .takes(DrainEnd.class)
            .gives(DrainView.class)
            .by(this::end));
  }

  private Object start(Asked asked) {
    DrainStart wanted = asked.body(DrainStart.class);
    if (wanted.seconds() < 0 || wanted.seconds() > LONGEST_SECONDS) {
      throw Problem.invalid("seconds", "is a number from 0 to " + LONGEST_SECONDS);
    }
    LiveCalls.Act act = LiveResource.act(asked, wanted.reason());
    return view(live.drain(Duration.ofSeconds(wanted.seconds()), act));
  }

  private Object end(Asked asked) {
    return view(live.endDrain(LiveResource.act(asked, asked.body(DrainEnd.class).reason())));
  }

  private static DrainView view(LiveCalls.Drain drain) {
    return new DrainView(
        drain.on(),
        drain.on() ? drain.since() : null,
        drain.on() ? drain.deadline() : null,
        drain.on() ? drain.by() : "",
        drain.running());
  }
}
