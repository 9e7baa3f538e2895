package io.sallyport.server.guard;

/**
 * How many different names were seen, in 256 bits: each name sets one bit by its hash (linear
 * counting), so that a million names cost no more than two. Exact enough up to 200. Not for several
 * threads.
 */
final class Names {
  private static final int BITS = 256;

  private final long[] bits = new long[BITS / Long.SIZE];
  private final int seed;

  /**
   * @param seed which a peer does not know, lest it choose names that meet
   */
  Names(int seed) {
    this.seed = seed;
  }

  void add(String name) {
    int hash = (name.hashCode() ^ seed) * 0x9E3779B1;
    int bit = hash >>> 24;
    bits[bit / Long.SIZE] |= 1L << (bit % Long.SIZE);
  }

  int count() {
    int set = 0;
    for (long word : bits) {
      set += Long.bitCount(word);
    }
    return set < BITS ? (int) Math.round(-BITS * Math.log1p(-(double) set / BITS)) : BITS * 6;
  }
}
