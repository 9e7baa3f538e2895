package io.sallyport.server.boot;

import io.sallyport.server.firewall.Form;
import io.sallyport.server.firewall.Net;
import io.sallyport.server.firewall.Sheet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code firewall}: the rule sheet of the settings, in the words of one firewall. */
@Command(
    name = "firewall",
    description =
        "Print what a firewall must let through for these settings: as a table, or as rules to"
            + " load.")
final class FirewallCommand implements Callable<Integer> {
  private final Invocation invocation;
  @Spec private CommandSpec spec;

  @Option(
      names = "--form",
      paramLabel = "FORM",
      description =
          "table, nftables, iptables, ip6tables, windows, cloud, aws or terraform; default:"
              + " ${DEFAULT-VALUE}.",
      defaultValue = "table")
  private String form;

  @Option(
      names = "--manage",
      paramLabel = "NETWORK",
      split = ",",
      description =
          "Network from which this machine is administered by SSH; may be given again; default:"
              + " every one.")
  private List<String> manage = new ArrayList<>();

  @Option(names = "--strict", description = "Filter what this machine sends as well.")
  private boolean strict;

  FirewallCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws StartRefused {
    Form wanted =
        Form.named(form)
            .orElseThrow(
                () -> wrong("there is no form '" + form + "'; choose one of " + Form.words()));
    Settings settings = SettingsFile.load(invocation.config());
    Sheet sheet = RuleSheet.of(settings, settings.tls().publicName());
    invocation.terminal().out().print(sheet.text(wanted, wishes()));
    invocation.terminal().out().flush();
    return ExitCode.OK;
  }

  private Sheet.Wishes wishes() {
    try {
      List<Net> networks = manage.stream().map(Net::of).toList();
      return new Sheet.Wishes(networks.isEmpty() ? Sheet.Wishes.USUAL.manage() : networks, strict);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
