package io.sallyport.server.firewall;

import io.sallyport.server.firewall.Opening.Direction;

/**
 * The sheet as a file for {@code iptables-restore --noflush}, or its sister for IPv6: chains of our
 * own, emptied and filled anew by each load, that INPUT jumps to.
 */
final class IptablesForm {
  private static final int LONGEST_COMMENT = 120;
  private static final String IN = "SALLYPORT-IN";
  private static final String OUT = "SALLYPORT-OUT";

  // immutable
  private final Sheet sheet;
  private final Sheet.Wishes wishes;
  private final boolean v6;
  private final StringBuilder text = new StringBuilder();

  IptablesForm(Sheet sheet, Sheet.Wishes wishes, boolean v6) {
    this.sheet = sheet;
    this.wishes = wishes;
    this.v6 = v6;
  }

  String text() {
    String program = v6 ? "ip6tables" : "iptables";
    text.append(
        Words.remark(
            "#",
            "Sallyport on %s, %s: load with %s-restore --noflush FILE, and once, so that packets come here: %s -I INPUT -j %s"
                    .formatted(sheet.server(), v6 ? "IPv6" : "IPv4", program, program, IN)
                + (wishes.strict() ? "; " + program + " -I OUTPUT -j " + OUT : "")));
    text.append("*filter\n");
    text.append(":" + IN + " - [0:0]\n");
    if (wishes.strict()) {
      text.append(":" + OUT + " - [0:0]\n");
    }
    input();
    if (wishes.strict()) {
      output();
    }
    text.append("COMMIT\n");
    return text.toString();
  }

  private void input() {
    rule(IN, "-m conntrack --ctstate INVALID -j DROP");
    rule(IN, "-m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT");
    rule(IN, "-i lo -j ACCEPT");
    rule(IN, v6 ? "-p ipv6-icmp -j ACCEPT" : "-p icmp -j ACCEPT");
    for (Line line : Line.ofFamily(Line.of(sheet.openings(), Direction.IN), v6)) {
      rule(IN, match(line, "-s", "-d", "--dport") + accept(line.opening().carries()));
    }
    for (Net net : wishes.manage()) {
      if (net.v6() == v6) {
        String from = net.all() ? "" : "-s " + net + " ";
        rule(IN, from + "-p tcp -m tcp --dport 22" + accept("SSH"));
      }
    }
    rule(IN, "-j DROP");
  }

  private void output() {
    rule(OUT, "-m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT");
    rule(OUT, "-o lo -j ACCEPT");
    rule(OUT, v6 ? "-p ipv6-icmp -j ACCEPT" : "-p icmp -j ACCEPT");
    for (Line line : Line.ofFamily(Line.of(sheet.openings(), Direction.OUT), v6)) {
      String port = line.opening().fromPort() ? "--sport" : "--dport";
      String to = line.opening().host().isEmpty() ? "" : ", to " + line.opening().host();
      rule(OUT, match(line, "-d", "-s", port) + accept(line.opening().carries() + to));
    }
    rule(OUT, "-j DROP");
  }

  private String match(Line line, String peer, String own, String port) {
    StringBuilder rule = new StringBuilder();
    line.peer().ifPresent(net -> rule.append(peer).append(' ').append(net).append(' '));
    line.own().ifPresent(net -> rule.append(own).append(' ').append(net).append(' '));
    String protocol = line.opening().protocol().word();
    return rule.append("-p ")
        .append(protocol)
        .append(" -m ")
        .append(protocol)
        .append(' ')
        .append(port)
        .append(' ')
        .append(line.opening().ports(":"))
        .toString();
  }

  private static String accept(String words) {
    return " -m comment --comment \"" + Words.plain(words, LONGEST_COMMENT) + "\" -j ACCEPT";
  }

  private void rule(String chain, String rule) {
    text.append("-A ").append(chain).append(' ').append(rule).append('\n');
  }
}
