package io.sallyport.server.firewall;

import io.sallyport.server.firewall.Opening.Direction;
import java.util.List;
import java.util.stream.Collectors;

/** The sheet as a Terraform resource of the provider that most others are modelled on. */
final class TerraformForm {
  private static final int LONGEST_DESCRIPTION = 200;

  private TerraformForm() {}

  static String text(Sheet sheet) {
    StringBuilder text = new StringBuilder();
    text.append("resource \"aws_security_group\" \"sallyport\" {\n");
    text.append("  name        = \"sallyport\"\n");
    text.append("  description = \"Sallyport on ")
        .append(Words.plain(sheet.server(), 150))
        .append("\"\n");
    for (Opening opening : sheet.openings()) {
      if (!opening.fromPort()) {
        block(opening, text);
      }
    }
    return text.append("}\n").toString();
  }

  private static void block(Opening opening, StringBuilder text) {
    List<Net> networks = CloudForm.networks(opening);
    text.append("\n  ")
        .append(opening.direction() == Direction.IN ? "ingress" : "egress")
        .append(" {\n");
    text.append("    description = \"")
        .append(Words.plain(opening.carries(), LONGEST_DESCRIPTION))
        .append("\"\n");
    text.append("    protocol    = \"").append(opening.protocol().word()).append("\"\n");
    text.append("    from_port   = ").append(opening.first()).append('\n');
    text.append("    to_port     = ").append(opening.last()).append('\n');
    blocks("cidr_blocks", networks, false, text);
    blocks("ipv6_cidr_blocks", networks, true, text);
    text.append("  }\n");
  }

  private static void blocks(String key, List<Net> networks, boolean v6, StringBuilder text) {
    String list =
        networks.stream()
            .filter(net -> net.v6() == v6)
            .map(net -> "\"" + net + "\"")
            .collect(Collectors.joining(", "));
    if (!list.isEmpty()) {
      text.append("    ").append(key).append(" = [").append(list).append("]\n");
    }
  }
}
