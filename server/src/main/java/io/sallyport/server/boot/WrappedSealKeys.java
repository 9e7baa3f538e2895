package io.sallyport.server.boot;

import io.sallyport.server.base.Secret;
import io.sallyport.server.seal.KeyProtection;
import io.sallyport.server.vault.KeyFault;
import io.sallyport.server.vault.KeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The seal's signing keys on disk, under the ring: a stolen copy of them signs nothing. */
record WrappedSealKeys(KeyRing ring) implements KeyProtection {
  private static final byte[] CONTEXT = "seal".getBytes(StandardCharsets.US_ASCII);

  @Override
  public byte[] wrap(Secret key) {
    return ring.wrap(key.reveal(), CONTEXT);
  }

  @Override
  public Secret unwrap(byte[] wrapped) throws IOException {
    try {
      return Secret.of(ring.unwrap(wrapped, CONTEXT));
    } catch (KeyFault e) {
      throw new IOException("a signing key of the seal does not open: " + e.getMessage(), e);
    }
  }
}
