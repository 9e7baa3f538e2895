package io.sallyport.server.boot;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Whether a JSON value is what a schema of our OpenAPI document says. */
final class ApiShape {
  private final JsonNode document;

  ApiShape(JsonNode document) {
    this.document = document;
  }

  JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
  }

  /** What is wrong, and where; empty where nothing is. */
  Optional<String> problem(JsonNode schema, JsonNode value, String at) {
    JsonNode is = resolved(schema);
    if (is.isEmpty()) {
      return Optional.empty();
    }
    if (is.has("enum")) {
      for (JsonNode word : is.get("enum")) {
        if (word.equals(value)) {
          return Optional.empty();
        }
      }
      return Optional.of(at + ": " + value + " is none of " + is.get("enum"));
    }
    return switch (is.path("type").asText()) {
      case "string" -> string(is, value, at);
      case "integer" -> when(value.isIntegralNumber(), at + ": no integer: " + value);
      case "number" -> when(value.isNumber(), at + ": no number: " + value);
      case "boolean" -> when(value.isBoolean(), at + ": no boolean: " + value);
      case "array" -> array(is, value, at);
      case "object" -> object(is, value, at);
      default -> Optional.of(at + ": no such type in " + is);
    };
  }

  private static Optional<String> when(boolean right, String problem) {
    return right ? Optional.empty() : Optional.of(problem);
  }

  private static Optional<String> string(JsonNode is, JsonNode value, String at) {
    if (!value.isTextual()) {
      return Optional.of(at + ": no text: " + value);
    }
    if (is.path("format").asText().equals("date-time")) {
      try {
        Instant.parse(value.asText());
      } catch (DateTimeException e) {
        return Optional.of(at + ": no time: " + value);
      }
    }
    return Optional.empty();
  }

  private Optional<String> array(JsonNode is, JsonNode value, String at) {
    if (!value.isArray()) {
      return Optional.of(at + ": no list: " + value);
    }
    for (int i = 0; i < value.size(); i++) {
      Optional<String> problem = problem(is.get("items"), value.get(i), at + "[" + i + "]");
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<String> object(JsonNode is, JsonNode value, String at) {
    if (!value.isObject()) {
      return Optional.of(at + ": no object: " + value);
    }
    for (JsonNode needed : is.path("required")) {
      if (!value.has(needed.asText())) {
        return Optional.of(at + ": without " + needed.asText());
      }
    }
    for (var field : value.properties()) {
      JsonNode schema =
          is.has("properties")
              ? is.path("properties").path(field.getKey())
              : is.path("additionalProperties");
      if (schema.isMissingNode()) {
        return Optional.of(at + ": with " + field.getKey());
      }
      Optional<String> problem = problem(schema, field.getValue(), at + "." + field.getKey());
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }
}
