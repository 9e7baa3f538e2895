package io.sallyport.server.boot;

import io.sallyport.server.api.Api;
import java.util.List;

/** What compliance officers do, connected. */
final class OfficerResources {
  private OfficerResources() {}

  static List<Api.Resource> of(ConsoleParts parts) {
    return List.of();
  }
}
