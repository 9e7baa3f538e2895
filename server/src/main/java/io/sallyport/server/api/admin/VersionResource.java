package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.login.Role.Permission;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** What runs: this program, what it is made of, and what it runs on. */
public final class VersionResource implements Api.Resource {

  /**
   * Something of others' that is part of the program.
   *
   * @param licence an SPDX expression
   */
  public record Dependency(String name, String version, String licence) {}

  /**
   * The program.
   *
   * @param commit of its sources; empty where it was built without one
   * @param database the database's own name and version
   * @param migrations how many scripts are applied
   * @param newestMigration how many this version knows
   */
  public record ProductView(
      String version,
      String commit,
      String java,
      String system,
      String node,
      String domain,
      Instant started,
      String database,
      int migrations,
      int newestMigration,
      List<Dependency> dependencies) {}

  // immutable
  private final Supplier<ProductView> version;

  public VersionResource(Supplier<ProductView> version) {
    this.version = version;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/version", "version", "What runs, and what it is made of.")
            .needs(Permission.READ_STATE)
            .gives(ProductView.class)
            .by(asked -> version.get()));
  }
}
