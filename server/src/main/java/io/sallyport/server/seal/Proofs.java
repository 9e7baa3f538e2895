package io.sallyport.server.seal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proofs about a journal, made from its tiles and checkpoints alone and checked without them.
 * Reading needs no running server and disturbs none.
 */
public final class Proofs {

  /** What a check of a proof found. */
  public sealed interface Outcome {
    /**
     * It holds.
     *
     * @param sequence the record that is proved, or the last one that both trees share
     * @param leaf what was hashed into the tree; empty for a proof of consistency
     * @param checkpoint the newest that the proof leads to, as a sentence
     */
    record Holds(long sequence, Optional<byte[]> leaf, String checkpoint) implements Outcome {}

    /** It does not. */
    record Fails(String why) implements Outcome {}
  }

  // immutable
  private final Path journal;
  private final Tiles tiles;

  private Proofs(Path journal) {
    this.journal = journal;
    this.tiles = new Tiles(journal);
  }

  /** Proofs about the journal in a directory. */
  public static Proofs of(Path journal) {
    return new Proofs(journal);
  }

  /**
   * A file that shows that a record stands in the newest checkpoint.
   *
   * @param leaf of the record, as the journal has it
   */
  public String inclusion(long sequence, byte[] leaf) throws IOException {
    try {
      Note newest = newest();
      Checkpoint checkpoint = Checkpoint.parse(newest.text());
      if (sequence < 1 || sequence > checkpoint.size()) {
        throw new Fault(
            "record %d is not under a checkpoint; the newest one holds records 1 to %d"
                .formatted(sequence, checkpoint.size()));
      }
      TileProver prover = new TileProver(tiles::read, checkpoint.size());
      List<byte[]> path = prover.inclusion(sequence - 1);
      byte[] hash = new TreeHash().leaf(leaf);
      if (!ProofCheck.includes(sequence - 1, hash, checkpoint.size(), checkpoint.root(), path)) {
        throw new Fault("record, tiles and checkpoint do not match: run verify");
      }
      return new ProofText.Inclusion(leaf, sequence - 1, path, newest).encode();
    } catch (Fault e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** What is in a proof of inclusion that was made here, to be shown to a person. */
  public static InclusionProof read(String inclusion) throws IOException {
    try {
      ProofText.Inclusion proof = ProofText.inclusion(inclusion);
      Checkpoint checkpoint = Checkpoint.parse(proof.checkpoint().text());
      return new InclusionProof(
          proof.index(),
          Base64Text.encode(proof.leaf()),
          Base64Text.encode(new TreeHash().leaf(proof.leaf())),
          proof.path().stream().map(Base64Text::encode).toList(),
          seen(checkpoint),
          proof.checkpoint().encode());
    } catch (Fault e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The newest checkpoint, to be shown to a person; empty where there is none. */
  public Optional<SignedCheckpoint> newestSigned() throws IOException {
    try {
      Optional<Note> note = CheckpointLog.newest(journal);
      return note.isEmpty()
          ? Optional.empty()
          : Optional.of(seen(Checkpoint.parse(note.get().text())));
    } catch (Fault e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static SignedCheckpoint seen(Checkpoint checkpoint) {
    return new SignedCheckpoint(
        checkpoint.origin(),
        checkpoint.number(),
        checkpoint.size(),
        checkpoint.time(),
        Base64Text.encode(checkpoint.root()));
  }

  /** A file that shows that one checkpoint goes on from another, both given by their numbers. */
  public String consistency(long older, long newer) throws IOException {
    try {
      Note from = checkpoint(older);
      Note to = checkpoint(newer);
      Checkpoint first = Checkpoint.parse(from.text());
      Checkpoint second = Checkpoint.parse(to.text());
      TileProver prover = new TileProver(tiles::read, second.size());
      List<byte[]> proof = prover.consistency(first.size());
      if (!ProofCheck.continues(first.size(), first.root(), second.size(), second.root(), proof)) {
        throw new Fault(
            "tiles and checkpoints do not match, or the first is the newer: run verify");
      }
      return new ProofText.Consistency(proof, from, to).encode();
    } catch (Fault e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The newest checkpoint as a signed note. */
  public String newestCheckpoint() throws IOException {
    try {
      return newest().encode();
    } catch (Fault e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Checks a proof file with the public keys of who may have signed. */
  public static Outcome check(String text, List<VerifierKey> keys) {
    try {
      return ProofText.isConsistency(text)
          ? checkConsistency(ProofText.consistency(text), keys)
          : checkInclusion(ProofText.inclusion(text), keys);
    } catch (Fault e) {
      return new Outcome.Fails(e.getMessage());
    }
  }

  private static Outcome checkInclusion(ProofText.Inclusion proof, List<VerifierKey> keys)
      throws Fault {
    Checkpoint checkpoint = signed(proof.checkpoint(), keys);
    byte[] hash = new TreeHash().leaf(proof.leaf());
    if (!ProofCheck.includes(
        proof.index(), hash, checkpoint.size(), checkpoint.root(), proof.path())) {
      throw new Fault("the record does not stand at that place of the checkpoint's tree");
    }
    return new Outcome.Holds(
        proof.index() + 1, Optional.of(proof.leaf().clone()), sentence(checkpoint));
  }

  private static Outcome checkConsistency(ProofText.Consistency proof, List<VerifierKey> keys)
      throws Fault {
    Checkpoint older = signed(proof.older(), keys);
    Checkpoint newer = signed(proof.newer(), keys);
    if (!older.origin().equals(newer.origin())) {
      throw new Fault("the checkpoints are of different logs");
    }
    if (!ProofCheck.continues(
        older.size(), older.root(), newer.size(), newer.root(), proof.proof())) {
      throw new Fault("the newer checkpoint does not go on from the older one");
    }
    return new Outcome.Holds(older.size(), Optional.empty(), sentence(newer));
  }

  /** A checkpoint that the log's key and its epoch's have signed. */
  static Checkpoint signed(Note note, List<VerifierKey> keys) throws Fault {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    VerifierKey log = null;
    for (VerifierKey key : keys) {
      if (key.name().equals(checkpoint.origin())) {
        log = key;
      }
    }
    if (log == null) {
      throw new Fault("none of the keys is of " + checkpoint.origin());
    }
    note.verify(log);
    note.verify(checkpoint.epochKey());
    return checkpoint;
  }

  private static String sentence(Checkpoint checkpoint) {
    return "checkpoint %d of %s, records 1 to %d, signed %s"
        .formatted(checkpoint.number(), checkpoint.origin(), checkpoint.size(), checkpoint.time());
  }

  private Note newest() throws IOException, Fault {
    return CheckpointLog.newest(journal)
        .orElseThrow(() -> new Fault("there is no checkpoint in " + journal));
  }

  private Note checkpoint(long number) throws IOException, Fault {
    List<Path> files = new ArrayList<>(CheckpointLog.files(journal));
    files.removeIf(file -> Long.parseLong(file.getFileName().toString()) > number);
    if (!files.isEmpty()) {
      for (CheckpointLog.Entry entry : CheckpointLog.read(files.get(files.size() - 1)).entries()) {
        if (entry.checkpoint().number() == number) {
          return entry.note();
        }
      }
    }
    throw new Fault("there is no checkpoint " + number);
  }
}
