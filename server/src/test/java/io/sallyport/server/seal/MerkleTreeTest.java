package io.sallyport.server.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The tree against the vectors of Certificate Transparency and a tree that is merely recursive. */
class MerkleTreeTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");
  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private static byte[] leaf(int index) {
    byte[] entry =
        index < LEAVES.size()
            ? HEX.parseHex(LEAVES.get(index))
            : ("leaf " + index).getBytes(StandardCharsets.US_ASCII);
    return new TreeHash().leaf(entry);
  }

  /** MTH of RFC 9162, section 2.1.1, as it stands there. */
  private static byte[] root(int from, int to) {
    if (to == from) {
      return TreeHash.empty();
    }
    if (to - from == 1) {
      return leaf(from);
    }
    int middle = from + Integer.highestOneBit(to - from - 1);
    return new TreeHash().node(root(from, middle), root(middle, to));
  }

  @Test
  void theRootsAreThoseOfTheKnownVectors() {
    TiledTree tree = new TiledTree();
    for (int size = 0; size < ROOTS.size(); size++) {
      assertThat(HEX.formatHex(tree.root())).isEqualTo(ROOTS.get(size));
      if (size < LEAVES.size()) {
        tree.append(leaf(size));
      }
    }
  }

  @Test
  void aTreeOfAnySizeAgreesWithTheDefinitionAndWithItsOwnTiles() throws Exception {
    Map<Tile, byte[]> tiles = new HashMap<>();
    TiledTree tree = new TiledTree();
    for (int size = 1; size <= 1_200; size++) {
      tree.append(leaf(size - 1));
      tree.takeFull().forEach(full -> tiles.put(full.tile(), full.hashes()));
      if (size < 40 || size % 61 == 0 || (size & 255) < 2) {
        assertThat(tree.root()).isEqualTo(root(0, size));
        tree.edge().forEach(edge -> tiles.put(edge.tile(), edge.hashes()));
        TiledTree restored = TiledTree.restore(size, tiles::get);
        assertThat(restored.root()).isEqualTo(tree.root());
        assertThat(new TileProver(tiles::get, size).root()).isEqualTo(tree.root());
        restored.append(leaf(size));
        assertThat(restored.root()).isEqualTo(root(0, size + 1));
      }
    }
    assertThat(tiles.keySet().stream().filter(Tile::isFull))
        .hasSize(4)
        .allMatch(t -> t.level() == 0);
  }

  @Test
  void aTreeOf70000RecordsHasTheTilesThatTheSpecificationCounts() throws Exception {
    TiledTree tree = new TiledTree();
    Map<Tile, byte[]> tiles = new HashMap<>();
    for (int i = 0; i < 70_000; i++) {
      tree.append(leaf(i));
    }
    tree.takeFull().forEach(full -> tiles.put(full.tile(), full.hashes()));
    assertThat(tiles.keySet().stream().filter(t -> t.level() == 0)).hasSize(273);
    assertThat(tiles.keySet().stream().filter(t -> t.level() == 1)).hasSize(1);
    assertThat(tree.edge().stream().map(e -> e.tile().width())).containsExactly(112, 17, 1);
    tree.edge().forEach(edge -> tiles.put(edge.tile(), edge.hashes()));
    assertThat(TiledTree.restore(70_000, tiles::get).root()).isEqualTo(tree.root());
    TileProver prover = new TileProver(tiles::get, 70_000);
    for (long index : new long[] {0, 255, 256, 65_535, 65_536, 69_999}) {
      List<byte[]> path = prover.inclusion(index);
      assertThat(ProofCheck.includes(index, leaf((int) index), 70_000, tree.root(), path)).isTrue();
    }
  }

  @Test
  void tilesAreNamedAsTheSpecificationNamesThem() {
    assertThat(new Tile(0, 1_234_067, 256).path()).isEqualTo("0/x001/x234/067");
    assertThat(new Tile(2, 7, 12).path()).isEqualTo("2/007.p/12");
    assertThat(Tile.parse("0/x001/x234/067")).isEqualTo(new Tile(0, 1_234_067, 256));
    assertThat(Tile.parse("2/007.p/12")).isEqualTo(new Tile(2, 7, 12));
    for (String wrong :
        List.of(
            "0/7", "0/x000/007", "0/007.p/0", "0/007.p/256", "0/007.p/012", "8/000", "0/../1")) {
      assertThat(Tile.parse(wrong)).as(wrong).isNull();
    }
  }

  @Test
  void everyProofHoldsAndEveryHostileOneFails() throws Exception {
    Random random = new Random(11);
    TiledTree tree = new TiledTree();
    Map<Tile, byte[]> tiles = new HashMap<>();
    List<byte[]> roots = new ArrayList<>(List.of(tree.root()));
    int proofs = 0;
    for (int size = 1; size <= 70; size++) {
      tree.append(leaf(size - 1));
      roots.add(tree.root());
      tree.edge().forEach(edge -> tiles.put(edge.tile(), edge.hashes()));
      TileProver prover = new TileProver(tiles::get, size);
      for (int index = 0; index < size; index++) {
        hostileInclusion(index, size, tree.root(), prover.inclusion(index), random);
        proofs++;
      }
      for (int older = 1; older < size; older++) {
        hostileConsistency(older, size, roots, prover.consistency(older), random);
        proofs++;
      }
    }
    assertThat(proofs).isGreaterThan(4_000);
  }

  private static void hostileInclusion(
      int index, int size, byte[] root, List<byte[]> path, Random random) {
    assertThat(ProofCheck.includes(index, leaf(index), size, root, path)).isTrue();
    for (List<byte[]> hostile : spoiled(path, random)) {
      assertThat(ProofCheck.includes(index, leaf(index), size, root, hostile)).isFalse();
    }
    for (int other : new int[] {index - 1, index + 1, index ^ 2, size}) {
      assertThat(ProofCheck.includes(other, leaf(index), size, root, path)).isFalse();
    }
    assertThat(ProofCheck.includes(index, leaf(index + 1), size, root, path)).isFalse();
    assertThat(ProofCheck.includes(index, leaf(index), size, flipped(root, 9), path)).isFalse();
    assertThat(ProofCheck.includes(index, leaf(index), -1, root, path)).isFalse();
  }

  private static void hostileConsistency(
      int older, int size, List<byte[]> roots, List<byte[]> proof, Random random) {
    byte[] from = roots.get(older);
    byte[] to = roots.get(size);
    assertThat(ProofCheck.continues(older, from, size, to, proof)).isTrue();
    for (List<byte[]> hostile : spoiled(proof, random)) {
      assertThat(ProofCheck.continues(older, from, size, to, hostile)).isFalse();
    }
    assertThat(ProofCheck.continues(older, flipped(from, 3), size, to, proof)).isFalse();
    assertThat(ProofCheck.continues(older, from, size, flipped(to, 3), proof)).isFalse();
    assertThat(ProofCheck.continues(older, to, size, from, proof)).isFalse();
    assertThat(ProofCheck.continues(size, to, older, from, proof)).isFalse();
    assertThat(ProofCheck.continues(older - 1, from, size, to, proof)).isFalse();
    assertThat(ProofCheck.continues(0, from, size, to, proof)).isFalse();
  }

  private static List<List<byte[]>> spoiled(List<byte[]> path, Random random) {
    List<List<byte[]>> all = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      List<byte[]> flip = new ArrayList<>(path);
      flip.set(i, flipped(path.get(i), random.nextInt(256)));
      all.add(flip);
      List<byte[]> cut = new ArrayList<>(path);
      cut.remove(i);
      all.add(cut);
      List<byte[]> doubled = new ArrayList<>(path);
      doubled.add(i, path.get(i));
      all.add(doubled);
      if (i > 0) {
        List<byte[]> swapped = new ArrayList<>(path);
        swapped.set(i, path.get(i - 1));
        swapped.set(i - 1, path.get(i));
        all.add(swapped);
      }
    }
    List<byte[]> extended = new ArrayList<>(path);
    extended.add(new byte[32]);
    all.add(extended);
    return all;
  }

  private static byte[] flipped(byte[] hash, int bit) {
    byte[] other = Arrays.copyOf(hash, hash.length);
    other[bit / 8] ^= (byte) (1 << bit % 8);
    return other;
  }
}
