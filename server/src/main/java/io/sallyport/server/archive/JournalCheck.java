package io.sallyport.server.archive;

import io.sallyport.server.seal.SealVerifier;
import io.sallyport.server.vault.KeyRing;
import io.sallyport.server.vault.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Whether a journal is what was written to it; needs no running archive. */
public final class JournalCheck {
  private JournalCheck() {}

  /** Checks a journal from its files alone, also while a server writes it. */
  public static VerifyReport verify(Path directory) throws IOException {
    return verify(directory, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Checks a journal, with its key also the bodies, with its seal also tiles and checkpoints, with
   * the vault also the recordings that it names.
   */
  public static VerifyReport verify(
      Path directory,
      Optional<KeyRing> ring,
      Optional<SealVerifier> seal,
      Optional<ObjectStore> objects)
      throws IOException {
    return new Verifier(
            directory, ring.map(MasterCipher::new), seal, objects.map(RecordedObjects::new))
        .run();
  }

  /**
   * The same for who waits and may lose patience.
   *
   * @param goOn told now and then how many records hold so far; false ends the check, which then
   *     throws
   */
  public static VerifyReport verify(
      Path directory, KeyRing ring, SealVerifier seal, ObjectStore objects, LongPredicate goOn)
      throws IOException {
    return new Verifier(
            directory,
            Optional.of(new MasterCipher(ring)),
            Optional.of(seal),
            Optional.of(new RecordedObjects(objects)),
            goOn)
        .run();
  }

  /** Checks a journal, and that each body opens under its key. */
  public static VerifyReport verify(Path directory, KeyRing ring) throws IOException {
    return verify(directory, Optional.of(ring), Optional.empty(), Optional.empty());
  }
}
