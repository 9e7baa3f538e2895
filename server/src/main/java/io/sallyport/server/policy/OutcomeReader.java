package io.sallyport.server.policy;

import io.sallyport.server.base.Durations;
import io.sallyport.server.base.NearestKey;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** Reads what follows from a rule: allow under obligations, or deny with words. */
final class OutcomeReader {
  /** What a denial may be on the wire: statuses that neither ask for more nor send elsewhere. */
  private static final Map<String, Refusal> STATUSES =
      new TreeMap<>(
          Map.of(
              "403", Refusal.RULE,
              "404", Refusal.RULE_NOT_FOUND,
              "480", Refusal.RULE_UNAVAILABLE,
              "486", Refusal.RULE_BUSY,
              "488", Refusal.RULE_NOT_ACCEPTABLE,
              "603", Refusal.RULE_DECLINED));

  private static final Set<String> CODECS =
      Set.of(
          "opus",
          "pcmu",
          "pcma",
          "g722",
          "g729",
          "g7221",
          "ilbc",
          "speex",
          "gsm",
          "amr",
          "amr-wb",
          "l16",
          "vp8",
          "vp9",
          "h264",
          "h265",
          "av1",
          "telephone-event",
          "cn",
          "red",
          "rtx");

  private static final int MOST_WORDS = 120;
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,5})(s|m|h|d)");
  private static final Pattern BITS = Pattern.compile("([1-9][0-9]{0,8})(k|M)?");

  /** The decisions of a rule, about a medium of a call and about everything else. */
  record Outcome(Decision call, Decision other) {}

  private final PolicySettings settings;
  private final Findings findings;

  OutcomeReader(PolicySettings settings, Findings findings) {
    this.settings = settings;
    this.findings = findings;
  }

  /** What holds where no rule says otherwise. */
  static Decision allowed(PolicySettings settings, boolean call, String rule) {
    return new Decision.Allow(
        new Obligations(
            true,
            settings.requireSrtp(),
            call ? settings.record() : List.of(),
            call && rule.equals(RuleSet.EMERGENCY)),
        rule);
  }

  /** The outcome of a rule; a rule that cannot be read denies, and is never in force. */
  Outcome read(Section rule, String name) {
    Optional<String> result =
        rule.value(
            "result",
            "allow or deny",
            t -> Optional.of(t).filter(r -> r.equals("allow") || r.equals("deny")));
    if (!rule.has("result")) {
      rule.bad("", "has no result", "add result: allow, or result: deny");
    }
    if (result.isPresent() && result.get().equals("allow")) {
      for (String key : List.of("words", "status")) {
        if (rule.has(key)) {
          rule.bad(key, "belongs to a denial, and the result is allow", "remove it");
        }
      }
      return allow(rule, name);
    }
    if (result.isPresent() && rule.has("obligations")) {
      rule.bad("obligations", "belong to result: allow, and the result is deny", "remove them");
    }
    return deny(rule, name, Refusal.RULE);
  }

  /** A denial with the section's words and status, where it has some. */
  Outcome deny(Section section, String name, Refusal usual) {
    Refusal refusal =
        section
            .value(
                "status",
                String.join(", ", STATUSES.keySet()),
                t -> Optional.ofNullable(STATUSES.get(t)))
            .filter(r -> usual == Refusal.RULE || r != Refusal.RULE)
            .orElse(usual);
    String words = section.text("words", MOST_WORDS).orElse(refusal.words());
    Decision deny = new Decision.Deny(refusal, words, name);
    return new Outcome(deny, deny);
  }

  private Outcome allow(Section rule, String name) {
    if (!rule.has("obligations")) {
      return new Outcome(allowed(settings, true, name), allowed(settings, false, name));
    }
    Node node = rule.node("obligations");
    Section section =
        Section.of(
            node,
            rule.pathOf("obligations"),
            findings,
            "archive-first",
            "record",
            "notice",
            "require-srtp",
            "codecs",
            "bandwidth",
            "longest",
            "review-percent",
            "hold-for-release");
    boolean archive = archiveFirst(section);
    boolean srtp = srtp(section);
    List<String> record = record(section);
    Notice notice = notice(section, record);
    List<String> codecs = codecs(section);
    long bandwidth =
        section
            .value(
                "bandwidth", "bits per second from 6k to 1000M, such as 64k", OutcomeReader::bits)
            .orElse(0L);
    Duration longest =
        section
            .value("longest", "a duration such as 90s, 15m or 2h", OutcomeReader::duration)
            .orElse(Duration.ZERO);
    double review =
        section
            .value("review-percent", "a number from 0 to 100", OutcomeReader::percent)
            .orElse(0d);
    boolean hold = section.flag("hold-for-release", false);
    return new Outcome(
        new Decision.Allow(
            new Obligations(
                archive, srtp, record, false, notice, codecs, bandwidth, longest, review, false),
            name),
        new Decision.Allow(
            new Obligations(
                archive,
                settings.requireSrtp(),
                List.of(),
                false,
                Notice.NONE,
                List.of(),
                0,
                Duration.ZERO,
                review,
                hold),
            name));
  }

  private boolean archiveFirst(Section section) {
    boolean archive = section.flag("archive-first", true);
    if (!archive && settings.archiveAlways()) {
      section.bad(
          "archive-first",
          "cannot be switched off, since the setting policy.archive-always stands",
          "remove it");
    }
    return archive;
  }

  private boolean srtp(Section section) {
    boolean srtp = section.flag("require-srtp", settings.requireSrtp());
    if (!srtp && settings.requireSrtp()) {
      section.bad(
          "require-srtp",
          "cannot be switched off, since the setting policy.require-srtp stands",
          "remove it");
    }
    return srtp;
  }

  private List<String> record(Section section) {
    if (!section.has("record")) {
      return settings.record();
    }
    if (section.node("record") instanceof org.yaml.snakeyaml.nodes.SequenceNode list
        && list.getValue().isEmpty()) {
      return List.of();
    }
    return section.list(
        "record",
        "audio or video, or [] for nothing",
        t -> Optional.of(t).filter(r -> r.equals("audio") || r.equals("video")));
  }

  private Notice notice(Section obligations, List<String> record) {
    if (!obligations.has("notice")) {
      return Notice.NONE;
    }
    Section section =
        Section.of(
            obligations.node("notice"),
            obligations.pathOf("notice"),
            findings,
            "play",
            "consent",
            "refused",
            "language",
            "beep-every");
    Notice.Who play = section.word("play", Notice.Who.class).orElse(Notice.Who.NOBODY);
    Notice.Who consent = section.word("consent", Notice.Who.class).orElse(Notice.Who.NOBODY);
    Notice.Refused refused =
        section.word("refused", Notice.Refused.class).orElse(Notice.Refused.END);
    String language =
        section
            .value(
                "language",
                "a language such as en or de-AT",
                t -> Optional.of(t).filter(l -> l.matches("[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")))
            .orElse("");
    Duration beep =
        section
            .value("beep-every", "a duration such as 15s", OutcomeReader::duration)
            .orElse(Duration.ZERO);
    if (consent != Notice.Who.NOBODY && record.isEmpty()) {
      section.bad(
          "consent",
          "asks consent for a recording, and nothing is recorded",
          "add record: [audio] to the obligations");
    }
    if (section.has("refused") && consent == Notice.Who.NOBODY) {
      section.bad("refused", "says what follows a refusal, and nobody is asked", "add consent");
    }
    return new Notice(play, consent, refused, language, beep);
  }

  private List<String> codecs(Section section) {
    List<String> codecs =
        section.list(
            "codecs",
            "names of codecs such as opus",
            t ->
                Optional.of(t.toLowerCase(Locale.ROOT)).filter(c -> c.matches("[a-z0-9.-]{1,32}")));
    for (String codec : codecs) {
      if (!CODECS.contains(codec)) {
        section.doubt(
            "codecs", "no codec " + codec + " is known", NearestKey.hint(codec, CODECS, ""));
      }
    }
    return codecs;
  }

  private static Optional<Long> bits(String text) {
    Matcher matcher = BITS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long unit = matcher.group(2) == null ? 1 : matcher.group(2).equals("k") ? 1_000 : 1_000_000;
    long bits = Long.parseLong(matcher.group(1)) * unit;
    return Optional.of(bits).filter(b -> b >= 6_000 && b <= 1_000_000_000);
  }

  private static Optional<Duration> duration(String text) {
    return DURATION.matcher(text).matches() ? Durations.parse(text) : Optional.empty();
  }

  private static Optional<Double> percent(String text) {
    if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3})?")) {
      return Optional.empty();
    }
    return Optional.of(Double.parseDouble(text)).filter(p -> p <= 100);
  }
}
