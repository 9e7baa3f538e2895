package io.sallyport.server.boot;

import io.sallyport.server.content.Content;
import io.sallyport.server.content.ContentRules;
import io.sallyport.server.policy.Policy;
import io.sallyport.server.policy.Reading;
import io.sallyport.server.rulebook.Rulebook;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The section {@code content} of a rule set: checked with the rest of it, versioned with it, in
 * force with it.
 */
final class ContentSection {
  private static final Logger LOG = LoggerFactory.getLogger(ContentSection.class);

  private ContentSection() {}

  /** What is wrong with it, as problems of the rule set. */
  static List<Reading.Problem> problems(String text) {
    return ContentRules.read(text) instanceof ContentRules.Refused refused
        ? refused.problems().stream()
            .map(p -> new Reading.Problem(p.line(), p.key(), p.words(), p.suggestion()))
            .toList()
        : List.of();
  }

  /** Brings it into force now, and again with each rule set that comes into force. */
  static Content inForce(Policy policy, Rulebook rulebook) throws IOException {
    Content content = new Content();
    bring(content, policy.inForce());
    rulebook.addListener(
        () -> {
          try {
            bring(content, policy.inForce());
          } catch (IOException e) {
            LOG.error("content rules stay those of {}: {}", content.version().name(), e.toString());
          }
        });
    return content;
  }

  private static void bring(Content content, Policy.InForce set) throws IOException {
    ContentRules.Reading reading = ContentRules.read(set.rules().text());
    if (reading instanceof ContentRules.Refused refused) {
      throw new IOException(
          "content rules of rule set %d cannot be read any more: %s"
              .formatted(set.version(), refused.problems().get(0).text()));
    }
    content.swap(((ContentRules.Ok) reading).rules(), String.valueOf(set.version()));
  }
}
