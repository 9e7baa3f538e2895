package io.sallyport.server.guard;

import io.sallyport.server.base.Networks;
import io.sallyport.server.db.Database;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.wire.HeldJournal;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/** Guards and their settings for tests. */
public final class Guards {
  private Guards() {}

  public static Guard of(GuardSettings settings, Database database, LongSupplier nanoTime) {
    return new Guard(
        settings, new HeldJournal(), database, InstantSource.system(), nanoTime, new Counters());
  }

  /** Logins may send so many requests a second and at once. */
  public static GuardSettings rates(int perSecond, int burst) {
    GuardSettings d = GuardSettings.defaults();
    return new GuardSettings(
        d.allowNetworks(), perSecond, burst, d.remembered(), d.blocks(), d.limits());
  }

  /** Nobody is blocked or limited. */
  public static GuardSettings lenient() {
    GuardSettings d = GuardSettings.defaults();
    return new GuardSettings(
        Networks.of(List.of("0.0.0.0/0", "::/0")), 100_000, 1_000_000, 1_000, d.blocks(), limits());
  }

  static GuardSettings limits(String... callers) {
    GuardSettings d = GuardSettings.defaults();
    return new GuardSettings(
        d.allowNetworks(),
        d.requestsPerSecond(),
        d.burst(),
        d.remembered(),
        d.blocks(),
        new GuardSettings.Limits(
            List.of(callers),
            d.limits().destinations(),
            List.of("expensive mon-fri 19:00-07:00", "expensive sat,sun 00:00-24:00"),
            "UTC",
            true));
  }

  private static GuardSettings.Limits limits() {
    return new GuardSettings.Limits(List.of(), List.of(), List.of(), "UTC", false);
  }
}
