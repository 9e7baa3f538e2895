package io.sallyport.server.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The OpenAPI 3.1 document of a list of operations, as a tree that becomes JSON. */
final class OpenApi {
  // owned by: whoever makes the document
  private final Map<String, Object> schemas = new TreeMap<>();
  private final Map<String, Class<?>> owners = new TreeMap<>();
  private final Set<Class<?>> answered = new HashSet<>();
  private boolean asking;

  private OpenApi() {}

  static Map<String, Object> document(List<Operation> operations, String version) {
    return new OpenApi().of(operations, version);
  }

  private Map<String, Object> of(List<Operation> operations, String version) {
    // answers first: a record that is asked for as well gets another name there
    schema(Problem.class);
    for (Operation operation : operations) {
      Optional.<Type>ofNullable(operation.itemOut)
          .or(() -> Optional.ofNullable(operation.out))
          .filter(type -> type != Page.class)
          .ifPresent(this::schema);
    }
    answered.addAll(owners.values());
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Operation operation : operations) {
      paths
          .computeIfAbsent(operation.path, p -> new LinkedHashMap<>())
          .put(operation.method.name().toLowerCase(Locale.ROOT), entry(operation));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of(
            "title",
            "Sallyport",
            "version",
            version,
            "description",
            "Everything that the console does. Errors are `application/problem+json`. Times are"
                + " ISO 8601 in UTC, durations seconds.",
            "license",
            Map.of("name", "Apache-2.0", "identifier", "Apache-2.0")));
    document.put("servers", List.of(Map.of("url", "/api/v1")));
    document.put(
        "security",
        List.of(Map.of("cookie", List.of(), "csrf", List.of()), Map.of("key", List.of())));
    document.put("paths", paths);
    document.put("components", Map.of("securitySchemes", schemes(), "schemas", schemas));
    return document;
  }

  private static Map<String, Object> schemes() {
    Map<String, Object> schemes = new LinkedHashMap<>();
    schemes.put("cookie", Map.of("type", "apiKey", "in", "cookie", "name", Gate.COOKIE));
    schemes.put(
        "csrf",
        Map.of(
            "type", "apiKey",
            "in", "header",
            "name", Gate.CSRF,
            "description", "`csrf` of the session; for everything but GET."));
    schemes.put("key", Map.of("type", "http", "scheme", "bearer"));
    return schemes;
  }

  private Map<String, Object> entry(Operation operation) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("operationId", operation.id());
    entry.put("tags", List.of(operation.noun));
    entry.put("summary", operation.summary);
    if (operation.permission != null) {
      entry.put(
          "description", "Needs the permission " + PlainTypes.word(operation.permission) + ".");
    }
    if (operation.open) {
      entry.put("security", List.of());
    }
    List<Object> parameters = new ArrayList<>();
    for (String name : operation.variables()) {
      parameters.add(parameter(name, "path", true, ""));
    }
    for (Operation.Query query : operation.queries) {
      parameters.add(parameter(query.name(), "query", query.required(), query.what()));
    }
    if (operation.method == Operation.Method.PATCH || operation.method == Operation.Method.PUT) {
      parameters.add(
          parameter(
              "If-Match", "header", false, "The `ETag` that was read, to change that alone."));
    }
    if (operation.parts) {
      parameters.add(parameter("Range", "header", false, "Bytes that are wanted."));
    }
    if (!parameters.isEmpty()) {
      entry.put("parameters", parameters);
    }
    if (operation.in != null) {
      entry.put("requestBody", Map.of("required", true, "content", json(asked(operation.in))));
    }
    entry.put("responses", responses(operation));
    return entry;
  }

  private static Map<String, Object> parameter(
      String name, String in, boolean required, String what) {
    Map<String, Object> parameter = new LinkedHashMap<>();
    parameter.put("name", name);
    parameter.put("in", in);
    parameter.put("required", required);
    if (!what.isEmpty()) {
      parameter.put("description", what);
    }
    parameter.put("schema", Map.of("type", "string"));
    return parameter;
  }

  private Map<String, Object> responses(Operation operation) {
    Map<String, Object> responses = new LinkedHashMap<>();
    boolean json = operation.contentType.equals("application/json");
    if (json && operation.out == null) {
      responses.put("204", Map.of("description", "Done."));
    } else {
      Object content =
          json
              ? json(operation.itemOut == null ? schema(operation.out) : page(operation.itemOut))
              : Map.of(operation.contentType, Map.of());
      responses.put(
          Integer.toString(operation.status), Map.of("description", "Done.", "content", content));
      if (operation.parts) {
        responses.put("206", Map.of("description", "A part.", "content", content));
      }
    }
    responses.put(
        "default",
        Map.of(
            "description",
            "Not done.",
            "content",
            Map.of("application/problem+json", Map.of("schema", schema(Problem.class)))));
    return responses;
  }

  private static Map<String, Object> json(Object schema) {
    return Map.of("application/json", Map.of("schema", schema));
  }

  private Map<String, Object> page(Class<?> item) {
    return Map.of(
        "type", "object",
        "required", List.of("items", "next"),
        "properties",
            Map.of(
                "items", Map.of("type", "array", "items", schema(item)),
                "next", Map.of("type", "string")));
  }

  /** The schema of a type; that of a record stands once, under its name. */
  private Object schema(Type type) {
    if (type instanceof ParameterizedType of) {
      Class<?> raw = (Class<?>) of.getRawType();
      Type[] arguments = of.getActualTypeArguments();
      if (Collection.class.isAssignableFrom(raw)) {
        return Map.of("type", "array", "items", schema(arguments[0]));
      }
      return Map.of("type", "object", "additionalProperties", schema(arguments[1]));
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      String name =
          unique(name(plain) + (asking && answered.contains(plain) ? "Wanted" : ""), plain);
      if (!schemas.containsKey(name)) {
        // first, since a record may hold others of its kind
        schemas.put(name, Map.of());
        schemas.put(name, properties(plain));
      }
      return Map.of("$ref", "#/components/schemas/" + name);
    }
    if (plain.isEnum()) {
      List<String> words =
          Arrays.stream(plain.getEnumConstants()).map(c -> PlainTypes.word((Enum<?>) c)).toList();
      return Map.of("type", "string", "enum", words);
    }
    return simple(plain);
  }

  /** The name, or with its package before it where another record has it already. */
  private String unique(String name, Class<?> plain) {
    if (owners.putIfAbsent(name, plain) == null || owners.get(name) == plain) {
      return name;
    }
    String place = plain.getPackageName();
    String last = place.substring(place.lastIndexOf('.') + 1);
    String longer = Character.toUpperCase(last.charAt(0)) + last.substring(1) + name;
    Class<?> owner = owners.putIfAbsent(longer, plain);
    if (owner != null && owner != plain) {
      throw new IllegalStateException(plain + " and " + owner + " would both be " + longer);
    }
    return longer;
  }

  private static Map<String, Object> simple(Class<?> plain) {
    if (plain == String.class) {
      return Map.of("type", "string");
    }
    if (plain == Instant.class) {
      return Map.of("type", "string", "format", "date-time");
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (plain == double.class || plain == Double.class || plain == Duration.class) {
      return Map.of("type", "number");
    }
    if (plain == int.class
        || plain == long.class
        || plain == Integer.class
        || plain == Long.class) {
      return Map.of("type", "integer");
    }
    if (plain == Object.class) {
      return Map.of();
    }
    throw new IllegalStateException("the API has no schema for " + plain);
  }

  /** The schema of a body that is asked for, in which only what has no null must be given. */
  private Object asked(Type type) {
    boolean before = asking;
    asking = true;
    try {
      return schema(type);
    } finally {
      asking = before;
    }
  }

  private Map<String, Object> properties(Class<?> type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      properties.put(component.getName(), schema(component.getGenericType()));
      if (asking
          ? component.getType().isPrimitive()
          : !component.isAnnotationPresent(Maybe.class)) {
        required.add(component.getName());
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", properties);
    if (asking) {
      schema.put("additionalProperties", false);
    }
    return schema;
  }

  private static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    String own = type.getSimpleName();
    return outer == null || outer.getSimpleName().endsWith("Resource")
        ? own
        : outer.getSimpleName() + own;
  }
}
