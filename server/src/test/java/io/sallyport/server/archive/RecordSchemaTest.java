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
    List<ArchiveRecord> all = new ArrayList<>(rulings());
    all.addAll(happenings());
    all.addAll(guarding());
    return all;
  }

  private static List<ArchiveRecord> rulings() {
    List<Sequences.Range> ranges = List.of(new Sequences.Range(2, 5));
    return List.of(
        new ArchiveRecord.RetentionFloor(Store.NOW, "carol", "chat", 86_400),
        new ArchiveRecord.HoldPlaced(
            "h1",
            Store.NOW,
            "carol",
            "case 7",
            "why",
            List.of("bob@example.org"),
            "desk",
            List.of("c1"),
            1,
            2),
        new ArchiveRecord.HoldReleaseRequested("h1", Store.NOW, "carol", "a1", "over"),
        new ArchiveRecord.HoldReleased("h1", Store.NOW, "carol", "dave"),
        new ArchiveRecord.ApprovalRequested(
            "a1", Store.NOW, "carol", "purge", "chat 7", "due", Store.NOW.plusSeconds(60)),
        new ArchiveRecord.ApprovalDecided("a1", Store.NOW, "dave", "approved", ""),
        new ArchiveRecord.ApprovalUsed("a1", Store.NOW, "dave"),
        new ArchiveRecord.Purge(
            "p1", Store.NOW, "carol", "dave", ranges, ranges, List.of("object-1")),
        new ArchiveRecord.PurgeCompleted(
            "p1", Store.NOW, ranges, ranges, ranges, List.of("object-1")));
  }

  private static List<ArchiveRecord> happenings() {
    return List.of(
        Store.started("c1"),
        Store.answered("c1"),
        new ArchiveRecord.CallChanged("c1", Store.NOW, "sip:bob@example.org", "hold"),
        new CallNotice(
            "c1", Store.NOW, "sip:a@b", "notice", "en", "00", Store.NOW, Store.NOW, "whole",
            "server", ""),
        new CallConsent("c1", Store.NOW, "sip:a@b", "given", "1", "en"),
        new CallListened(
            "c1", Store.NOW, "eve", "sip:eve@b", "case 7", "a1 by dave", "ended", "hung up"),
        new AccessMark(
            Store.NOW,
            "carol",
            "case 7",
            "k1",
            "c1",
            2_500,
            "added",
            new ArchiveRecord.Body("text/plain", new byte[] {65})),
        CallSignalling.of(
            "c1",
            Store.NOW,
            "sip:a@b",
            "sip:c@b",
            List.of("x@192.0.2.9"),
            List.of(
                new CallSignalling.Message(Store.NOW, "in", 0, "192.0.2.9:5060", "INVITE sip:c@b")),
            0),
        Store.ended("c1"),
        new ArchiveRecord.CallControlled("c1", Store.NOW, "carol", "mute", "sip:a@b", "noise"),
        new ArchiveRecord.CallEmergency(
            "c1",
            Store.NOW,
            "sip:a@b",
            "sip:112@b",
            "192.0.2.9",
            "Main Street",
            List.of("sip:c@b")),
        new ArchiveRecord.ReviewSampled("c1", Store.NOW, "sales", 7, 2.5),
        Store.line("m1", ""),
        Store.delivered("m1"),
        new ContentRecord.Matched(
            "m1",
            Store.NOW,
            "sip:a@b",
            "sip:c@b",
            "masked",
            "7",
            List.of(
                new ContentRecord.Matched.Match(
                    "cards", "payment", "masked", List.of("card-number"), 1, List.of("4-12"))),
            new ArchiveRecord.Body("text/plain", new byte[3])),
        new ContentRecord.Released("m1", Store.NOW, "eve", "harmless"),
        new ContentRecord.Rejected("m1", Store.NOW, "eve", "not to him"),
        new ArchiveRecord.Registration(
            "sip:bob@example.org", Store.NOW, "d1", "bound", "ua\u0000\u202e", "TLS ::1", 600),
        new ArchiveRecord.Refused(
            Store.NOW,
            "INVITE",
            "sip:x@y",
            "sip:z@y",
            "UDP 192.0.2.9",
            403,
            "not allowed",
            "wall-1",
            7,
            List.of("audio"),
            "phone/1"),
        new ArchiveRecord.PolicyChanged(7, Store.NOW, "carol", "case 7", "rules: []\n", 3),
        new CallCaptured(
            "c1", Store.NOW, "command line", "ended", "/tmp/c1.pcapng", "time is over", 3000, 0),
        new ArchiveRecord.Administered(Store.NOW, "admin", "user added", "carol"),
        new ArchiveRecord.RecordingStarted(
            "c1-r", "c1", Store.NOW, "sip:a@b", "sip:c@b", List.of("audio")),
        new ArchiveRecord.RecordingClosed(
            "c1-r", "c1", Store.NOW, Store.NOW, 1, "00", 2, 3, streams(), gaps()),
        new ArchiveRecord.RecordingRecovered(
            "c1-r", "c1", Store.NOW, Store.NOW, 1, "00", 2, 3, streams(), gaps(), 4, ""),
        new ArchiveRecord.RecordingExempt("c1", Store.NOW, "sip:a@b", "sip:112@b", "disk full"),
        new ArchiveRecord.CompletenessGap("c1", Store.NOW, "c1-r", "audio", 2, 1, 3, 4),
        new ArchiveRecord.AccessSearch(Store.NOW, "eve", "case 7", "person=x", 2, List.of(4L, 9L)),
        new ArchiveRecord.AccessView(Store.NOW, "eve", "case 7", "m1", 4, ""),
        new ArchiveRecord.AccessPlay(Store.NOW, "eve", "case 7", "c1", 4, "wav", "a1 by mallory"),
        new ArchiveRecord.AccessExport(Store.NOW, "eve", "case 7", "x1", "person=x", 2, ""),
        new ArchiveRecord.AccessExported(Store.NOW, "eve", "x1", "complete", 2, "00ff"),
        new AccessLogin(Store.NOW, "signed-in", "eve", "192.0.2.9", "with second factor"),
        new ArchiveRecord.AccessRefused(Store.NOW, "eve", "", "view", "m1", "say why"));
  }

  private static List<ArchiveRecord> guarding() {
    return List.of(
        new ArchiveRecord.GuardBlocked(
            "192.0.2.9", Store.NOW, Store.NOW, "strangers", 2, "server", "20 wrong logins"),
        new ArchiveRecord.GuardLifted("192.0.2.9", Store.NOW, "carol", "the office"),
        new ArchiveRecord.AlarmRaised("scan", Store.NOW, "192.0.2.9", "a scanner's User-Agent"),
        new ArchiveRecord.AlarmCleared("scan", Store.NOW, "192.0.2.9"));
  }

  private static List<ArchiveRecord.RecordedStream> streams() {
    ArchiveRecord.RecordedFormat format =
        new ArchiveRecord.RecordedFormat(96, "opus", 48_000, 2, "useinbandfec=1");
    return List.of(
        new ArchiveRecord.RecordedStream(0, "audio", "caller", 5, 1, 900, List.of(format)));
  }

  private static List<ArchiveRecord.RecordingGap> gaps() {
    return List.of(new ArchiveRecord.RecordingGap(-1, 17, -1, "killed"));
  }
}
