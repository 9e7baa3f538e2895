package io.sallyport.server.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * The key, or other word of a list, that was probably meant: the one with the fewest edits, where
 * few enough to be a slip.
 */
public final class NearestKey {
  private NearestKey() {}

  public static Optional<String> to(String written, Collection<String> known) {
    int tolerated = Math.max(2, written.length() / 3);
    return known.stream()
        .filter(key -> distance(written, key) <= tolerated)
        .min(Comparator.comparingInt(key -> distance(written, key)));
  }

  /** A suggestion for a person: the nearest word, or other words where none is near. */
  public static String hint(String written, Collection<String> known, String otherwise) {
    return to(written, known).map(near -> "did you mean '" + near + "'?").orElse(otherwise);
  }

  /** Levenshtein distance, two rows at a time. */
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
