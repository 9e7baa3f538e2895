package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.server.directory.User;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of the OpenAPI document, asked by nobody and by each role with right, nearly
 * right and hostile input: none fails on our side, and each answers what the document says.
 */
class ApiPropertyTest {
  private static final long SEED = Long.getLong("seed", 20_260_301);
  private static final int ROUNDS = Integer.getInteger("api.rounds", 3);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** They would end the session that asks. */
  private static final Set<String> SIGNING_OUT = Set.of("deleteSession", "postSession");

  private record Case(String method, String path, JsonNode operation) {
    String id() {
      return operation.path("operationId").asText();
    }
  }

  @TempDir private Path directory;

  @Test
  void noInputMakesAnOperationFailOrAnswerSomethingElse() throws Exception {
    List<String> problems = new ArrayList<>();
    try (ConsoleServer console = ConsoleServer.start(directory.resolve("data"))) {
      console.assignEverybody("the-officer");
      console.assignEverybody("the-reviewer");
      JsonNode document = MAPPER.readTree(console.visitor().get("/api/v1/openapi.json").body());
      ApiShape shape = new ApiShape(document);
      Random random = new Random(SEED);
      ApiGuesses guesses = new ApiGuesses(random, shape);
      Map<String, ConsoleServer.Visitor> visitors = visitors(console);
      for (Case each : cases(document)) {
        for (Map.Entry<String, ConsoleServer.Visitor> visitor : visitors.entrySet()) {
          int rounds = visitor.getKey().isEmpty() ? 1 : ROUNDS;
          for (int i = 0; i < rounds; i++) {
            asked(each, visitor.getValue(), guesses, shape)
                .ifPresent(
                    problem -> problems.add(visitor.getKey() + " " + each.id() + ": " + problem));
          }
        }
      }
    }
    assertThat(problems).as("seed " + SEED).isEmpty();
  }

  private static Map<String, ConsoleServer.Visitor> visitors(ConsoleServer console)
      throws Exception {
    Map<String, ConsoleServer.Visitor> visitors = new LinkedHashMap<>();
    visitors.put("", console.visitor());
    for (User.Role role : User.Role.values()) {
      String name = "the-" + role.name().toLowerCase(Locale.ROOT);
      visitors.put(name, console.signedIn(name));
    }
    return visitors;
  }

  private static List<Case> cases(JsonNode document) {
    List<Case> cases = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          Case each =
                              new Case(
                                  method.getKey().toUpperCase(Locale.ROOT),
                                  path.getKey(),
                                  method.getValue());
                          if (!SIGNING_OUT.contains(each.id())) {
                            cases.add(each);
                          }
                        }));
    return cases;
  }

  /** What was wrong with the answer; empty where nothing was. */
  private static Optional<String> asked(
      Case each, ConsoleServer.Visitor visitor, ApiGuesses guesses, ApiShape shape)
      throws Exception {
    StringBuilder path = new StringBuilder("/api/v1").append(each.path());
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : each.operation().path("parameters")) {
      String name = parameter.path("name").asText();
      switch (parameter.path("in").asText()) {
        case "path" -> {
          int at = path.indexOf("{" + name + "}");
          path.replace(at, at + name.length() + 2, guesses.segment());
        }
        case "query" -> {
          if (parameter.path("required").asBoolean() || guesses.word().length() > 8) {
            query.add(name + "=" + guesses.segment());
          }
        }
        default -> {}
      }
    }
    String target = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    if (target.length() > 7_000) {
      target = path.toString();
    }
    JsonNode schema =
        each.operation()
            .path("requestBody")
            .path("content")
            .path("application/json")
            .path("schema");
    String body = schema.isMissingNode() ? null : guesses.body(schema);
    HttpRequest request = visitor.request(each.method(), target, body).build();
    return problem(each, visitor, request, shape)
        .map(problem -> each.method() + " " + request.uri() + " " + body + " -> " + problem);
  }

  /** The answer; the client may take a connection that the server closes at that moment. */
  private static HttpResponse<InputStream> answered(
      ConsoleServer.Visitor visitor, HttpRequest request) throws Exception {
    try {
      return visitor.open(request);
    } catch (IOException e) {
      return visitor.open(request);
    }
  }

  private static Optional<String> problem(
      Case each, ConsoleServer.Visitor visitor, HttpRequest request, ApiShape shape)
      throws Exception {
    HttpResponse<InputStream> answer = answered(visitor, request);
    int status = answer.statusCode();
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith("text/event-stream")) {
      answer.body().close();
      return Optional.empty();
    }
    byte[] bytes = answer.body().readAllBytes();
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (status >= 500) {
      return Optional.of(status + " " + text);
    }
    // what the server turns away before it knows what is asked for
    if (status == 400 && !type.startsWith("application/")) {
      return Optional.empty();
    }
    JsonNode responses = each.operation().path("responses");
    JsonNode response = responses.path(Integer.toString(status));
    if (response.isMissingNode()) {
      if (status < 400) {
        return Optional.of(status + " is not documented");
      }
      response = responses.path("default");
    }
    if (!response.has("content")) {
      return bytes.length == 0 ? Optional.empty() : Optional.of(status + " with " + text);
    }
    String media = response.path("content").fieldNames().next();
    if (!type.split(";")[0].equals(media.split(";")[0])) {
      return Optional.of(status + " with " + type + ", not " + media);
    }
    return media.endsWith("json") && !media.contains("openapi")
        ? shape.problem(
            response.path("content").path(media).path("schema"), MAPPER.readTree(bytes), "answer")
        : Optional.empty();
  }
}
