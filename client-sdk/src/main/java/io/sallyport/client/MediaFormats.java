package io.sallyport.client;

import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.RtpMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which codecs this phone knows, and which of a peer's line it takes. */
final class MediaFormats {
  private static final int TELEPHONE_EVENT = 101;

  private MediaFormats() {}

  /** What to offer for a stream of that kind. */
  static List<RtpMap> offer(String kind, List<G711> codecs) {
    if (kind.equals("video")) {
      return List.of(new RtpMap(VideoStream.PAYLOAD_TYPE, "VP8", VideoStream.CLOCK_RATE, 1));
    }
    List<RtpMap> formats = new ArrayList<>();
    codecs.forEach(codec -> formats.add(known(codec)));
    formats.add(new RtpMap(TELEPHONE_EVENT, "telephone-event", AudioSource.SAMPLE_RATE, 1));
    return formats;
  }

  /** What to answer to the peer's line of a kind that we take. */
  static List<RtpMap> answer(MediaDescription line, List<G711> codecs) throws SdpRefused {
    if (line.kind().equals("video")) {
      payloadType(line);
      return List.of(
          line.rtpMap(line.formats().get(0))
              .orElseThrow(() -> new SdpRefused("a video format has no meaning")));
    }
    List<RtpMap> formats = new ArrayList<>();
    codec(line, codecs).ifPresent(codec -> formats.add(known(codec)));
    formats.add(new RtpMap(TELEPHONE_EVENT, "telephone-event", AudioSource.SAMPLE_RATE, 1));
    return formats;
  }

  private static RtpMap known(G711 codec) {
    return RtpMap.ofStatic(codec.payloadType()).orElseThrow();
  }

  /** The first of the line's formats that is one of ours. */
  static Optional<G711> codec(MediaDescription line, List<G711> codecs) {
    return line.formats().stream()
        .flatMap(
            format ->
                codecs.stream()
                    .filter(codec -> format.equals(Integer.toString(codec.payloadType()))))
        .findFirst();
  }

  /** The payload type to send video with. */
  static int payloadType(MediaDescription line) throws SdpRefused {
    String format = line.formats().get(0);
    if (!format.matches("[0-9]{1,3}") || Integer.parseInt(format) > 127) {
      throw new SdpRefused("a video format is not an RTP payload type");
    }
    return Integer.parseInt(format);
  }

  static Set<Integer> types(List<RtpMap> formats) {
    return formats.stream().map(RtpMap::payloadType).collect(Collectors.toUnmodifiableSet());
  }
}
