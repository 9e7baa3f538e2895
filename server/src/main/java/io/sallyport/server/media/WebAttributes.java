package io.sallyport.server.media;

import io.sallyport.protocol.sdp.Attribute;
import io.sallyport.protocol.sdp.ExtMap;
import io.sallyport.protocol.sdp.MediaDescription;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What passes between two sides that both do DTLS, as browsers do, beside {@link KeptAttributes}:
 * header extensions of a written list, simulcast, and sources under names of ours ({@code
 * docs/sdp.md}).
 */
final class WebAttributes {
  static final String TRANSPORT_WIDE =
      "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

  private static final String IETF = "urn:ietf:params:rtp-hdrext:";
  private static final String WEBRTC = "http://www.webrtc.org/experiments/rtp-hdrext/";

  /** They say how to play a packet, and nothing about who made it. */
  static final Set<String> EXTENSIONS =
      Set.of(
          ExtMap.MID,
          IETF + "sdes:rtp-stream-id",
          IETF + "sdes:repaired-rtp-stream-id",
          IETF + "ssrc-audio-level",
          IETF + "csrc-audio-level",
          IETF + "toffset",
          TRANSPORT_WIDE,
          "urn:3gpp:video-orientation",
          "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension",
          WEBRTC + "abs-send-time",
          WEBRTC + "playout-delay",
          WEBRTC + "video-content-type",
          WEBRTC + "video-timing",
          WEBRTC + "color-space");

  private static final Pattern RID =
      Pattern.compile("[0-9A-Za-z_-]{1,16} (send|recv)( [0-9A-Za-z=;,./-]{1,100})?");
  private static final Pattern SIMULCAST = Pattern.compile("(send|recv) [0-9A-Za-z~;,_ -]{1,200}");
  private static final Pattern SOURCES = Pattern.compile("(FID|SIM|FEC|FEC-FR)( [0-9]{1,10}){1,8}");
  private static final Pattern SOURCE = Pattern.compile("[0-9]{1,10} .*");
  private static final int MAX_OF_A_NAME = 32;

  private WebAttributes() {}

  /** The header extensions that pass; of an answer those that the offer had too. */
  static List<ExtMap> extensions(MediaDescription line, Optional<MediaDescription> offer) {
    return line.extMaps().stream()
        .filter(map -> EXTENSIONS.contains(map.uri()))
        .filter(
            map -> offer.isEmpty() || offer.get().extMaps().stream().anyMatch(o -> same(o, map)))
        .toList();
  }

  /** Simulcast and sources. */
  static List<Attribute> of(MediaDescription line, Pseudonyms names) {
    List<Attribute> passing = new ArrayList<>();
    passing.addAll(matching(line, "rid", RID, 8));
    passing.addAll(matching(line, "simulcast", SIMULCAST, 1));
    passing.addAll(matching(line, "ssrc-group", SOURCES, MAX_OF_A_NAME));
    Set<String> sources = new LinkedHashSet<>();
    for (Attribute attribute : matching(line, "ssrc", SOURCE, 8 * MAX_OF_A_NAME)) {
      sources.add(attribute.value().substring(0, attribute.value().indexOf(' ')));
    }
    sources.stream()
        .limit(MAX_OF_A_NAME)
        .forEach(source -> passing.add(new Attribute("ssrc", source + " cname:" + names.cname())));
    return passing;
  }

  /**
   * The stream and track that a line carries (RFC 8830), under names of ours. A line of a phone
   * without such names gets some too: browsers put what has none into no stream at all.
   */
  static Attribute stream(MediaDescription line, String mid, Pseudonyms names) {
    String[] said = line.attribute("msid").orElse("").split(" +");
    String stream = said[0].isEmpty() ? "n" : names.of(said[0]);
    String track = said.length < 2 ? "m" + mid : names.of(said[1]);
    return new Attribute("msid", stream + " " + track);
  }

  private static boolean same(ExtMap one, ExtMap other) {
    return one.id() == other.id() && one.uri().equals(other.uri());
  }

  private static List<Attribute> matching(
      MediaDescription line, String name, Pattern grammar, int most) {
    return line.attributes().stream()
        .filter(a -> a.name().equals(name) && grammar.matcher(a.value()).matches())
        .limit(most)
        .toList();
  }
}
