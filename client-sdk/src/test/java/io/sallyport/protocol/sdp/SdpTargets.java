package io.sallyport.protocol.sdp;

import io.sallyport.protocol.sdp.SessionDescription.Parsed;

/**
 * What is done with a description from strangers, for random tests and for the fuzzer: it is read
 * or refused, and what was read can be printed and read again as the same.
 */
public final class SdpTargets {
  private SdpTargets() {}

  public static void description(byte[] body) {
    if (!(SessionDescription.parse(body) instanceof Parsed.Valid valid)) {
      return;
    }
    SessionDescription description = valid.description();
    for (MediaDescription line : description.media()) {
      line.cryptos();
      line.rtcpPort();
      line.direction();
      description.connectionOf(line).ifPresent(Connection::literal);
      description.directionOf(line);
      for (String format : line.formats()) {
        line.rtpMap(format);
        line.fmtp(format);
      }
    }
    byte[] printed = description.print();
    if (!(SessionDescription.parse(printed) instanceof Parsed.Valid again)
        || !description.equals(again.description())) {
      throw new IllegalStateException("what was printed is not what was read");
    }
  }
}
