package io.sallyport.client;

import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.SrtpStatus;

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
        public SrtpStatus unprotect(PacketBuffer packet, boolean rtcp) {
          return SrtpStatus.OK;
        }

        @Override
        public boolean proves() {
          return false;
        }

        @Override
        public String name() {
          return "RTP";
        }
      };

  byte[] protect(byte[] packet, boolean rtcp);

  /** Makes the packet clear in place. */
  SrtpStatus unprotect(PacketBuffer packet, boolean rtcp);

  /** Whether a packet that passes proves who sent it, wherever it came from. */
  boolean proves();

  /** {@code RTP} or the name of the SRTP suite. */
  String name();
}
