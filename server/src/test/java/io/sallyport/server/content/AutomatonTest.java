package io.sallyport.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AutomatonTest {
  private final Random random = new Random(5);

  @Test
  void findsWhatANaiveSearchFinds() {
    for (int round = 0; round < 500; round++) {
      List<String> words = new ArrayList<>(new TreeSet<>(texts(1 + random.nextInt(20), 6)));
      Automaton.Builder builder = new Automaton.Builder();
      for (int i = 0; i < words.size(); i++) {
        builder.add(words.get(i), i);
      }
      String text = text(random.nextInt(80));
      TreeSet<String> found = new TreeSet<>();
      builder.build().scan(text, (word, end) -> found.add(words.get(word) + "@" + end));
      assertThat(found).as("%s in %s", words, text).isEqualTo(naive(words, text));
    }
  }

  @Test
  void aWordThatStandsTwiceIsFoundUnderBothNumbers() {
    Automaton.Builder builder = new Automaton.Builder();
    builder.add("he", 1);
    builder.add("he", 2);
    List<Integer> found = new ArrayList<>();
    builder.build().scan("she", (word, end) -> found.add(word));
    assertThat(found).containsExactly(1, 2);
  }

  @Test
  void aHostileTextTakesFewerThanTwoMovesForEachCharacter() {
    Automaton.Builder builder = new Automaton.Builder();
    for (int length = 1; length <= 100; length++) {
      builder.add("a".repeat(length) + "b", length);
    }
    Automaton automaton = builder.build();
    for (String text : List.of("a".repeat(10_000), ("a".repeat(100) + "c").repeat(100))) {
      assertThat(automaton.scan(text, (word, end) -> {})).isLessThan(2 * text.length());
    }
  }

  private static TreeSet<String> naive(List<String> words, String text) {
    TreeSet<String> found = new TreeSet<>();
    for (String word : words) {
      for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        found.add(word + "@" + (at + word.length()));
      }
    }
    return found;
  }

  private List<String> texts(int count, int longest) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(text(1 + random.nextInt(longest)));
    }
    return texts;
  }

  /** Of few letters, so that words overlap. */
  private String text(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("abcé".charAt(random.nextInt(4)));
    }
    return text.toString();
  }
}
