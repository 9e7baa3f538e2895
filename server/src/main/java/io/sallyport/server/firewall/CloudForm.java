package io.sallyport.server.firewall;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.server.firewall.Opening.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The sheet for clouds, whose filters know ports and networks and nothing of this machine. */
final class CloudForm {
  private static final int LONGEST_DESCRIPTION = 200;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private CloudForm() {}

  /** Plain JSON: an object for each rule. */
  static String neutral(Sheet sheet) {
    ObjectNode root = JSON.createObjectNode();
    root.put("name", "sallyport");
    root.put("server", Words.plain(sheet.server(), 253));
    root.put("otherwise", "deny inbound");
    ArrayNode rules = root.putArray("rules");
    for (Opening opening : sheet.openings()) {
      // answers are let through by every such filter: what only sends back needs no rule
      if (opening.fromPort()) {
        continue;
      }
      boolean in = opening.direction() == Direction.IN;
      ObjectNode rule = rules.addObject();
      rule.put("direction", in ? "inbound" : "outbound");
      rule.put("protocol", opening.protocol().word());
      rule.put("fromPort", opening.first()).put("toPort", opening.last());
      ArrayNode networks = rule.putArray(in ? "sources" : "destinations");
      networks(opening).forEach(net -> networks.add(net.toString()));
      if (!opening.host().isEmpty()) {
        rule.put("host", Words.plain(opening.host(), 253));
      }
      rule.put("description", Words.plain(opening.carries(), LONGEST_DESCRIPTION));
      rule.put("required", opening.needed());
    }
    return written(root);
  }

  /** For {@code aws ec2 authorize-security-group-ingress --ip-permissions file://...}. */
  static String aws(Sheet sheet) {
    ArrayNode permissions = JSON.createArrayNode();
    for (Opening opening : sheet.openings()) {
      if (opening.direction() == Direction.OUT) {
        continue;
      }
      ObjectNode rule = permissions.addObject();
      rule.put("IpProtocol", opening.protocol().name().toLowerCase(Locale.ROOT));
      rule.put("FromPort", opening.first()).put("ToPort", opening.last());
      for (Net net : networks(opening)) {
        rule.withArray(net.v6() ? "Ipv6Ranges" : "IpRanges")
            .addObject()
            .put(net.v6() ? "CidrIpv6" : "CidrIp", net.toString())
            .put("Description", Words.plain(opening.carries(), LONGEST_DESCRIPTION));
      }
    }
    return written(permissions);
  }

  /** Networks of the other side, of the families that are listened on. */
  static List<Net> networks(Opening opening) {
    boolean v4 = opening.own().stream().anyMatch(net -> !net.v6());
    boolean v6 = opening.own().stream().anyMatch(Net::v6);
    List<Net> all = new ArrayList<>();
    for (Net net : opening.peers().isEmpty() ? List.of(Net.ALL_V4, Net.ALL_V6) : opening.peers()) {
      if (net.v6() ? v6 : v4) {
        all.add(net);
      }
    }
    return all;
  }

  private static String written(Object node) {
    try {
      return JSON.writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON is always written", e);
    }
  }
}
