package io.sallyport.server.api.officer;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Maybe;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.Reply;
import io.sallyport.server.archive.JournalLeaves;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.seal.InclusionProof;
import io.sallyport.server.seal.Proofs;
import io.sallyport.server.seal.Seal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Proofs that records stand in the journal, to be read here and checked elsewhere. */
public final class ProofsResource implements Api.Resource {
  private static final int MOST_KEY = 4_096;

  /**
   * A record's proof.
   *
   * @param describes type, sequence and time, as the leaf itself says
   * @param sealed whether it is under a checkpoint; where not, {@code proof} is null
   * @param sealedUpTo the last record under a checkpoint
   * @param text the proof as the file that can be checked elsewhere
   * @param key the public key that checks it
   */
  record ProofRead(
      long position,
      String describes,
      boolean sealed,
      long sealedUpTo,
      @Maybe InclusionProof proof,
      String text,
      String key) {}

  // immutable
  private final Path journal;
  private final Path keys;
  private final Seal seal;

  /**
   * @param keys the file with the public keys
   */
  public ProofsResource(Path journal, Path keys, Seal seal) {
    this.journal = journal;
    this.keys = keys;
    this.seal = seal;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/proofs/{position}", "proofs", "That a record is in the journal.")
            .needs(Permission.READ_TRAIL)
            .gives(ProofRead.class)
            .by(this::proof),
        Operation.of(Method.GET, "/proofs/{position}/file", "proofs", "The same as a file to keep.")
            .needs(Permission.READ_TRAIL)
            .givesBytes("text/plain")
            .by(this::file),
        Operation.of(
                Method.GET, "/archive/key", "archive", "The public key that checks every proof.")
            .needs(Permission.READ_TRAIL)
            .givesBytes("text/plain")
            .by(asked -> download("seal.vkey", key().getBytes(StandardCharsets.UTF_8))),
        Operation.of(
                Method.GET,
                "/archive/verifier",
                "archive",
                "A program that checks a copy of the whole journal; needs Python and nothing else.")
            .needs(Permission.READ_TRAIL)
            .givesBytes("text/plain")
            .by(this::verifier));
  }

  private Object proof(Asked asked) throws IOException {
    long position = asked.number("position");
    byte[] leaf = leaf(position);
    String describes = JournalLeaves.describe(leaf);
    if (position > seal.sealed()) {
      return new ProofRead(position, describes, false, seal.sealed(), null, "", key());
    }
    String text = inclusion(position, leaf);
    return new ProofRead(position, describes, true, seal.sealed(), Proofs.read(text), text, key());
  }

  private Object file(Asked asked) throws IOException {
    long position = asked.number("position");
    byte[] leaf = leaf(position);
    if (position > seal.sealed()) {
      throw Problem.conflict("The record is not under a checkpoint yet; wait a minute.");
    }
    return download(
        "record-" + position + ".tlog-proof",
        inclusion(position, leaf).getBytes(StandardCharsets.UTF_8));
  }

  private byte[] leaf(long position) throws IOException {
    Optional<byte[]> leaf =
        position < 1 ? Optional.empty() : new JournalLeaves(journal).leaf(position);
    return leaf.orElseThrow(() -> Problem.notFound("There is no record " + position + "."));
  }

  private String inclusion(long position, byte[] leaf) {
    try {
      return Proofs.of(journal).inclusion(position, leaf);
    } catch (IOException e) {
      throw Problem.unavailable("No proof can be made: " + e.getMessage() + ".");
    }
  }

  private Object verifier(Asked asked) throws IOException {
    try (InputStream program = Seal.class.getResourceAsStream("verify.py")) {
      if (program == null) {
        throw Problem.notFound("This server brings no such program.");
      }
      return download("verify.py", program.readAllBytes());
    }
  }

  private String key() throws IOException {
    try (InputStream in = Files.newInputStream(keys)) {
      return new String(in.readNBytes(MOST_KEY), StandardCharsets.UTF_8);
    }
  }

  private static Reply download(String name, byte[] bytes) {
    return Reply.file("text/plain; charset=utf-8", name, new ByteArrayInputStream(bytes));
  }
}
