package io.sallyport.server.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineDiffTest {

  @Test
  void theSameTextHasNoDifference() {
    assertThat(LineDiff.of("a\nb\n", "a\nb\n")).isEmpty();
    assertThat(LineDiff.of("", "")).isEmpty();
  }

  @Test
  void aChangedLineStandsInItsContext() {
    assertThat(LineDiff.of("a\nb\nc\nd\ne\nf\ng\nh\n", "a\nb\nc\nd\nE\nf\ng\nh\n"))
        .containsExactly("@@ -2,7 +2,7 @@", " b", " c", " d", "-e", "+E", " f", " g", " h");
  }

  @Test
  void changesFarFromEachOtherHaveHunksOfTheirOwn() {
    String before = String.join("\n", numbers(30));
    String after = before.replace("5\n", "five\n5\n").replace("\n25\n", "\n");
    assertThat(LineDiff.of(before, after))
        .filteredOn(line -> line.startsWith("@@"))
        .hasSizeGreaterThan(1);
    assertThat(LineDiff.of("x", "y")).containsExactly("@@ -1,1 +1,1 @@", "-x", "+y");
  }

  private static List<String> numbers(int most) {
    List<String> numbers = new ArrayList<>();
    for (int i = 1; i <= most; i++) {
      numbers.add(String.valueOf(i));
    }
    return numbers;
  }

  @Test
  void whatIsKeptAndAddedMakesTheNewTextAndWhatIsKeptAndRemovedTheOld() {
    Random random = new Random(5);
    for (int round = 0; round < 500; round++) {
      List<String> before = random(random);
      List<String> after = random(random);
      List<String> diff = LineDiff.of(String.join("\n", before), String.join("\n", after));
      assertThat(patched(before, diff)).as(before + " " + after).isEqualTo(after);
    }
  }

  private static List<String> random(Random random) {
    List<String> lines = new ArrayList<>(Collections.nCopies(1, "first"));
    for (int i = random.nextInt(30); i > 0; i--) {
      lines.add(String.valueOf((char) ('a' + random.nextInt(4))));
    }
    return lines;
  }

  private static List<String> patched(List<String> before, List<String> diff) {
    List<String> after = new ArrayList<>();
    int at = 0;
    for (String line : diff) {
      if (line.startsWith("@@")) {
        int hunk = Integer.parseInt(line.replaceAll("@@ -(\\d+),.*", "$1")) - 1;
        after.addAll(before.subList(at, hunk));
        at = hunk;
      } else if (line.startsWith("+")) {
        after.add(line.substring(1));
      } else {
        assertThat(before.get(at++)).isEqualTo(line.substring(1));
        if (line.startsWith(" ")) {
          after.add(line.substring(1));
        }
      }
    }
    after.addAll(before.subList(at, before.size()));
    return after;
  }

  @Test
  void textsWithNothingInCommonAreReplacedWhole() {
    String before = "a\n".repeat(3_000);
    String after = "b\n".repeat(3_000);
    assertThat(LineDiff.of(before, after)).hasSizeBetween(6_000, 6_010);
  }
}
