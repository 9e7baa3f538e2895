package io.sallyport.server.media;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.rtp.SdesCrypto;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Our SRTP keys toward one side for one stream: one a suite, made when first needed, the same for
 * the stream's whole life.
 */
final class LocalKeys {
  // immutable
  private final SecureRandom random;

  // owned by: shard
  private final SdesCrypto[] keys = new SdesCrypto[CryptoSuite.values().length];

  LocalKeys(SecureRandom random) {
    this.random = random;
  }

  /** Our key for the suite; its tag is the suite's place in our offers. */
  SdesCrypto key(CryptoSuite suite) {
    int at = suite.ordinal();
    if (keys[at] == null) {
      keys[at] = SdesCrypto.generate(at + 1, suite, random);
    }
    return keys[at];
  }

  /** All suites, strongest first, as we offer them. */
  List<SdesCrypto> offer() {
    List<SdesCrypto> offer = new ArrayList<>();
    for (CryptoSuite suite : CryptoSuite.values()) {
      offer.add(key(suite));
    }
    return offer;
  }
}
