package io.sallyport.server.seal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a tile (C2SP tlog-tiles): consecutive nodes of the tree at one height.
 *
 * @param level 0 holds leaf hashes, each level above the roots of full tiles below
 * @param index of the tile within its level
 * @param width how many hashes it holds; 256 is a full one, less a partial one
 */
record Tile(int level, long index, int width) implements Comparable<Tile> {
  static final int HEIGHT = 8;
  static final int FULL = 1 << HEIGHT;
  static final int LEVELS = 8;
  private static final Pattern NAME =
      Pattern.compile("([0-7])((?:/x[0-9]{3})*/[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");
  private static final int MOST_PARTS = 6;

  /** The partial tile of a level at the right edge of a tree; of width 0 where there is none. */
  static Tile edge(int level, long size) {
    long hashes = size >>> HEIGHT * level;
    return new Tile(level, hashes >>> HEIGHT, (int) (hashes & FULL - 1));
  }

  boolean isFull() {
    return width == FULL;
  }

  Tile full() {
    return new Tile(level, index, FULL);
  }

  int bytes() {
    return width * TreeHash.LENGTH;
  }

  /** The first record whose hash is under this tile. */
  long firstSequence() {
    return (index << HEIGHT * (level + 1)) + 1;
  }

  /** The path below {@code tile/}, such as {@code 0/x001/x234/067.p/12}. */
  String path() {
    return directory() + (isFull() ? "" : ".p/" + width);
  }

  /** The path of the full tile, beside which the directory of the partial ones lies. */
  private String directory() {
    StringBuilder path = new StringBuilder("%03d".formatted(index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      path.insert(0, "x%03d/".formatted(rest % 1000));
    }
    return level + "/" + path;
  }

  /** The tile of a path; null where no tile has that path. */
  static Tile parse(String path) {
    Matcher name = NAME.matcher(path);
    if (!name.matches()) {
      return null;
    }
    String[] parts = name.group(2).substring(1).replace("x", "").split("/", -1);
    if (parts.length > MOST_PARTS) {
      return null;
    }
    long index = 0;
    for (String part : parts) {
      index = index * 1000 + Integer.parseInt(part);
    }
    int width = name.group(3) == null ? FULL : Integer.parseInt(name.group(3));
    Tile tile = new Tile(Integer.parseInt(name.group(1)), index, width);
    return width <= FULL && tile.path().equals(path) ? tile : null;
  }

  @Override
  public int compareTo(Tile other) {
    int by = Integer.compare(level, other.level);
    by = by != 0 ? by : Long.compare(index, other.index);
    return by != 0 ? by : Integer.compare(width, other.width);
  }
}
