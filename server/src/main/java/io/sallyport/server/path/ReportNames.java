package io.sallyport.server.path;

import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.RtcpRewriter;
import io.sallyport.protocol.rtp.SsrcMap;

/**
 * What one side's reports must say where sources go by other numbers: its own as the other side
 * knows them, the other's as that side sent them. Made anew when a source is renamed.
 */
final class ReportNames {
  // immutable
  private final int[] own;
  private final int[] others;

  // owned by: the lane's loop
  private final SsrcMap map;
  private final RtcpRewriter rewriter = new RtcpRewriter();

  /**
   * The names.
   *
   * @param own pairs of number and shown number of the reporting side's sources
   * @param others the same of the other side's, which the reporting side knows as shown
   */
  ReportNames(int[] own, int[] others) {
    this.own = own;
    this.others = others;
    this.map = new SsrcMap(1 + (own.length + others.length) / 2);
    for (int i = 0; i < own.length; i += 2) {
      map.put(own[i], own[i + 1]);
    }
    for (int i = 0; i < others.length; i += 2) {
      map.put(others[i + 1], others[i]);
    }
  }

  @SuppressWarnings("ReferenceEquality") // snapshots: the same array is the same state
  boolean isOf(int[] nowOwn, int[] nowOthers) {
    return own == nowOwn && others == nowOthers;
  }

  void put(PacketBuffer packet) {
    rewriter.rewrite(packet.bytes(), packet.offset(), packet.length(), map);
  }
}
