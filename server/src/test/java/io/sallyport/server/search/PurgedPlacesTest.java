package io.sallyport.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Purge;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.RawRecord;
import io.sallyport.server.archive.Sequences;
import io.sallyport.server.archive.Sequences.Range;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the index knows of a place stays good enough when a purge moves what lies behind it. */
class PurgedPlacesTest {
  private static final int LINES = 200;

  @TempDir Path directory;

  private static void purge(Past past, String id, Sequences bodies, Sequences fields)
      throws Exception {
    past.archive.write(
        new Purge(id, Past.NOW, "erin", "", bodies.ranges(), fields.ranges(), List.of()));
    past.archive.keeping().seal();
    for (Range segment : past.archive.keeping().segments(bodies.with(fields))) {
      past.archive.keeping().erase(segment.first(), bodies, fields);
    }
    past.archive.write(
        new PurgeCompleted(id, Past.NOW, bodies.ranges(), fields.ranges(), List.of(), List.of()));
  }

  private static Search page(Optional<String> cursor) {
    return new Search(
        Criteria.all(), Scope.EVERYTHING, List.of(), Optional.empty(), false, 30, cursor);
  }

  @Test
  void pagesGoOnAndEveryHitIsReadThoughAPurgeCameBetweenThem() throws Exception {
    try (Past past = Past.open(directory)) {
      for (int i = 1; i <= LINES; i++) {
        past.append(Past.line("m" + i, Past.NOW.plusMillis(i), "alice", "bob", "text " + i));
      }
      past.indexed();
      Answer.Page first = past.ask(page(Optional.empty()));
      Sequences bodies = Sequences.of(List.of(new Range(20, 29)));
      Sequences fields = Sequences.of(List.of(new Range(1, 9), new Range(100, 149)));
      purge(past, "p1", bodies, fields);
      past.indexed();

      List<Hit> hits = new ArrayList<>(first.hits());
      Optional<String> cursor = first.next();
      while (cursor.isPresent()) {
        Answer.Page next = past.ask(page(cursor));
        hits.addAll(next.hits());
        cursor = next.next();
      }
      List<String> expected = new ArrayList<>();
      for (int i = LINES; i >= 1; i--) {
        if (!fields.contains(i)) {
          expected.add("m" + i);
        }
      }
      assertThat(hits).extracting(Hit::id).containsExactlyElementsOf(expected);
      hits.forEach(hit -> assertThat(text(past, hit)).isEqualTo(textOf(hit, bodies)));
      assertThat(past.archive.walks()).isEqualTo(1);

      // and once more, with places that are older still
      purge(past, "p2", Sequences.of(List.of(new Range(30, 39))), Sequences.none());
      for (Hit hit : hits) {
        RawRecord raw = past.archive.raw(hit.sequence(), hit.position());
        assertThat(raw.sequence()).isEqualTo(hit.sequence());
        assertThat(new String(raw.fieldsPart(), StandardCharsets.ISO_8859_1))
            .contains("\"" + hit.id() + "\"");
      }
      assertThat(past.archive.walks()).isEqualTo(2);
    }
  }

  private static String textOf(Hit hit, Sequences bodies) {
    return bodies.contains(hit.sequence()) ? "" : "text " + hit.sequence();
  }

  private static String text(Past past, Hit hit) {
    try {
      ArchiveReader.Entry entry = past.archive.entry(hit.sequence(), hit.position());
      assertThat(entry.sequence()).isEqualTo(hit.sequence());
      return entry.body().isEmpty()
          ? ""
          : new String(
              ((ChatMessage) entry.entry().orElseThrow()).body().bytes(), StandardCharsets.UTF_8);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
