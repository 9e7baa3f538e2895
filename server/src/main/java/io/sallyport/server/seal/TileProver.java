package io.sallyport.server.seal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes proofs about a tree of one size from its tiles: RFC 9162, sections 2.1.3.1 and 2.1.4.1. */
final class TileProver {
  // immutable
  private final TiledTree.Source tiles;
  private final long size;
  private final TreeHash hash = new TreeHash();

  // owned by: the thread that proves
  private final Map<Tile, byte[]> read = new HashMap<>();

  TileProver(TiledTree.Source tiles, long size) {
    this.tiles = tiles;
    this.size = size;
  }

  byte[] root() throws IOException, Fault {
    return size == 0 ? TreeHash.empty() : range(0, size);
  }

  /** The siblings on the way from a leaf to the root, from the leaf up. */
  List<byte[]> inclusion(long index) throws IOException, Fault {
    List<byte[]> path = new ArrayList<>();
    inclusion(index, 0, size, path);
    return path;
  }

  /** What shows that the tree goes on from a smaller one, which is not empty. */
  List<byte[]> consistency(long older) throws IOException, Fault {
    List<byte[]> proof = new ArrayList<>();
    if (older > 0 && older < size) {
      consistency(older, 0, size, true, proof);
    }
    return proof;
  }

  private void inclusion(long index, long from, long to, List<byte[]> path)
      throws IOException, Fault {
    if (to - from == 1) {
      return;
    }
    long middle = from + split(to - from);
    if (index < middle) {
      inclusion(index, from, middle, path);
      path.add(range(middle, to));
    } else {
      inclusion(index, middle, to, path);
      path.add(range(from, middle));
    }
  }

  /** {@code SUBPROOF}; whole says that the older tree covers the range from its begin. */
  private void consistency(long older, long from, long to, boolean whole, List<byte[]> proof)
      throws IOException, Fault {
    if (older == to - from) {
      if (!whole) {
        proof.add(range(from, to));
      }
      return;
    }
    long left = split(to - from);
    if (older <= left) {
      consistency(older, from, from + left, whole, proof);
      proof.add(range(from + left, to));
    } else {
      consistency(older - left, from + left, to, false, proof);
      proof.add(range(from, from + left));
    }
  }

  /** The largest power of two smaller than n. */
  private static long split(long n) {
    return Long.highestOneBit(n - 1);
  }

  /** The root over a range of leaves that is a node of the tree. */
  private byte[] range(long from, long to) throws IOException, Fault {
    long count = to - from;
    if (Long.bitCount(count) == 1) {
      return perfect(from, Long.numberOfTrailingZeros(count));
    }
    long left = split(count);
    return hash.node(range(from, from + left), range(from + left, to));
  }

  private byte[] perfect(long from, int height) throws IOException, Fault {
    int level = Math.min(height / Tile.HEIGHT, Tile.LEVELS - 1);
    long first = from >>> Tile.HEIGHT * level;
    int count = 1 << height - Tile.HEIGHT * level;
    Tile edge = Tile.edge(level, size);
    long index = first >>> Tile.HEIGHT;
    Tile tile = index < edge.index() ? new Tile(level, index, Tile.FULL) : edge;
    byte[] hashes = read.get(tile);
    if (hashes == null) {
      hashes = tiles.read(tile);
      read.put(tile, hashes);
    }
    return TiledTree.perfect(hash, hashes, (int) (first & Tile.FULL - 1), count);
  }
}
