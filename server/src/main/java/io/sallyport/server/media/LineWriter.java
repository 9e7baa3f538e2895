package io.sallyport.server.media;

import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.sdp.Attribute;
import io.sallyport.protocol.sdp.Direction;
import io.sallyport.protocol.sdp.MediaDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes an m= line of our own from what the other side's line said. */
final class LineWriter {
  private LineWriter() {}

  /**
   * Our line.
   *
   * @param from the other side's line, whose kept attributes pass
   * @param cryptos our keys; empty for plain RTP
   */
  static MediaDescription write(
      RemoteLine from,
      String proto,
      int port,
      List<String> formats,
      Direction direction,
      List<SdesCrypto> cryptos,
      boolean mux) {
    List<Attribute> attributes = new ArrayList<>(KeptAttributes.of(from.line(), formats));
    for (SdesCrypto crypto : cryptos) {
      attributes.add(new Attribute("crypto", crypto.print()));
    }
    if (mux) {
      attributes.add(Attribute.flag("rtcp-mux"));
    }
    attributes.add(Attribute.flag(direction.attribute()));
    return new MediaDescription(
        from.line().kind(),
        port,
        1,
        proto,
        formats,
        Optional.empty(),
        KeptAttributes.bandwidths(from.line()),
        attributes);
  }
}
