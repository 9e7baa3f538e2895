package io.sallyport.server.sip;

import io.sallyport.protocol.sip.SipRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * To tags that need no memory (RFC 3261 section 8.2.7): an HMAC of what a repeated request and the
 * ACK to its refusal share. The same for every repetition, and not to be guessed. One instance a
 * shard, for a Mac is not safe for several threads.
 */
final class StatelessTag {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 10;

  // owned by: shard
  private final Mac mac;

  private StatelessTag(Mac mac) {
    this.mac = mac;
  }

  /** A key for one run of the server. */
  static SecretKeySpec newKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return new SecretKeySpec(key, ALGORITHM);
  }

  static StatelessTag keyed(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return new StatelessTag(mac);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  String of(SipRequest request) {
    String text =
        request.topVia().branch().orElse("")
            + '\n'
            + request.callId()
            + '\n'
            + request.fromTag()
            + '\n'
            + request.cseq().number();
    byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, BYTES);
  }
}
