package io.sallyport.server.boot;

import io.sallyport.server.api.Api;
import java.util.List;

/** What everybody may do, connected. */
final class EmployeeResources {
  private EmployeeResources() {}

  static List<Api.Resource> of(ConsoleParts parts) {
    return List.of();
  }
}
