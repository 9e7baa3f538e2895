package io.sallyport.server.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * What a record {@code purge.completed} says is gone.
 *
 * @param bodies records whose bodies are gone
 * @param fields records of which nothing but the leaf is left
 */
record Purged(List<Range> bodies, List<Range> fields) {
  static final String TYPE = "purge.completed";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Sequences from the first to the last. */
  record Range(long first, long last) {}

  static Purged of(String fields) {
    try {
      JsonNode record = JSON.readTree(fields);
      return new Purged(ranges(record.path("bodies")), ranges(record.path("fields")));
    } catch (JsonProcessingException unreadable) {
      return new Purged(List.of(), List.of());
    }
  }

  private static List<Range> ranges(JsonNode list) {
    List<Range> ranges = new ArrayList<>();
    list.forEach(
        each -> ranges.add(new Range(each.path("first").asLong(), each.path("last").asLong())));
    return ranges;
  }
}
