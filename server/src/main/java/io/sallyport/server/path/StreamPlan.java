package io.sallyport.server.path;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One stream (m= line) as both sides agreed on it, ready to be bound.
 *
 * @param index the place of its m= line, by which the path knows it again
 * @param kind audio or video
 * @param codec the preferred codec, such as opus/48000/2, for the record
 * @param clockRates clock rate in Hz by payload type
 * @param formats what each payload type means, for the record
 * @param bitsPerSecond cap for each direction; 0 for none
 */
public record StreamPlan(
    int index,
    String kind,
    String codec,
    Map<Integer, Integer> clockRates,
    List<PayloadFormat> formats,
    long bitsPerSecond,
    End a,
    End b) {

  /**
   * One side of the stream.
   *
   * @param transport shared by several streams where the side bundles them
   * @param mid its identification under BUNDLE; empty for none
   * @param midExtension the header extension that carries {@code mid} (RFC 8843 section 15); 0 for
   *     none
   * @param payloadTypes those that the side may send for this stream
   */
  public record End(
      Transport transport,
      TransportPlan how,
      String mid,
      int midExtension,
      Set<Integer> payloadTypes) {}
}
