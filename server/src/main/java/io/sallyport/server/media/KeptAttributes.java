package io.sallyport.server.media;

import io.sallyport.protocol.sdp.Attribute;
import io.sallyport.protocol.sdp.Bandwidth;
import io.sallyport.protocol.sdp.MediaDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The written list of what passes from one side's SDP to the other's ({@code docs/sdp.md}).
 * Everything else stays behind: addresses, candidates, keys, names of devices, and whatever we do
 * not know.
 */
final class KeptAttributes {
  /** About one payload type each, named first in the value; {@code *} means all. */
  static final Set<String> OF_FORMATS =
      Set.of("rtpmap", "fmtp", "rtcp-fb", "imageattr", "framesize");

  /** About the whole stream. */
  static final Set<String> OF_STREAMS =
      Set.of("ptime", "maxptime", "framerate", "content", "quality");

  static final Set<String> BANDWIDTHS = Set.of("AS", "TIAS", "RS", "RR");

  private static final int MAX_KEPT = 200;

  private KeptAttributes() {}

  /** The attributes that pass, for those payload types that do. */
  static List<Attribute> of(MediaDescription line, List<String> formats) {
    List<Attribute> kept = new ArrayList<>();
    for (Attribute attribute : line.attributes()) {
      if (kept.size() < MAX_KEPT && passes(attribute, formats)) {
        kept.add(attribute);
      }
    }
    return kept;
  }

  static List<Bandwidth> bandwidths(MediaDescription line) {
    return line.bandwidths().stream().filter(b -> BANDWIDTHS.contains(b.type())).limit(4).toList();
  }

  private static boolean passes(Attribute attribute, List<String> formats) {
    if (OF_STREAMS.contains(attribute.name())) {
      return attribute.value().matches("[0-9A-Za-z.,-]{1,40}");
    }
    if (!OF_FORMATS.contains(attribute.name()) || !visible(attribute.value())) {
      return false;
    }
    int space = attribute.value().indexOf(' ');
    String format = space < 0 ? attribute.value() : attribute.value().substring(0, space);
    boolean wildcard = format.equals("*") && !attribute.name().equals("rtpmap");
    return wildcard || formats.contains(format);
  }

  private static boolean visible(String value) {
    return value.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
