package io.sallyport.server.path;

import io.sallyport.protocol.rtp.PacketBuffer;

/**
 * What the server does with one lane of its own accord: keeps its packets back, listens for digits,
 * says something itself. A lane has none until it is needed, so that a packet of any other costs
 * one look.
 */
final class Interlude {
  // any thread: volatile snapshots, written by the shard
  private volatile boolean heldBack;
  private volatile DigitEar ear;

  // owned by: the lane's loop
  private final Splice splice = new Splice();

  void holdBack(boolean held) {
    heldBack = held;
  }

  /** Null: nobody listens. */
  void ear(DigitEar next) {
    ear = next;
  }

  Splice splice() {
    return splice;
  }

  /** Whether a clear packet of the side goes on. */
  boolean admits(PacketBuffer packet, boolean rtcp, long now) {
    DigitEar listening = ear;
    if (listening != null && !rtcp) {
      listening.hear(packet.bytes(), packet.offset(), packet.length());
    }
    return !heldBack && (rtcp || splice.pass(packet, now));
  }
}
