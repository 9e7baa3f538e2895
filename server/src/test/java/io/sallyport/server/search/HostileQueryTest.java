package io.sallyport.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.search.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Questions made to be slow, large or misunderstood. */
@Timeout(60)
class HostileQueryTest {
  @TempDir Path directory;

  @Test
  void whatIsNoQueryIsRefusedWithASentence() throws Exception {
    try (Past past = Past.open(directory)) {
      past.record(Past.line("m1", Past.NOW, "alice", "bob", "hello there"));
      assertThat(past.refusal("*ello")).contains("only at the end of a word");
      assertThat(past.refusal("?ello")).contains("only at the end of a word");
      assertThat(past.refusal("h*llo")).contains("only at the end of a word");
      assertThat(past.refusal("*")).contains("at least 2 characters");
      assertThat(past.refusal("h*")).contains("at least 2 characters");
      assertThat(past.refusal("he~")).contains("at least 4 characters");
      assertThat(past.refusal("hello~9")).contains("after ~");
      assertThat(past.refusal("\"hello")).contains("without its second");
      assertThat(past.refusal("(hello")).contains("without its )");
      assertThat(past.refusal("hello)")).contains("without its (");
      assertThat(past.refusal("hello AND")).contains("missing");
      assertThat(past.refusal("AND hello")).contains("missing");
      assertThat(past.refusal("hello OR OR there")).contains("missing");
      assertThat(past.refusal("NOT")).contains("missing");
      assertThat(past.refusal("()")).contains("missing");
      assertThat(past.refusal("")).contains("missing");
      assertThat(past.refusal("\"\"")).contains("letter or digit");
      assertThat(past.refusal("... !!")).contains("letter or digit");
    }
  }

  @Test
  void tenThousandClausesDeepNestingAndEndlessWordsAreRefusedAtOnce() throws Exception {
    try (Past past = Past.open(directory)) {
      past.record(Past.line("m1", Past.NOW, "alice", "bob", "hello there"));
      String clauses =
          IntStream.range(0, 10_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" OR "));
      assertThat(past.refusal(clauses)).contains("at most 1000 characters");
      String words =
          IntStream.range(0, 100).mapToObj(i -> "w" + i).collect(Collectors.joining(" OR "));
      assertThat(past.refusal(words)).contains("at most 64 words");
      assertThat(past.refusal('"' + words + '"')).contains("at most 64 words");
      assertThat(past.refusal("(".repeat(500) + "x" + ")".repeat(499))).contains("at most 10 deep");
      assertThat(past.refusal("a".repeat(1_000))).isEmpty();
      assertThat(past.refusal("-".repeat(999) + "a")).isEmpty();
      assertThat(past.refusal("NOT ".repeat(248) + "hello")).isEmpty();
    }
  }

  @Test
  void manySlowWordsEndWithinTheBudget() throws Exception {
    SearchSettings impatient = new SearchSettings(Duration.ofMillis(1), 16);
    try (Past past = Past.open(directory, impatient)) {
      Random random = new Random(5);
      for (int i = 0; i < 3_000; i++) {
        past.append(
            Past.line(
                "m" + i,
                Past.NOW,
                "alice",
                "bob",
                random
                    .ints(20, 0, 1_000_000)
                    .mapToObj(n -> "aa" + Integer.toString(n, 36))
                    .collect(Collectors.joining(" "))));
        if (i % 1_000 == 0) {
          past.record(Past.started("c" + i, Past.NOW, "alice", "bob"));
        }
      }
      past.record(Past.started("last", Past.NOW, "alice", "bob"));
      String slow =
          IntStream.range(0, 60)
              .mapToObj(i -> "aazz" + i + "~2")
              .collect(Collectors.joining(" OR "));
      long begin = System.nanoTime();
      assertThat(past.refusal(slow)).contains("takes longer than 1 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void noTextOfAnyKindBreaksTheParser() {
    Random random = new Random(17);
    String[] parts = {
      "a",
      "word",
      "\"",
      "(",
      ")",
      "*",
      "~",
      "~2",
      "?",
      " ",
      "-",
      "+",
      "AND",
      " OR ",
      "NOT ",
      ":",
      "\\",
      "/",
      "[",
      "^",
      "\u0000",
      "\ud83d",
      "\u202e",
      "\u4f60\u597d",
      "&&",
      "||",
      "{",
      "~1"
    };
    TextAnalysis analysis = new TextAnalysis();
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      String text =
          random
              .ints(1 + random.nextInt(12), 0, parts.length)
              .mapToObj(n -> parts[n])
              .collect(Collectors.joining());
      try {
        Query query = TextQuery.parse(text, analysis);
        assertThat(query).isNotNull();
        read++;
      } catch (TextQuery.Unreadable told) {
        assertThat(told.getMessage()).isNotBlank();
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void whatAPeerSentIsAValueAndNeverPartOfAQuery() throws Exception {
    String evil = "x\") OR *:* \u0000";
    try (Past past = Past.open(directory)) {
      past.record(
          Past.line("m1", Past.NOW, evil, "bob", "hello"),
          Past.line("m2", Past.NOW, "y".repeat(40_000), "bob", "z".repeat(70_000)),
          Past.line("m3", Past.NOW, "carol", "dave", "hello"));
      assertThat(past.ids(Criteria.where().parties(List.of(Set.of(Past.address(evil)))).build()))
          .containsExactly("m1");
      assertThat(past.ids(Criteria.all())).containsExactly("m3", "m2", "m1");
      assertThat(past.ids(Criteria.where().results(Set.of("*")).build())).isEmpty();
      assertThat(past.ids(Criteria.where().number("*").build())).isEmpty();
    }
  }
}
