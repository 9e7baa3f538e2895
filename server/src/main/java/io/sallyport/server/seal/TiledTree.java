package io.sallyport.server.seal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A growing Merkle tree together with the tiles at its right edge. Full tiles are handed out as
 * they become full; what this holds of the tree is a few kilobytes however large it grows.
 */
final class TiledTree {

  /** A tile with its hashes. */
  record Filled(Tile tile, byte[] hashes) {}

  /** Reads a tile that must be there. */
  interface Source {
    byte[] read(Tile tile) throws IOException, Fault;
  }

  // immutable
  private final MerkleTree tree = new MerkleTree(this::complete);
  private final TreeHash hash = new TreeHash();

  // owned by: the thread that builds the tree
  private final byte[][] edges = new byte[Tile.LEVELS][];
  private final List<Filled> full = new ArrayList<>();

  /** A tree of that size from the tiles at its right edge. */
  static TiledTree restore(long size, Source tiles) throws IOException, Fault {
    TiledTree restored = new TiledTree();
    restored.tree.restore(size);
    for (int level = 0; level < Tile.LEVELS; level++) {
      Tile edge = Tile.edge(level, size);
      if (edge.width() > 0) {
        byte[] hashes = tiles.read(edge);
        restored.edges[level] = Arrays.copyOf(hashes, Tile.FULL * TreeHash.LENGTH);
        restored.subtrees(edge, hashes);
      }
    }
    return restored;
  }

  void append(byte[] leaf) {
    tree.append(leaf);
  }

  long size() {
    return tree.size();
  }

  byte[] root() {
    return tree.root();
  }

  /** The tiles that became full since this was last asked. */
  List<Filled> takeFull() {
    List<Filled> taken = List.copyOf(full);
    full.clear();
    return taken;
  }

  /** The partial tiles of the tree as it is now. */
  List<Filled> edge() {
    List<Filled> edge = new ArrayList<>();
    for (int level = 0; level < Tile.LEVELS; level++) {
      Tile tile = Tile.edge(level, size());
      if (tile.width() > 0) {
        edge.add(new Filled(tile, Arrays.copyOf(edges[level], tile.bytes())));
      }
    }
    return edge;
  }

  /** The perfect subtrees whose roots a partial tile implies, the largest at its left. */
  private void subtrees(Tile edge, byte[] hashes) {
    int from = 0;
    for (int height = Tile.HEIGHT - 1; height >= 0; height--) {
      int leaves = 1 << height;
      if ((edge.width() & leaves) != 0) {
        tree.restore(Tile.HEIGHT * edge.level() + height, perfect(hash, hashes, from, leaves));
        from += leaves;
      }
    }
  }

  /** The root over some of a tile's hashes, a power of two of them. */
  static byte[] perfect(TreeHash hash, byte[] hashes, int from, int count) {
    int start = from * TreeHash.LENGTH;
    byte[] nodes = Arrays.copyOfRange(hashes, start, start + count * TreeHash.LENGTH);
    for (int step = 1; step < count; step *= 2) {
      for (int i = 0; i < count; i += 2 * step) {
        hash.node(nodes, i * TreeHash.LENGTH, (i + step) * TreeHash.LENGTH);
      }
    }
    return Arrays.copyOf(nodes, TreeHash.LENGTH);
  }

  private void complete(int height, byte[] root) {
    if (height % Tile.HEIGHT != 0) {
      return;
    }
    int level = height / Tile.HEIGHT;
    // size is still that of before the leaf, of which this subtree is the last
    long number = tree.size() >>> height;
    int place = (int) (number & Tile.FULL - 1);
    if (edges[level] == null) {
      edges[level] = new byte[Tile.FULL * TreeHash.LENGTH];
    }
    System.arraycopy(root, 0, edges[level], place * TreeHash.LENGTH, TreeHash.LENGTH);
    if (place == Tile.FULL - 1) {
      full.add(new Filled(new Tile(level, number >>> Tile.HEIGHT, Tile.FULL), edges[level]));
      edges[level] = null;
    }
  }
}
