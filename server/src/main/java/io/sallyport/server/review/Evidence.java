package io.sallyport.server.review;

import io.sallyport.server.archive.RawRecord;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Proofs that records stand in the journal as they were written; connected by {@code boot}. */
public interface Evidence {
  Evidence NONE =
      new Evidence() {
        @Override
        public Map<String, byte[]> files() {
          return Map.of();
        }

        @Override
        public Optional<String> proof(RawRecord record) {
          return Optional.empty();
        }
      };

  /**
   * What is about the journal as a whole, by file name: the newest checkpoint, made now; the public
   * key; a verifier that needs nothing else.
   */
  Map<String, byte[]> files() throws IOException;

  /** A file that proves the record under that checkpoint; empty where it is not under it. */
  Optional<String> proof(RawRecord record) throws IOException;
}
