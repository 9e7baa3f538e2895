package io.sallyport.server.boot;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Events;
import io.sallyport.server.api.officer.ArchiveResource;
import io.sallyport.server.api.officer.CallsResource;
import io.sallyport.server.api.officer.ProofsResource;
import io.sallyport.server.api.officer.RecordingsResource;
import io.sallyport.server.archive.JournalCheck;
import io.sallyport.server.archive.Verification;
import io.sallyport.server.archive.VerifyReport;
import io.sallyport.server.review.Review;
import io.sallyport.server.seal.SealVerifier;
import io.sallyport.server.seal.VerifierKey;
import io.sallyport.server.vault.DirectoryStore;
import java.io.IOException;
import java.util.List;
import java.util.function.LongPredicate;

/** Single calls with their recordings, the archive's health and proofs, connected. */
final class EvidenceResources {
  private EvidenceResources() {}

  static List<Api.Resource> of(ConsoleParts parts) throws Exception {
    Storage storage = parts.storage();
    DataDirectory data = parts.data();
    Review review = storage.officers().review();
    Verification verification =
        parts
            .lifecycle()
            .start(
                new Verification(
                    storage.archive(),
                    goOn -> verify(data, storage.keys(), goOn),
                    parts.clock(),
                    state ->
                        parts
                            .events()
                            .publish(Events.Topic.VERIFICATION, Events.Audience.all(), state)));
    return List.of(
        new CallsResource(
            review,
            storage.rules().rulebook(),
            storage.rules().people(),
            new CallsResource.Server(
                parts.settings().media().advertisedAddress(), parts.signalling().paths().port())),
        new RecordingsResource(review),
        new ArchiveResource(
            storage.archive(),
            storage.seal(),
            storage.officers().index(),
            verification,
            new ArchiveResource.Places(
                data.root(), data.journal(), data.objects(), data.index(), data.database()),
            parts.clock()),
        new ProofsResource(data.journal(), data.sealKeys(), storage.seal()));
  }

  /** The same as the command does, with the keys of the data directory. */
  private static VerifyReport verify(DataDirectory data, Keys keys, LongPredicate goOn)
      throws IOException {
    SealVerifier seal = SealVerifier.open(data.journal(), VerifierKey.readAll(data.sealKeys()), "");
    return JournalCheck.verify(
        data.journal(), keys.ring(), seal, DirectoryStore.reading(data.objects()), goOn);
  }
}
