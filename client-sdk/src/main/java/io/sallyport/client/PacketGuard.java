package io.sallyport.client;

import java.util.Optional;

/**
 * What stands between a stream and its sockets: SRTP under the agreed keys, or nothing. Owned by
 * the phone's loop.
 */
interface PacketGuard {
  /** RTP as it is, where no SRTP was agreed. */
  PacketGuard PLAIN =
      new PacketGuard() {
        @Override
        public byte[] protect(byte[] packet, boolean rtcp) {
          return packet;
        }

        @Override
        public Optional<byte[]> unprotect(byte[] packet, boolean rtcp) {
          return Optional.of(packet);
        }

        @Override
        public String name() {
          return "RTP";
        }
      };

  byte[] protect(byte[] packet, boolean rtcp);

  /** The clear packet; empty where it does not authenticate or was seen before. */
  Optional<byte[]> unprotect(byte[] packet, boolean rtcp);

  /** {@code RTP} or the name of the SRTP suite. */
  String name();
}
