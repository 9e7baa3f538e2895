package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.PlainTypes;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.Problem.FieldError;
import io.sallyport.server.base.KebabCase;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Attempt.Direction;
import io.sallyport.server.policy.Attempt.Kind;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Explanation;
import io.sallyport.server.policy.Party;
import io.sallyport.server.policy.People;
import io.sallyport.server.policy.Policy;
import io.sallyport.server.policy.Reading;
import io.sallyport.server.policy.RuleSet;
import io.sallyport.server.rulebook.Rulebook;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which rule decides about an attempt, and why no other. */
public final class PolicyExplainResource implements Api.Resource {
  private static final int MOST_CALLS = 1_000_000;

  /**
   * An attempt as a person describes it. What is absent is not known.
   *
   * @param text rules to ask; absent: those in force
   * @param from a user's name, an address or a number
   * @param to whom it would reach; absent: who asks, as in a registration
   * @param kind register, presence, chat, file, audio, video or screen; absent: audio
   * @param at absent: now
   * @param concurrent calls that who asks has then
   */
  record Described(
      String text,
      String from,
      String to,
      String kind,
      Instant at,
      String device,
      String network,
      String transport,
      String toDevice,
      String toNetwork,
      String toTransport,
      Integer concurrent) {}

  /**
   * Who a party is.
   *
   * @param known whether the directory knows the address
   */
  record PartyView(
      String address, boolean known, String role, List<String> groups, String department) {
    static PartyView of(Party party) {
      var person = party.person();
      return new PartyView(
          party.address().toString(),
          person.known(),
          person.role(),
          person.groups().stream().sorted().toList(),
          person.department());
    }
  }

  /**
   * A rule that did not decide for one reason only.
   *
   * @param failed the one condition that does not hold; order where an earlier rule decided
   */
  record NearView(String rule, int line, String failed, String words) {}

  /**
   * The decision and why.
   *
   * @param rule that decided
   * @param line of it in the text; 0 where none matched
   * @param status of a denial in SIP; 0 where it is allowed
   * @param words of a denial
   * @param conditions of the deciding rule, all of which hold
   * @param obligations that come with it
   * @param near rules that nearly decided
   */
  record ExplanationView(
      boolean allowed,
      String rule,
      int line,
      int status,
      String words,
      Kind kind,
      Direction direction,
      Instant at,
      PartyView from,
      PartyView to,
      List<String> conditions,
      List<String> obligations,
      List<NearView> near) {}

  // immutable
  private final Policy policy;
  private final Rulebook rulebook;
  private final People people;
  private final InstantSource clock;

  public PolicyExplainResource(
      Policy policy, Rulebook rulebook, People people, InstantSource clock) {
    this.policy = policy;
    this.rulebook = rulebook;
    this.people = people;
    this.clock = clock;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(
                Method.POST,
                "/policy/explain",
                "policy",
                "Say what would be decided about an attempt, by which rule, and why no other.")
            .needs(Permission.READ_STATE)
            .takes(Described.class)
            .gives(ExplanationView.class)
            .atMost(PolicyResource.MOST_BYTES)
            .by(this::explain));
  }

  private Object explain(Asked asked) throws IOException {
    Described described = asked.body(Described.class);
    Attempt attempt = attempt(described);
    return view(attempt, rules(described.text()).explain(attempt));
  }

  private RuleSet rules(String text) throws IOException {
    if (text == null) {
      return rulebook.current();
    }
    if (rulebook.check(text) instanceof Reading.Ok ok) {
      return ok.rules();
    }
    throw Problem.invalid("text", "cannot be read as rules; check it first");
  }

  private Attempt attempt(Described described) {
    List<FieldError> errors = Asked.errors();
    Optional<Address> from = address("from", described.from(), errors);
    Optional<Address> to =
        Words.of(described.to()).isBlank() ? from : address("to", described.to(), errors);
    Optional<Kind> kind = kind(described.kind());
    if (kind.isEmpty()) {
      String words =
          Arrays.stream(Kind.values()).map(PlainTypes::word).collect(Collectors.joining(", "));
      errors.add(new FieldError("kind", "is one of " + words));
    }
    int concurrent = described.concurrent() == null ? 0 : described.concurrent();
    if (concurrent < 0 || concurrent > MOST_CALLS) {
      errors.add(new FieldError("concurrent", "is a number from 0 to " + MOST_CALLS));
    }
    Asked.check(errors);
    Party asking =
        party(from.orElseThrow(), described.device(), described.network(), described.transport());
    Party reached =
        party(
            to.orElseThrow(), described.toDevice(), described.toNetwork(), described.toTransport());
    Instant at = described.at() == null ? clock.instant() : described.at();
    return new Attempt(kind.orElseThrow(), asking, reached, at, concurrent);
  }

  private Party party(Address address, String device, String network, String transport) {
    return new Party(
        address,
        people.of(address),
        Words.of(device),
        Words.of(network).strip(),
        Words.of(transport).toLowerCase(Locale.ROOT));
  }

  private static Optional<Kind> kind(String word) {
    String wanted = Words.of(word).isBlank() ? PlainTypes.word(Kind.AUDIO) : word.strip();
    return KebabCase.constant(Kind.class, wanted);
  }

  private Optional<Address> address(String field, String who, List<FieldError> errors) {
    String text = Words.of(who).strip();
    Optional<Address> found = text.isEmpty() ? Optional.empty() : canonical(text);
    if (found.isEmpty()) {
      errors.add(new FieldError(field, "is a user's name, an address or a number"));
    }
    return found;
  }

  private Optional<Address> canonical(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("tel:")) {
      return policy.canonicalTel(text.substring(4));
    }
    String plain = lower.startsWith("sip:") ? text.substring(4) : text;
    int sign = plain.lastIndexOf('@');
    return sign < 0
        ? policy.canonical(plain, policy.domain())
        : policy.canonical(plain.substring(0, sign), plain.substring(sign + 1));
  }

  private static ExplanationView view(Attempt attempt, Explanation why) {
    Decision decision = why.decision();
    boolean denied = decision instanceof Decision.Deny;
    return new ExplanationView(
        !denied,
        decision.rule(),
        why.line(),
        denied ? ((Decision.Deny) decision).refusal().status() : 0,
        denied ? ((Decision.Deny) decision).words() : "",
        attempt.kind(),
        why.direction(),
        attempt.at(),
        PartyView.of(attempt.from()),
        PartyView.of(attempt.to()),
        why.conditions(),
        why.obligations(),
        why.near().stream()
            .map(near -> new NearView(near.rule(), near.line(), near.failed(), near.words()))
            .toList());
  }
}
