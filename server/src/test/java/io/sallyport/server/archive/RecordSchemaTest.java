package io.sallyport.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordSchemaTest {
  private static final Path PAGES = Path.of(System.getProperty("project.root"), "docs", "records");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyTypeHasItsPageAndNoPageIsLeftOver() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages.map(p -> p.getFileName().toString()).filter(n -> n.endsWith(".json")))
          .containsExactlyInAnyOrderElementsOf(
              RecordJson.typeNames().stream().map(type -> type + ".json").toList());
    }
  }

  @Test
  void thePagesNameExactlyTheFieldsThatAreWritten() throws IOException {
    for (ArchiveRecord entry : samples()) {
      JsonNode page = JSON.readTree(PAGES.resolve(entry.type() + ".json").toFile());
      assertThat(page.path("title").asText()).isEqualTo(entry.type());
      assertMatches(page, JSON.readTree(new RecordJson().fields(entry)), entry.type());
    }
  }

  private static void assertMatches(JsonNode schema, JsonNode value, String where) {
    if (value.isObject()) {
      assertThat(names(schema.path("properties"))).as(where).hasSameElementsAs(names(value));
      value
          .properties()
          .forEach(
              field ->
                  assertMatches(
                      schema.path("properties").path(field.getKey()),
                      field.getValue(),
                      where + "." + field.getKey()));
    } else if (value.isArray()) {
      value.forEach(item -> assertMatches(schema.path("items"), item, where + "[]"));
    } else {
      String number = value.isIntegralNumber() ? "integer" : "number";
      String type = value.isNumber() ? number : "string";
      assertThat(schema.path("type").asText()).as(where).isEqualTo(type);
      if (schema.has("enum")) {
        assertThat(schema.path("enum")).as(where).contains(value);
      }
    }
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  static List<ArchiveRecord> samples() {
    return List.of(
        Store.started("c1"),
        Store.answered("c1"),
        new ArchiveRecord.CallChanged("c1", Store.NOW, "sip:bob@example.org", "hold"),
        Store.ended("c1"),
        Store.line("m1", ""),
        Store.delivered("m1"),
        new ArchiveRecord.Registration(
            "sip:bob@example.org", Store.NOW, "d1", "bound", "ua\u0000\u202e", "TLS ::1", 600),
        new ArchiveRecord.Refused(
            Store.NOW, "INVITE", "sip:x@y", "sip:z@y", "UDP 192.0.2.9", 403, "not allowed"),
        new ArchiveRecord.Captured(
            "c1", Store.NOW, "command line", "ended", "/tmp/c1.pcapng", "time is over", 3000, 0),
        new ArchiveRecord.Administered(Store.NOW, "admin", "user added", "carol"));
  }
}
