package io.sallyport.server.media;

import io.sallyport.protocol.sdp.Attribute;
import io.sallyport.protocol.sdp.Bandwidth;
import io.sallyport.protocol.sdp.MediaDescription;
import java.util.HashSet;
import java.util.LinkedHashSet;
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

  /** Said once: a second meaning of one payload type has taken parsers down. */
  private static final Set<String> SINGLE =
      Set.of("rtpmap", "fmtp", "framesize", "ptime", "maxptime", "framerate", "content", "quality");

  private static final int MAX_KEPT = 200;

  private KeptAttributes() {}

  /** The attributes that pass, for those payload types that do. */
  static List<Attribute> of(MediaDescription line, List<String> formats) {
    Set<Attribute> kept = new LinkedHashSet<>();
    Set<String> single = new HashSet<>();
    for (Attribute attribute : line.attributes()) {
      boolean repeats = SINGLE.contains(attribute.name()) && !single.add(subject(attribute));
      if (kept.size() < MAX_KEPT && !repeats && passes(attribute, formats)) {
        kept.add(attribute);
      }
    }
    return List.copyOf(kept);
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
    String format = format(attribute);
    boolean wildcard = format.equals("*") && !attribute.name().equals("rtpmap");
    return wildcard || formats.contains(format);
  }

  private static String subject(Attribute attribute) {
    return OF_FORMATS.contains(attribute.name())
        ? attribute.name() + " " + format(attribute)
        : attribute.name();
  }

  private static String format(Attribute attribute) {
    int space = attribute.value().indexOf(' ');
    return space < 0 ? attribute.value() : attribute.value().substring(0, space);
  }

  private static boolean visible(String value) {
    return value.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
