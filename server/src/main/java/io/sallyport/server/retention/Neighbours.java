package io.sallyport.server.retention;

import java.util.Optional;

/** What retention needs of others, through interfaces of its own that {@code boot} connects. */
public record Neighbours(
    Groups groups, RecordingPurge recordings, Optional<CertificateSigner> signer) {

  /** Nobody else is there. */
  public static Neighbours none() {
    return new Neighbours(Groups.NONE, RecordingPurge.NONE, Optional.empty());
  }
}
