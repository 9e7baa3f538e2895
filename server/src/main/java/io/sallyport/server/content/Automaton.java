package io.sallyport.server.content;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * Finds all of many words in one pass over a text (Aho and Corasick, 1975): a trie whose nodes know
 * where to go on when a character does not fit. A text of n characters takes fewer than 2n moves,
 * whatever the words and whatever the text.
 */
final class Automaton {
  private static final int ROOT = 0;
  private static final int NONE = -1;

  // immutable
  private final Edges edges;
  private final int[] fail;

  /** The nearest node on the way of failures that ends a word, itself included. */
  private final int[] ends;

  /** The next one behind that. */
  private final int[] shorter;

  private final int[][] words;

  private Automaton(Edges edges, int[] fail, int[] ends, int[] shorter, int[][] words) {
    this.edges = edges;
    this.fail = fail;
    this.ends = ends;
    this.shorter = shorter;
    this.words = words;
  }

  /** Hears of a word that ends right before a position. */
  interface Listener {
    void found(int word, int end);
  }

  /** Takes words, then makes the automaton. */
  static final class Builder {
    private final Edges edges = new Edges();
    private final List<int[]> words = new ArrayList<>(List.of(new int[0]));
    private final List<List<int[]>> children = new ArrayList<>(List.of(new ArrayList<>()));

    /** Numbers need not be told apart: one may be added for several texts. */
    void add(String text, int number) {
      int node = ROOT;
      for (int i = 0; i < text.length(); i++) {
        int next = edges.get(node, text.charAt(i));
        if (next == NONE) {
          next = words.size();
          words.add(new int[0]);
          children.add(new ArrayList<>());
          edges.put(node, text.charAt(i), next);
          children.get(node).add(new int[] {text.charAt(i), next});
        }
        node = next;
      }
      int[] here = words.get(node);
      int[] more = Arrays.copyOf(here, here.length + 1);
      more[here.length] = number;
      words.set(node, more);
    }

    Automaton build() {
      int size = words.size();
      int[] fail = new int[size];
      int[] ends = new int[size];
      int[] shorter = new int[size];
      Arrays.fill(ends, NONE);
      Arrays.fill(shorter, NONE);
      Queue<Integer> open = new ArrayDeque<>(List.of(ROOT));
      while (!open.isEmpty()) {
        int node = open.remove();
        shorter[node] = node == ROOT ? NONE : ends[fail[node]];
        ends[node] = words.get(node).length > 0 ? node : shorter[node];
        for (int[] child : children.get(node)) {
          int back = fail[node];
          int to = edges.get(back, (char) child[0]);
          while (back != ROOT && to == NONE) {
            back = fail[back];
            to = edges.get(back, (char) child[0]);
          }
          fail[child[1]] = node == ROOT || to == NONE ? ROOT : to;
          open.add(child[1]);
        }
      }
      return new Automaton(edges, fail, ends, shorter, words.toArray(int[][]::new));
    }
  }

  /**
   * Tells every word in the text, by where it ends.
   *
   * @return moves that it took
   */
  int scan(CharSequence text, Listener listener) {
    int node = ROOT;
    int moves = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int next = edges.get(node, c);
      moves++;
      while (next == NONE && node != ROOT) {
        node = fail[node];
        next = edges.get(node, c);
        moves++;
      }
      node = Math.max(next, ROOT);
      for (int end = ends[node]; end != NONE; end = shorter[end]) {
        for (int word : words[end]) {
          listener.found(word, i + 1);
        }
      }
    }
    return moves;
  }

  /** From a node and a character to a node: a hash table with open addresses, half empty. */
  private static final class Edges {
    private long[] keys = new long[64];
    private int[] values = new int[64];
    private int size;

    int get(int node, char c) {
      long key = key(node, c);
      int at = slot(key, keys.length);
      while (keys[at] != 0) {
        if (keys[at] == key) {
          return values[at];
        }
        at = at + 1 & keys.length - 1;
      }
      return NONE;
    }

    void put(int node, char c, int to) {
      if (2 * ++size > keys.length) {
        grow();
      }
      set(keys, values, key(node, c), to);
    }

    private void grow() {
      long[] moreKeys = new long[2 * keys.length];
      int[] moreValues = new int[2 * keys.length];
      for (int i = 0; i < keys.length; i++) {
        if (keys[i] != 0) {
          set(moreKeys, moreValues, keys[i], values[i]);
        }
      }
      keys = moreKeys;
      values = moreValues;
    }

    private static void set(long[] keys, int[] values, long key, int to) {
      int at = slot(key, keys.length);
      while (keys[at] != 0) {
        at = at + 1 & keys.length - 1;
      }
      keys[at] = key;
      values[at] = to;
    }

    /** Never 0. */
    private static long key(int node, char c) {
      return (long) node << 16 | c | 1L << 62;
    }

    private static int slot(long key, int length) {
      return (int) (key * 0x9E3779B97F4A7C15L >>> 40) & length - 1;
    }
  }
}
