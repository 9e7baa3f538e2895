package io.sallyport.server.media;

import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.sdp.MediaDescription;
import java.util.List;

/**
 * One line of an offer on its way from one side to the other.
 *
 * @param remote what the offerer said; null where the line is off or cannot be relayed
 * @param offered the line as the offerer wrote it
 * @param shown the line as the other side sees it
 * @param cryptos our keys in the shown line; empty where it is plain
 * @param plainAnswer whether the other side may answer without SRTP
 */
record OfferedLine(
    RemoteLine remote,
    MediaDescription offered,
    MediaDescription shown,
    List<SdesCrypto> cryptos,
    boolean plainAnswer) {

  static OfferedLine off(MediaDescription offered) {
    return new OfferedLine(null, offered, offered.disabled(), List.of(), false);
  }

  /** The line where it has been shown in two ways: either may be answered. */
  OfferedLine or(OfferedLine also) {
    return new OfferedLine(
        remote,
        offered,
        shown,
        cryptos.isEmpty() ? also.cryptos : cryptos,
        plainAnswer || also.plainAnswer);
  }

  boolean isOff() {
    return remote == null;
  }
}
