package io.sallyport.server.boot;

import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Attempt.Kind;
import io.sallyport.server.policy.Party;
import io.sallyport.server.policy.Policy;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** An attempt as a person describes it. */
final class AttemptOptions {
  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "WHO",
      description = "Who asks: a user's name, an address or a number.")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "WHO",
      description = "Whom it would reach; default: who asks, as in a registration.")
  private String to;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "audio",
      description = "register, presence, chat, file, audio, video or screen; default: audio.")
  private String kind;

  @Option(
      names = "--at",
      paramLabel = "WHEN",
      description = "Such as 2026-11-22T14:00; default: now.")
  private String at;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "What the asking phone calls itself.")
  private String device = "";

  @Option(names = "--network", paramLabel = "ADDRESS", description = "Where it is.")
  private String network = "";

  @Option(names = "--transport", paramLabel = "NAME", description = "udp, tcp, tls, ws or wss.")
  private String transport = "";

  @Option(
      names = "--to-device",
      paramLabel = "NAME",
      description = "The same of the phone reached.")
  private String toDevice = "";

  @Option(names = "--to-network", paramLabel = "ADDRESS", description = "Where that one is.")
  private String toNetwork = "";

  @Option(names = "--to-transport", paramLabel = "NAME", description = "How that one is connected.")
  private String toTransport = "";

  @Option(
      names = "--concurrent",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many calls who asks has then.")
  private int concurrent;

  Attempt attempt(Facades facades, Terminal terminal) {
    Party asking = party(facades, from, device, network, transport);
    Party reached = party(facades, to == null ? from : to, toDevice, toNetwork, toTransport);
    return new Attempt(kind(), asking, reached, when(facades, terminal), concurrent);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private Party party(
      Facades facades, String who, String device, String network, String transport) {
    Address address =
        address(facades.rules().policy(), who)
            .orElseThrow(() -> wrong("that is no address: " + who));
    return new Party(
        address, facades.rules().people().of(address), device, network, lower(transport));
  }

  private static Optional<Address> address(Policy policy, String who) {
    String text = who.strip();
    if (lower(text).startsWith("tel:")) {
      return policy.canonicalTel(text.substring(4));
    }
    String plain = lower(text).startsWith("sip:") ? text.substring(4) : text;
    int sign = plain.lastIndexOf('@');
    return sign < 0
        ? policy.canonical(plain, policy.domain())
        : policy.canonical(plain.substring(0, sign), plain.substring(sign + 1));
  }

  private Kind kind() {
    for (Kind each : Kind.values()) {
      if (lower(each.name()).equals(lower(kind))) {
        return each;
      }
    }
    throw wrong("the kinds are register, presence, chat, file, audio, video and screen");
  }

  private Instant when(Facades facades, Terminal terminal) {
    Instant now = facades.clock().instant();
    return at == null
        ? now
        : Moment.parse(at, now, terminal.zone())
            .orElseThrow(() -> wrong("--at: write for example 2026-11-22T14:00"));
  }

  private ParameterException wrong(String words) {
    return new ParameterException(spec.commandLine(), words);
  }
}
