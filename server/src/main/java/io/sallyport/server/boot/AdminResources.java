package io.sallyport.server.boot;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.admin.GroupsResource;
import io.sallyport.server.api.admin.LiveResource;
import io.sallyport.server.api.admin.PolicyResource;
import io.sallyport.server.api.admin.UsersResource;
import java.util.List;

/** What administrators do, connected. */
final class AdminResources {
  private AdminResources() {}

  static List<Api.Resource> of(ConsoleParts parts) {
    return List.of(
        new UsersResource(
            parts.storage().directory(), parts.accountChanged(), parts.administered()),
        new GroupsResource(parts.storage().officers().groups(), parts.administered()),
        new LiveResource(parts.signalling().control()),
        new PolicyResource(parts.storage().rules().rulebook()));
  }
}
