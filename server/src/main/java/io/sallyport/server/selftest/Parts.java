package io.sallyport.server.selftest;

import io.sallyport.server.base.Component.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Checks of the server's own parts: what each says of its health, and who may read the keys. */
public final class Parts {
  private Parts() {}

  /** What every component says of itself. */
  public static Check health(Supplier<Map<String, Health>> health) {
    return new Check("health", "parts", "All parts are well", () -> look(health.get()));
  }

  private static Finding look(Map<String, Health> health) {
    List<String> ill = new ArrayList<>();
    health.forEach(
        (name, state) -> {
          if (!state.ok()) {
            ill.add(name + ": " + state.detail());
          }
        });
    return ill.isEmpty()
        ? Finding.ok(health.size() + " parts say that they are well")
        : Finding.failed(String.join("; ", ill), "the dashboard and the log tell more");
  }

  /**
   * Who may read what is secret.
   *
   * @param problems a sentence for each file that is too open; looked for when asked
   */
  public static Check keys(Supplier<List<String>> problems) {
    return new Check(
        "keys", "storage", "Keys belong to the server alone", () -> secret(problems.get()));
  }

  private static Finding secret(List<String> problems) {
    return problems.isEmpty()
        ? Finding.ok("the data directory and every key file are closed to other accounts")
        : Finding.failed(
            String.join("; ", problems), "take the others' permissions away: chmod go-rwx");
  }
}
