package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The OpenAPI document of a running server: whole in itself by the rules of OpenAPI 3.1, and the
 * same as {@code docs/openapi.json}, which {@code -Dopenapi.write=true} writes anew.
 */
class OpenApiTest {
  private static final Path PAGE =
      Path.of(System.getProperty("project.root", ".."), "docs", "openapi.json");
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final Set<String> TYPES =
      Set.of("string", "integer", "number", "boolean", "array", "object");

  @TempDir private Path directory;

  private JsonNode document() throws Exception {
    try (ConsoleServer console = ConsoleServer.start(directory.resolve("data"))) {
      return MAPPER.readTree(console.visitor().get("/api/v1/openapi.json").body());
    }
  }

  @Test
  void theDocumentIsWhatTheServerDoesAndWholeInItself() throws Exception {
    JsonNode document = document();
    assertThat(problems(document)).isEmpty();
    String text = written(document);
    if (Boolean.getBoolean("openapi.write")) {
      Files.writeString(PAGE, text);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/openapi.json; run this test with -Dopenapi.write=true to write it anew")
        .isEqualTo(text);
  }

  /** The document in a form that is the same each time. */
  private static String written(JsonNode document) throws Exception {
    ObjectNode page = document.deepCopy();
    ((ObjectNode) page.get("info")).put("version", "1");
    return MAPPER.writeValueAsString(MAPPER.treeToValue(page, Map.class)) + "\n";
  }

  /** What is against the rules of OpenAPI 3.1 that our documents can break. */
  private static List<String> problems(JsonNode document) {
    List<String> problems = new ArrayList<>();
    if (!document.path("openapi").asText().startsWith("3.1.")) {
      problems.add("openapi: not 3.1");
    }
    for (String needed : List.of("title", "version")) {
      if (document.path("info").path(needed).asText().isEmpty()) {
        problems.add("info." + needed + " is missing");
      }
    }
    Set<String> ids = new HashSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path -> {
              if (!path.getKey().startsWith("/")) {
                problems.add(path.getKey() + ": begins with no slash");
              }
              path.getValue()
                  .properties()
                  .forEach(
                      method -> {
                        String at = method.getKey() + " " + path.getKey();
                        if (!METHODS.contains(method.getKey())) {
                          problems.add(at + ": no method");
                        }
                        if (!ids.add(method.getValue().path("operationId").asText())) {
                          problems.add(at + ": another has its operationId");
                        }
                        operation(at, path.getKey(), method.getValue(), problems);
                      });
            });
    references(document, document, problems);
    return problems;
  }

  private static void operation(String at, String path, JsonNode operation, List<String> problems) {
    Set<String> inPath = new TreeSet<>();
    Pattern.compile("\\{([^}]+)}").matcher(path).results().forEach(m -> inPath.add(m.group(1)));
    Set<String> declared = new TreeSet<>();
    Set<String> all = new HashSet<>();
    for (JsonNode parameter : operation.path("parameters")) {
      String where = parameter.path("in").asText();
      String name = parameter.path("name").asText();
      if (!Set.of("path", "query", "header", "cookie").contains(where)
          || !all.add(where + " " + name)) {
        problems.add(at + ": parameter " + name + " twice or nowhere");
      }
      if (where.equals("path")) {
        declared.add(name);
        if (!parameter.path("required").asBoolean()) {
          problems.add(at + ": " + name + " must be required");
        }
      }
      schema(at + " " + name, parameter.path("schema"), problems);
    }
    if (!declared.equals(inPath)) {
      problems.add(at + ": path has " + inPath + ", parameters " + declared);
    }
    if (operation.path("responses").isEmpty()) {
      problems.add(at + ": no responses");
    }
    operation
        .path("responses")
        .properties()
        .forEach(
            response -> {
              if (!response.getKey().matches("[1-5]\\d\\d|default")
                  || response.getValue().path("description").asText().isEmpty()) {
                problems.add(at + ": response " + response.getKey());
              }
              response
                  .getValue()
                  .path("content")
                  .forEach(media -> schema(at, media.path("schema"), problems));
            });
    operation
        .path("requestBody")
        .path("content")
        .forEach(media -> schema(at, media.path("schema"), problems));
  }

  private static void schema(String at, JsonNode schema, List<String> problems) {
    if (schema.isMissingNode() || schema.has("$ref") || schema.isEmpty()) {
      return;
    }
    String type = schema.path("type").asText();
    if (!TYPES.contains(type)) {
      problems.add(at + ": no type " + type);
    }
    if (type.equals("array")) {
      if (!schema.has("items")) {
        problems.add(at + ": an array of what");
      }
      schema(at, schema.path("items"), problems);
    }
    schema.path("properties").forEach(property -> schema(at, property, problems));
    for (JsonNode needed : schema.path("required")) {
      if (!schema.path("properties").has(needed.asText())) {
        problems.add(at + ": requires " + needed.asText() + ", which it has not");
      }
    }
  }

  private static void references(JsonNode document, JsonNode node, List<String> problems) {
    if (node.has("$ref")) {
      String reference = node.get("$ref").asText();
      if (!reference.startsWith("#/") || document.at(reference.substring(1)).isMissingNode()) {
        problems.add(reference + " leads nowhere");
      }
    }
    if (node.path("type").asText().equals("object") && node.has("properties")) {
      schema("schema", node, problems);
    }
    node.forEach(child -> references(document, child, problems));
  }
}
