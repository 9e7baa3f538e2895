package io.sallyport.server.content;

import io.sallyport.server.content.Material.Kind;
import io.sallyport.server.content.Verdict.Action;
import io.sallyport.server.content.Verdict.Found;
import io.sallyport.server.content.Verdict.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One look at one material. What cannot be masked so that nothing of it is left, and what cannot be
 * read at all, is blocked.
 */
final class Scan {
  private static final int MOST_HITS = 1_000;
  private static final int MOST_SPANS = 20;
  private static final String UNREADABLE = "unreadable";
  private static final String UNREADABLE_WORDS = "The message cannot be checked and was not sent";

  // owned by: this scan
  private final Detectors detectors;
  private final List<Rule> rules;
  private final Set<Hit> hits = new LinkedHashSet<>();
  private Views views;
  private boolean tooMany;
  private long steps;

  /** A match in a view. */
  private record Hit(int detector, View view, int from, int to) {
    /** Where it stands in the body; equal for the same match seen in two ways. */
    Span span() {
      return new Span(view.text().from(from), view.text().to(to - 1));
    }
  }

  /**
   * @param rules those that are for the two sides
   */
  Scan(Detectors detectors, List<Rule> rules) {
    this.detectors = detectors;
    this.rules = rules;
  }

  Verdict of(Material material) {
    look(material);
    List<Found> found = new ArrayList<>();
    if (!views.readable() && rules.stream().anyMatch(Rule::changes)) {
      found.add(new Found(UNREADABLE, "", Action.BLOCK, List.of(UNREADABLE), 1, List.of()));
    }
    List<Rule> applying = new ArrayList<>();
    for (Rule rule : rules) {
      found(rule)
          .ifPresent(
              f -> {
                applying.add(rule);
                found.add(f);
              });
    }
    Action action = found.stream().map(Found::action).max(Action::compareTo).orElse(Action.PASS);
    if (action == Action.BLOCK) {
      return blocked(found, applying, Action.BLOCK);
    }
    if (action != Action.MASK) {
      return found.isEmpty() ? Verdict.PASS : new Verdict(action, found, Optional.empty(), "");
    }
    return masked(material, applying)
        .map(body -> new Verdict(Action.MASK, found, Optional.of(body), ""))
        .orElseGet(() -> blocked(found, applying, Action.MASK));
  }

  /** Steps of all looks, for tests. */
  long steps() {
    return steps;
  }

  private void look(Material material) {
    views = Views.of(material);
    for (View view : views.list()) {
      BitSet here = new BitSet();
      rules.stream()
          .filter(rule -> rule.kinds().contains(view.kind()))
          .forEach(rule -> rule.detectors().forEach(here::set));
      if (!here.isEmpty()) {
        steps +=
            detectors.scan(
                view.text(), here, (detector, from, to) -> hit(detector, view, from, to));
      }
    }
  }

  private void hit(int detector, View view, int from, int to) {
    if (hits.size() < MOST_HITS) {
      hits.add(new Hit(detector, view, from, to));
    } else {
      tooMany = true;
    }
  }

  /** What a rule has found, where that is enough for it to apply. */
  private Optional<Found> found(Rule rule) {
    Set<String> what = new LinkedHashSet<>();
    Set<Object> apart = new HashSet<>();
    Set<Span> spans = new LinkedHashSet<>();
    for (Hit hit : hits) {
      if (isOf(rule, hit)) {
        what.add(detectors.names().get(hit.detector()));
        Span span = hit.span();
        // markup and text are two views of one place
        apart.add(span.from() < 0 ? hit : List.of(hit.detector(), span));
        if (span.from() >= 0 && spans.size() < MOST_SPANS) {
          spans.add(span);
        }
      }
    }
    return apart.size() < rule.atLeast()
        ? Optional.empty()
        : Optional.of(
            new Found(
                rule.name(),
                rule.category(),
                rule.action(),
                List.copyOf(what),
                apart.size(),
                List.copyOf(spans)));
  }

  /** The words are those of the first rule of that action. */
  private static Verdict blocked(List<Found> found, List<Rule> applying, Action because) {
    String words =
        applying.stream()
            .filter(rule -> rule.action() == because)
            .map(Rule::words)
            .findFirst()
            .orElse(UNREADABLE_WORDS);
    List<Found> told =
        found.stream()
            .map(
                f ->
                    f.action() == because
                        ? new Found(
                            f.rule(), f.category(), Action.BLOCK, f.what(), f.count(), f.spans())
                        : f)
            .toList();
    return new Verdict(Action.BLOCK, told, Optional.empty(), words);
  }

  /** The body to deliver; empty where it cannot be made safe. */
  private Optional<byte[]> masked(Material material, List<Rule> applying) {
    List<Rule> masking = applying.stream().filter(r -> r.action() == Action.MASK).toList();
    Masks masks = new Masks();
    boolean all = !tooMany;
    for (Hit hit : hits) {
      if (masking.stream().anyMatch(rule -> isOf(rule, hit))) {
        if (hit.view().maskable()) {
          masks.add(hit.view(), hit.from(), hit.to());
        } else {
          all &= !views.plain();
        }
      }
    }
    if (!all) {
      return Optional.empty();
    }
    byte[] body = masks.in(views.source()).getBytes(StandardCharsets.UTF_8);
    if (!views.plain()) {
      // what is left in markup, headers or encodings shows when it is looked at again
      Scan again = new Scan(detectors, masking);
      again.look(new Material(material.kind(), material.name(), material.contentType(), body));
      steps += again.steps;
      if (!again.hits.isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.of(body);
  }

  private static boolean isOf(Rule rule, Hit hit) {
    Kind kind = hit.view().kind();
    return rule.kinds().contains(kind) && rule.detectors().contains(hit.detector());
  }
}
