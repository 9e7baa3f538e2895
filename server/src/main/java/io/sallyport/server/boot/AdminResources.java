package io.sallyport.server.boot;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.admin.AlarmBoard;
import io.sallyport.server.api.admin.DrainResource;
import io.sallyport.server.api.admin.GroupsResource;
import io.sallyport.server.api.admin.LiveResource;
import io.sallyport.server.api.admin.PolicyExplainResource;
import io.sallyport.server.api.admin.PolicyReplayResource;
import io.sallyport.server.api.admin.PolicyResource;
import io.sallyport.server.api.admin.Replays;
import io.sallyport.server.api.admin.StatusResource;
import io.sallyport.server.api.admin.UserImportResource;
import io.sallyport.server.api.admin.UsersResource;
import io.sallyport.server.status.History;
import java.util.ArrayList;
import java.util.List;

/** What administrators do, connected. */
final class AdminResources {
  private AdminResources() {}

  static List<Api.Resource> of(ConsoleParts parts) throws Exception {
    List<Api.Resource> all = new ArrayList<>();
    all.addAll(people(parts));
    all.add(new LiveResource(parts.signalling().control()));
    all.add(new DrainResource(parts.signalling().control()));
    all.addAll(policy(parts));
    all.add(status(parts));
    return all;
  }

  private static List<Api.Resource> people(ConsoleParts parts) {
    Storage storage = parts.storage();
    return List.of(
        new UsersResource(
            storage.directory(),
            storage.officers().groups(),
            parts.signalling().registrar(),
            parts.signIn(),
            parts.settings().domain(),
            parts.administered()),
        new UserImportResource(storage.directory(), parts.administered()),
        new GroupsResource(storage.officers().groups(), storage.directory(), parts.administered()));
  }

  private static List<Api.Resource> policy(ConsoleParts parts) throws Exception {
    Rules rules = parts.storage().rules();
    Replays replays = parts.lifecycle().start(new Replays());
    return List.of(
        new PolicyResource(rules.rulebook()),
        new PolicyExplainResource(rules.policy(), rules.rulebook(), rules.people(), parts.clock()),
        new PolicyReplayResource(
            rules.rulebook(), rules.people(), parts.storage().archive(), replays, parts.clock()));
  }

  private static Api.Resource status(ConsoleParts parts) throws Exception {
    ServerGauges gauges =
        new ServerGauges(
            parts.signalling(), parts.storage().archive(), parts.data().root(), parts.counters());
    History history = new History(gauges, parts.clock(), System::nanoTime);
    StatusResource status =
        new StatusResource(
            new StatusResource.Facts(
                Version.ofProduct(),
                parts.settings().node(),
                parts.settings().domain(),
                parts.clock().instant()),
            history,
            new AlarmBoard(
                parts.storage().guard()::raised, parts.lifecycle()::health, parts.clock()),
            parts.clock());
    status.tell(parts.events());
    parts.lifecycle().start(history);
    return status;
  }
}
