package io.sallyport.server.firewall;

import io.sallyport.server.firewall.Opening.Direction;
import java.util.stream.Collectors;

/**
 * The sheet as PowerShell for Windows Defender Firewall, which drops everything inbound that no
 * rule names. The rules form a group that each run replaces.
 */
final class WindowsForm {
  private static final int LONGEST_NAME = 160;

  private WindowsForm() {}

  static String text(Sheet sheet, Sheet.Wishes wishes) {
    StringBuilder text = new StringBuilder();
    text.append(
        Words.remark(
            "#",
            "Sallyport on "
                + sheet.server()
                + ": run in PowerShell as an administrator. Windows drops what no rule allows, as"
                + " long as its firewall is on."));
    text.append("Remove-NetFirewallRule -Group 'Sallyport' -ErrorAction SilentlyContinue\n");
    int number = 0;
    for (Opening opening : sheet.openings()) {
      boolean in = opening.direction() == Direction.IN;
      if (in || wishes.strict()) {
        number++;
        text.append(rule(opening, in, number));
      }
    }
    if (!wishes.strict()) {
      text.append("# Windows lets everything out unless you have changed that.\n");
    }
    return text.toString();
  }

  private static String rule(Opening opening, boolean in, int number) {
    String port = in || opening.fromPort() ? "-LocalPort " : "-RemotePort ";
    String peers =
        opening.peers().isEmpty()
            ? "Any"
            : opening.peers().stream().map(net -> "'" + net + "'").collect(Collectors.joining(","));
    String own =
        opening.own().stream()
            .filter(net -> !net.all())
            .map(net -> "'" + net.address() + "'")
            .collect(Collectors.joining(","));
    return "New-NetFirewallRule -Group 'Sallyport' -Name 'Sallyport-"
        + number
        + "' -DisplayName 'Sallyport: "
        + Words.plain(opening.carries(), LONGEST_NAME)
        + "' -Direction "
        + (in ? "Inbound" : "Outbound")
        + " -Action Allow -Profile Any -Protocol "
        + opening.protocol().name()
        + " "
        + port
        + opening.ports("-")
        + " -RemoteAddress "
        + peers
        + (own.isEmpty() ? "" : " -LocalAddress " + own)
        + "\n";
  }
}
