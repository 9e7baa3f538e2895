package io.sallyport.server.retention;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose record it is: every address in its fields, whatever they are called, so that a type that
 * comes later is held as well. Addresses are compared without scheme, port and parameters.
 */
final class Persons {
  private static final Set<String> NAMES =
      Set.of("by", "approvedBy", "officer", "actor", "user", "subject", "address");

  // immutable
  private final String domain;

  Persons(String domain) {
    this.domain = domain;
  }

  /** The form in which persons are compared; a bare name is one of our domain. */
  String canonical(String person) {
    String text = person.strip().toLowerCase(Locale.ROOT);
    int scheme = text.indexOf(':');
    if (scheme > 0 && text.substring(0, scheme).matches("sips?|tel")) {
      text = text.substring(scheme + 1);
    }
    int end = text.length();
    for (char stop : new char[] {';', '?', '>'}) {
      int at = text.indexOf(stop);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    text = text.substring(0, end);
    int host = text.indexOf('@');
    if (host < 0) {
      return text + "@" + domain;
    }
    int port = text.indexOf(':', host);
    return port < 0 ? text : text.substring(0, port);
  }

  /** The same groups with their members in the form in which persons are compared. */
  Groups canonical(Groups groups) {
    return group -> groups.members(group).stream().map(this::canonical).collect(Collectors.toSet());
  }

  /** Adds everybody that the fields name. */
  void collect(JsonNode fields, Set<String> into) {
    if (fields.isObject()) {
      fields
          .properties()
          .forEach(
              field -> {
                JsonNode value = field.getValue();
                if (value.isTextual() && NAMES.contains(field.getKey())) {
                  named(value.asText(), into);
                } else {
                  collect(value, into);
                }
              });
    } else if (fields.isArray()) {
      fields.forEach(item -> collect(item, into));
    } else if (fields.isTextual() && hasScheme(fields.asText())) {
      into.add(canonical(fields.asText()));
    }
  }

  private void named(String name, Set<String> into) {
    if (!name.isBlank() && name.indexOf(' ') < 0) {
      into.add(canonical(name));
    }
  }

  private static boolean hasScheme(String text) {
    return text.regionMatches(true, 0, "sip:", 0, 4)
        || text.regionMatches(true, 0, "sips:", 0, 5)
        || text.regionMatches(true, 0, "tel:", 0, 4);
  }
}
