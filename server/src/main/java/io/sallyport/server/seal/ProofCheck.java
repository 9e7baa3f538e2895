package io.sallyport.server.seal;

import java.util.Arrays;
import java.util.List;

/**
 * Checks proofs with nothing but hashes: RFC 9162, sections 2.1.3.2 and 2.1.4.2. Shares no code
 * with what makes them.
 */
final class ProofCheck {

  private ProofCheck() {}

  /** Whether the leaf stands at that index of the tree. */
  static boolean includes(long index, byte[] leafHash, long size, byte[] root, List<byte[]> path) {
    if (index < 0 || index >= size) {
      return false;
    }
    TreeHash hash = new TreeHash();
    long fn = index;
    long sn = size - 1;
    byte[] r = leafHash;
    for (byte[] p : path) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        r = hash.node(p, r);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>>= 1;
          sn >>>= 1;
        }
      } else {
        r = hash.node(r, p);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    return sn == 0 && Arrays.equals(r, root);
  }

  /** Whether the larger tree begins with the smaller one. */
  static boolean continues(
      long older, byte[] olderRoot, long newer, byte[] newerRoot, List<byte[]> proof) {
    if (older < 0 || older > newer) {
      return false;
    }
    if (older == newer) {
      return proof.isEmpty() && Arrays.equals(olderRoot, newerRoot);
    }
    if (older == 0) {
      return proof.isEmpty() && Arrays.equals(olderRoot, TreeHash.empty());
    }
    boolean power = Long.bitCount(older) == 1;
    if (!power && proof.isEmpty()) {
      return false;
    }
    TreeHash hash = new TreeHash();
    long fn = older - 1;
    long sn = newer - 1;
    while ((fn & 1) == 1) {
      fn >>>= 1;
      sn >>>= 1;
    }
    byte[] fr = power ? olderRoot : proof.get(0);
    byte[] sr = fr;
    for (byte[] c : power ? proof : proof.subList(1, proof.size())) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        fr = hash.node(c, fr);
        sr = hash.node(c, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>>= 1;
          sn >>>= 1;
        }
      } else {
        sr = hash.node(sr, c);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    return sn == 0 && Arrays.equals(fr, olderRoot) && Arrays.equals(sr, newerRoot);
  }
}
