package io.sallyport.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * JSON in and out of records. Strict towards what comes in: an unknown field is an error, since it
 * may be a misspelt one that mattered.
 */
final class Json {
  private static final int MOST_DEPTH = 32;

  // immutable
  private final JsonMapper mapper;

  Json() {
    JsonMapper.Builder builder = JsonMapper.builder();
    builder.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    builder.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    builder.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    builder.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    builder.defaultPropertyInclusion(
        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL));
    // two runs write the same
    builder.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    builder.addModule(new PlainTypes());
    mapper = builder.build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build());
  }

  byte[] write(Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of the API cannot be written", e);
    }
  }

  <T> T read(byte[] body, Class<T> type) {
    if (body.length == 0) {
      throw Problem.malformed("This request needs a JSON body.");
    }
    try {
      T value = mapper.readValue(body, type);
      if (value == null) {
        throw Problem.malformed("This request needs a JSON object.");
      }
      return value;
    } catch (JsonParseException e) {
      throw Problem.malformed(
          "The body is no JSON: line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ".");
    } catch (UnrecognizedPropertyException e) {
      String known =
          e.getKnownPropertyIds().stream()
              .map(Object::toString)
              .sorted()
              .collect(Collectors.joining(", "));
      throw Problem.invalid(field(e), "is not known; known are " + known);
    } catch (JsonMappingException e) {
      Throwable cause = e.getCause();
      boolean ours = cause instanceof IllegalArgumentException;
      throw Problem.invalid(field(e), ours ? cause.getMessage() : "is not of the kind expected");
    } catch (IOException e) {
      throw Problem.malformed("The body cannot be read.");
    }
  }

  private static String field(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(part -> part.getFieldName() == null ? "" + part.getIndex() : part.getFieldName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "(body)" : path;
  }
}
