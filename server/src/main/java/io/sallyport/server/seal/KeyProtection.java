package io.sallyport.server.seal;

import io.sallyport.server.base.Secret;
import java.io.IOException;

/** How private keys lie in their files: as they are, or wrapped by another key. */
public interface KeyProtection {
  /** As they are: the file's permissions are what protects them. */
  KeyProtection NONE =
      new KeyProtection() {
        @Override
        public byte[] wrap(Secret key) {
          return key.reveal();
        }

        @Override
        public Secret unwrap(byte[] wrapped) {
          return Secret.of(wrapped);
        }
      };

  /** Keys of the same length must give bytes of the same length. */
  byte[] wrap(Secret key) throws IOException;

  Secret unwrap(byte[] wrapped) throws IOException;
}
