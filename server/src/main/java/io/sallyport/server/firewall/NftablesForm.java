package io.sallyport.server.firewall;

import io.sallyport.server.firewall.Opening.Direction;
import io.sallyport.server.firewall.Opening.Protocol;
import java.util.List;

/**
 * The sheet as a file for {@code nft -f}: one table of our own, replaced whole by each load, beside
 * whatever else filters there.
 */
final class NftablesForm {
  private static final int LONGEST_COMMENT = 120;

  // immutable
  private final Sheet sheet;
  private final Sheet.Wishes wishes;
  private final StringBuilder text = new StringBuilder();

  NftablesForm(Sheet sheet, Sheet.Wishes wishes) {
    this.sheet = sheet;
    this.wishes = wishes;
  }

  String text() {
    text.append("#!/usr/sbin/nft -f\n");
    text.append(
        Words.remark(
            "#",
            "Sallyport on "
                + sheet.server()
                + ": check with nft -c -f FILE,"
                + " load with nft -f FILE. Other tables stay as they are; a packet must pass all of"
                + " them."));
    text.append("table inet sallyport\n");
    text.append("delete table inet sallyport\n\n");
    text.append("table inet sallyport {\n");
    input();
    output();
    text.append("}\n");
    return text.toString();
  }

  private void input() {
    chain("input", "input", "drop");
    rule(
        "icmp type { destination-unreachable, time-exceeded, parameter-problem, echo-request }"
            + " accept");
    rule(
        "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem,"
            + " echo-request, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } accept");
    for (Line line : Line.of(sheet.openings(), Direction.IN)) {
      rule(match(line, "saddr", "daddr", "dport") + comment(line.opening().carries()));
    }
    List<Net> manage = wishes.manage();
    if (manage.contains(Net.ALL_V4) && manage.contains(Net.ALL_V6)) {
      rule(
          "tcp dport 22 accept" + comment("SSH, so that loading this locks nobody out: narrow it"));
    } else {
      manage.forEach(net -> rule(from(net) + "tcp dport 22 accept" + comment("SSH")));
    }
    text.append("  }\n");
  }

  private void output() {
    if (!wishes.strict()) {
      text.append("\n  # what the server sends by itself, should you filter that too:\n");
      Line.of(sheet.openings(), Direction.OUT)
          .forEach(line -> text.append("  # ").append(outbound(line)).append('\n'));
      return;
    }
    text.append('\n');
    chain("output", "output", "drop");
    rule("meta l4proto { icmp, icmpv6 } accept");
    Line.of(sheet.openings(), Direction.OUT).forEach(line -> rule(outbound(line)));
    text.append("  }\n");
  }

  private void chain(String name, String hook, String policy) {
    text.append("  chain ").append(name).append(" {\n");
    rule("type filter hook " + hook + " priority filter; policy " + policy + ";");
    rule("ct state invalid drop");
    rule("ct state established,related accept");
    rule((hook.equals("input") ? "iifname" : "oifname") + " \"lo\" accept");
  }

  private static String outbound(Line line) {
    String port = line.opening().fromPort() ? "sport" : "dport";
    String to = line.opening().host().isEmpty() ? "" : ", to " + line.opening().host();
    return match(line, "daddr", "saddr", port) + comment(line.opening().carries() + to);
  }

  private static String match(Line line, String peer, String own, String port) {
    StringBuilder rule = new StringBuilder();
    String family = line.v6() ? "ip6" : "ip";
    line.peer()
        .ifPresent(
            net ->
                rule.append(family)
                    .append(' ')
                    .append(peer)
                    .append(' ')
                    .append(net.plain())
                    .append(' '));
    line.own()
        .ifPresent(
            net ->
                rule.append(family)
                    .append(' ')
                    .append(own)
                    .append(' ')
                    .append(net.plain())
                    .append(' '));
    if (rule.isEmpty() && !line.both()) {
      rule.append("meta nfproto ").append(line.v6() ? "ipv6 " : "ipv4 ");
    }
    Protocol protocol = line.opening().protocol();
    return rule.append(protocol.word())
        .append(' ')
        .append(port)
        .append(' ')
        .append(line.opening().ports("-"))
        .append(" accept")
        .toString();
  }

  private static String from(Net net) {
    if (net.all()) {
      return "meta nfproto " + (net.v6() ? "ipv6 " : "ipv4 ");
    }
    return (net.v6() ? "ip6" : "ip") + " saddr " + net.plain() + " ";
  }

  private static String comment(String words) {
    return " comment \"" + Words.plain(words, LONGEST_COMMENT) + "\"";
  }

  private void rule(String rule) {
    text.append("    ").append(rule).append('\n');
  }
}
