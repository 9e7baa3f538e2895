package io.sallyport.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a purge took from the journal is not in the index any more, and not in its files. */
class PurgedTextTest {
  private static final String RECORD =
      "{\"purge\":\"p1\",\"bodies\":[{\"first\":2,\"last\":2}],\"fields\":[{\"first\":4,\"last\":9}]}";

  @TempDir Path directory;
  private final TextAnalysis analysis = new TextAnalysis();

  private static Draft line(long sequence, String text) {
    Draft draft = new Draft(Kind.CHAT, "m" + sequence, sequence, new Position(1, sequence), 100);
    draft.from = "sip:alice@example.org";
    draft.to = "sip:bob@example.org";
    draft.result = "waiting";
    draft.text = text;
    return draft;
  }

  @Test
  void aPurgedLineStaysFindableByWhoAndWhenAndItsWordsAreGone() throws Exception {
    try (Shelf shelf =
        Shelf.open(directory.resolve("index"), Past.KEY, SearchSettings.defaults(), analysis)) {
      for (long sequence = 1; sequence <= 5; sequence++) {
        shelf.add(line(sequence, "secretword" + sequence + " common"));
      }
      shelf.refresh();
      Purged gone = Purged.of(RECORD);
      Feed.purge(gone, shelf);
      shelf.expunge();
      shelf.refresh();
      DirectoryReader look = shelf.take();
      try {
        Asking asking = new Asking(analysis, Duration.ofSeconds(2));
        assertThat(ids(asking, look, Criteria.all())).containsExactly("m3", "m2", "m1");
        assertThat(ids(asking, look, Criteria.where().purged(true).build())).containsExactly("m2");
        assertThat(ids(asking, look, Criteria.where().text("common").build()))
            .containsExactly("m3", "m1");
        assertThat(ids(asking, look, Criteria.where().text("secretword2").build())).isEmpty();
        assertThat(hasWord(look, "secretword1")).isTrue();
        assertThat(hasWord(look, "secretword2")).isFalse();
        assertThat(hasWord(look, "secretword4")).isFalse();
      } finally {
        look.decRef();
      }
    }
  }

  @Test
  void aPurgeRecordThatCannotBeReadTakesNothing() {
    assertThat(Purged.of("{\"bodies\":7}")).isEqualTo(new Purged(List.of(), List.of()));
    assertThat(Purged.of("nonsense")).isEqualTo(new Purged(List.of(), List.of()));
  }

  private static List<String> ids(Asking asking, DirectoryReader look, Criteria criteria)
      throws Exception {
    Search search =
        new Search(
            criteria, Scope.EVERYTHING, List.of(), Optional.empty(), false, 10, Optional.empty());
    return ((Answer.Page) asking.answer(search, look, 9, 0)).hits().stream().map(Hit::id).toList();
  }

  /** Whether the word is in the dictionary of the files, of deleted documents too. */
  private static boolean hasWord(DirectoryReader look, String word) throws Exception {
    Terms terms = MultiTerms.getTerms(look, Fields.TEXT);
    TermsEnum each = terms.iterator();
    return each.seekExact(new BytesRef(word));
  }
}
