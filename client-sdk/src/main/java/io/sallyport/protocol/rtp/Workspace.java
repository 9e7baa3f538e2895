package io.sallyport.protocol.rtp;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What working on one packet needs and nothing keeps: counters, key stream, digests. One a loop,
 * with its {@link PacketBuffer}.
 */
final class Workspace {
  // owned by: the loop of the packet
  final byte[] counters;
  final byte[] stream;
  final byte[] code = new byte[HmacSha1.LENGTH];
  final byte[] rollover = new byte[4];
  final MessageDigest sha1;

  /** Room for the key stream of a packet of that many bytes. */
  Workspace(int capacity) {
    int blocks = (capacity + 15) / 16;
    counters = new byte[16 * blocks];
    stream = new byte[16 * blocks];
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the Java runtime lacks SHA-1", e);
    }
  }

  /** Ends the digest and writes it there. */
  void digest(byte[] bytes, int at) {
    try {
      sha1.digest(bytes, at, HmacSha1.LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("no room for a digest", e);
    }
  }
}
