package io.sallyport.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.content.Verdict.Found;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rules of a test, and what they make of a text. */
record Scanned(ContentRules rules) {

  static Scanned by(String yaml) {
    ContentRules.Reading reading = ContentRules.read(yaml);
    assertThat(reading).isInstanceOf(ContentRules.Ok.class);
    return new Scanned(((ContentRules.Ok) reading).rules());
  }

  /** One lexicon and one rule. */
  static Scanned words(String action, String words) {
    return by(
        """
        content:
          lexicons:
            secret: [%s]
          rules:
            - {name: r, find: secret, action: %s}
        """
            .formatted(words, action));
  }

  /** One rule on an identifier. */
  static Scanned identifier(String name) {
    return by("content: {rules: [{name: r, find: %s, action: mask}]}".formatted(name));
  }

  Verdict of(String text) {
    return of("text/plain", text);
  }

  Verdict of(String type, String text) {
    return rules.scan(Material.line(type, text.getBytes(StandardCharsets.UTF_8)), Sides.UNKNOWN);
  }

  /** What is delivered. */
  String masked(String text) {
    return masked("text/plain", text);
  }

  String masked(String type, String text) {
    return of(type, text)
        .masked()
        .map(body -> new String(body, StandardCharsets.UTF_8))
        .orElse("[" + of(type, text).action() + "]");
  }

  boolean finds(String text) {
    return !of(text).found().isEmpty();
  }

  static List<String> rules(Verdict verdict) {
    return verdict.found().stream().map(Found::rule).toList();
  }
}
