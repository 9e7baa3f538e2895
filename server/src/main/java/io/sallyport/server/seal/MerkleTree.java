package io.sallyport.server.seal;

/**
 * A Merkle tree that grows leaf by leaf (RFC 9162, section 2.1): it holds the roots of its perfect
 * subtrees, one for each bit of its size, and nothing of what is below them.
 */
final class MerkleTree {
  private static final int HEIGHTS = 63;

  /** Hears of each perfect subtree when its last leaf has come, the smallest first. */
  interface Subtrees {
    void complete(int height, byte[] root);
  }

  // immutable
  private final TreeHash hash = new TreeHash();
  private final Subtrees subtrees;

  // owned by: the thread that builds the tree
  private final byte[][] roots = new byte[HEIGHTS][];
  private long size;

  MerkleTree(Subtrees subtrees) {
    this.subtrees = subtrees;
  }

  /** Goes on from a tree of this size; each subtree must be given before a leaf is appended. */
  void restore(long newSize) {
    size = newSize;
  }

  void restore(int height, byte[] root) {
    roots[height] = root;
  }

  void append(byte[] leaf) {
    byte[] node = leaf;
    subtrees.complete(0, node);
    int height = 0;
    for (; (size >>> height & 1) == 1; height++) {
      node = hash.node(roots[height], node);
      subtrees.complete(height + 1, node);
    }
    roots[height] = node;
    size++;
  }

  long size() {
    return size;
  }

  byte[] root() {
    byte[] root = null;
    for (int height = 0; height < HEIGHTS; height++) {
      if ((size >>> height & 1) == 1) {
        root = root == null ? roots[height] : hash.node(roots[height], root);
      }
    }
    return root == null ? TreeHash.empty() : root.clone();
  }
}
