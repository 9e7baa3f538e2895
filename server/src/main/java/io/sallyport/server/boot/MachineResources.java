package io.sallyport.server.boot;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.admin.BackupsResource;
import io.sallyport.server.api.admin.CertificatesResource;
import io.sallyport.server.api.admin.FirewallResource;
import io.sallyport.server.api.admin.GuardResource;
import io.sallyport.server.api.admin.LogsResource;
import io.sallyport.server.api.admin.SelfTestResource;
import io.sallyport.server.api.admin.SettingsResource;
import io.sallyport.server.api.admin.VersionResource;
import io.sallyport.server.selftest.Outside;
import io.sallyport.server.selftest.SelfTest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What administrators see and do about the machine and its network, connected. */
final class MachineResources {
  private final ConsoleParts parts;
  private final SelfChecks checks;

  private MachineResources(ConsoleParts parts) {
    this.parts = parts;
    this.checks = parts.facades().checks().orElseThrow();
  }

  static List<Api.Resource> of(ConsoleParts parts) throws Exception {
    return new MachineResources(parts).all();
  }

  private List<Api.Resource> all() throws Exception {
    Settings settings = parts.settings();
    Surroundings around = parts.surroundings();
    SelfTest test =
        parts.lifecycle().start(new SelfTest(checks::all, parts.clock(), System::nanoTime));
    BackupJobs backups =
        parts
            .lifecycle()
            .start(
                new BackupJobs(
                    parts.data().backups(settings.backup()),
                    parts.data(),
                    parts.facades(),
                    parts.events(),
                    parts.clock()));
    return List.of(
        new FirewallResource(
            () ->
                RuleSheet.of(
                    settings,
                    parts.signalling().listening(),
                    parts.signalling().paths().port(),
                    checks.publicName())),
        new SelfTestResource(
            test,
            outside(),
            checks.publicName(),
            this::mediaAddresses,
            parts.events(),
            parts.administered()),
        new CertificatesResource(
            new CertificateKeeper(settings, parts.certificates(), parts.signalling().edge()),
            parts.administered()),
        new SettingsResource(new SettingsTable(settings, around.source())::view),
        new LogsResource(around.log(), parts.events()),
        new BackupsResource(backups, parts.administered()),
        new VersionResource(
            () -> ProductVersion.view(settings, parts.storage().database(), around.started())),
        new GuardResource(parts.storage().guard()));
  }

  private Outside outside() {
    List<Integer> closed =
        parts.settings().web().management()
            ? List.of(parts.settings().web().managementPort())
            : List.of();
    return new Outside(
        parts.signalling().paths(),
        () -> parts.signalling().listening(),
        closed.stream().filter(port -> port != 0).toList(),
        parts.clock(),
        new SecureRandom());
  }

  /**
   * Where media is told to go: the address of the settings, or the one under which a visitor came,
   * if that is one that our certificate stands for. Names of strangers' choice are not looked up.
   */
  private List<String> mediaAddresses(String host) {
    String advertised = parts.settings().media().advertisedAddress();
    String name = advertised.isEmpty() ? host : advertised;
    boolean literal = name.matches("[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");
    if (!literal && advertised.isEmpty() && !isOurs(name)) {
      return List.of();
    }
    try {
      List<String> addresses = new ArrayList<>();
      Arrays.stream(InetAddress.getAllByName(name))
          .map(InetAddress::getHostAddress)
          .forEach(addresses::add);
      return List.copyOf(addresses);
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private boolean isOurs(String name) {
    return parts.signalling().edge().provesName(name);
  }
}
