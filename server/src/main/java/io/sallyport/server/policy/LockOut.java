package io.sallyport.server.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a rule set leaves an admin able to register. Where it depends on the hour, the network or
 * the device, it is taken for possible.
 */
final class LockOut {
  private LockOut() {}

  static void check(
      List<Rule> rules,
      boolean insideAllowed,
      Territory territory,
      Map<String, Person> admins,
      Findings findings) {
    Rule last = null;
    for (Map.Entry<String, Person> admin : admins.entrySet()) {
      Party party = Party.of(new Address(admin.getKey(), territory.domain()), admin.getValue());
      Rule denying = denying(rules, new Side.Seen(party));
      if (denying == null && insideAllowed || denying != null && denying.allows()) {
        return;
      }
      last = denying == null ? last : denying;
    }
    if (!admins.isEmpty()) {
      findings.bad(
          last == null ? 0 : last.line(),
          "",
          "locks out every admin: none of them could register"
              + (last == null ? "" : ", by rule '" + last.name() + "'"),
          "allow kind: register for role: admin before it");
    }
  }

  /** The rule that surely or, where it allows, possibly decides; null where it is the default. */
  private static Rule denying(List<Rule> rules, Side.Seen admin) {
    for (Rule rule : rules) {
      if (rule.kinds().contains(Attempt.Kind.REGISTER)
          && rule.directions().contains(Attempt.Direction.INTERNAL)
          && rule.arms().stream().anyMatch(arm -> matches(arm, admin, !rule.allows()))
          && (rule.allows() || rule.when().isEmpty() && rule.atLeast() == 0)) {
        return rule;
      }
    }
    return null;
  }

  private static boolean matches(Rule.Arm arm, Side.Seen admin, boolean surely) {
    Side from = arm.from();
    return !arm.to().asksDevice()
        && (!surely || always(from))
        && known(from).matches(admin)
        && arm.to().matches(admin);
  }

  private static boolean always(Side side) {
    return side.devices().stream().allMatch(d -> d.pattern().equals("*"))
        && (side.networks().isEmpty()
            || side.networks().stream().anyMatch(n -> n.bits() == 0)
            || side.networks().stream().anyMatch(n -> n.bits() == 96 && n.low() >>> 32 == 0xffff))
        && (side.transports().isEmpty() || side.transports().containsAll(SideReader.TRANSPORTS));
  }

  /** The same without what depends on the device. */
  private static Side known(Side side) {
    return new Side(
        side.users(),
        side.groups(),
        side.departments(),
        side.roles(),
        side.domains(),
        side.numbers(),
        List.of(),
        List.of(),
        Set.of());
  }
}
