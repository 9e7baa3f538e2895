package io.sallyport.server.seal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Proofs as text files: C2SP tlog-proof for inclusion, and a form of ours for consistency. */
final class ProofText {
  static final String INCLUSION = "c2sp.org/tlog-proof@v1";
  static final String CONSISTENCY = "sallyport/consistency-proof@v1";
  private static final int MOST = 256 << 10;
  private static final int MOST_HASHES = 128;

  /** That a leaf stands in the tree of a checkpoint. */
  record Inclusion(byte[] leaf, long index, List<byte[]> path, Note checkpoint) {
    String encode() {
      return INCLUSION
          + "\nextra "
          + Base64Text.encode(leaf)
          + "\nindex "
          + index
          + "\n"
          + lines(path)
          + "\n"
          + checkpoint.encode();
    }
  }

  /** That the tree of a checkpoint goes on from the tree of an older one. */
  record Consistency(List<byte[]> proof, Note older, Note newer) {
    String encode() {
      return CONSISTENCY + "\n" + lines(proof) + "\n" + older.encode() + "\n" + newer.encode();
    }
  }

  private ProofText() {}

  static boolean isConsistency(String text) {
    return text.startsWith(CONSISTENCY + "\n");
  }

  static Inclusion inclusion(String text) throws Fault {
    String[] parts = parts(text, 2);
    String[] lines = parts[0].split("\n", -1);
    if (lines.length < 3
        || !lines[0].equals(INCLUSION)
        || !lines[1].startsWith("extra ")
        || !lines[2].startsWith("index ")) {
      throw new Fault("it is no proof of inclusion with a leaf and an index");
    }
    Inclusion proof =
        new Inclusion(
            Base64Text.decode(lines[1].substring(6)),
            Checkpoint.number(lines[2].substring(6)),
            hashes(lines, 3),
            Note.parse(parts[1]));
    return same(proof, proof.encode(), text);
  }

  static Consistency consistency(String text) throws Fault {
    String[] parts = parts(text, 3);
    String[] lines = parts[0].split("\n", -1);
    Consistency proof =
        new Consistency(hashes(lines, 1), Note.parse(parts[1]), Note.parse(parts[2]));
    return same(proof, proof.encode(), text);
  }

  private static <T> T same(T proof, String encoded, String text) throws Fault {
    if (!encoded.equals(text)) {
      throw new Fault("the proof is not written as proofs are");
    }
    return proof;
  }

  /** The lines before the first empty line, and the notes behind it. */
  private static String[] parts(String text, int count) throws Fault {
    String[] blocks = text.split("\n\n", -1);
    if (text.getBytes(StandardCharsets.UTF_8).length > MOST || blocks.length != 2 * count - 1) {
      throw new Fault("it is no proof: %d notes are expected".formatted(count - 1));
    }
    String[] parts = new String[count];
    parts[0] = blocks[0];
    for (int i = 1; i < count; i++) {
      // the empty line behind a note took the newline of its last signature
      String end = i < count - 1 ? "\n" : "";
      parts[i] = blocks[2 * i - 1] + "\n\n" + blocks[2 * i] + end;
    }
    return parts;
  }

  private static List<byte[]> hashes(String[] lines, int from) throws Fault {
    if (lines.length - from > MOST_HASHES) {
      throw new Fault("no proof is as long as this");
    }
    List<byte[]> hashes = new ArrayList<>();
    for (int i = from; i < lines.length; i++) {
      hashes.add(Base64Text.decode32(lines[i]));
    }
    return hashes;
  }

  private static String lines(List<byte[]> hashes) {
    StringBuilder lines = new StringBuilder();
    hashes.forEach(hash -> lines.append(Base64Text.encode(hash)).append('\n'));
    return lines.toString();
  }
}
