package io.sallyport.server.api.officer;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.retention.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How long things are kept. */
public final class RetentionResource implements Api.Resource {
  /**
   * One class.
   *
   * @param kept seconds; 0 for ever
   * @param from whether the time counts from the begin or the end
   * @param takes what a purge destroys: bodies or everything
   * @param floor seconds that it is kept at least; 0 for no floor
   */
  record RetentionClassView(
      String name, Duration kept, String from, String takes, Duration floor) {}

  /** All classes. */
  record RetentionView(List<RetentionClassView> classes, boolean purgeNeedsTwo) {}

  // immutable
  private final Retention retention;

  public RetentionResource(Retention retention) {
    this.retention = retention;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/retention", "retention", "How long each class is kept.")
            .needs(Permission.READ_TRAIL)
            .gives(RetentionView.class)
            .by(this::show));
  }

  private Object show(Asked asked) {
    return new RetentionView(
        retention.terms().stream().map(RetentionResource::view).toList(),
        retention.purgeNeedsTwo());
  }

  private static RetentionClassView view(Retention.Term term) {
    return new RetentionClassView(
        term.kind().text(),
        term.settings().keep(),
        term.settings().from().name().toLowerCase(Locale.ROOT),
        term.settings().takes().name().toLowerCase(Locale.ROOT),
        term.floor().orElse(Duration.ZERO));
  }
}
