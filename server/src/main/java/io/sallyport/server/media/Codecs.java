package io.sallyport.server.media;

import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.RtpMap;
import io.sallyport.server.path.PayloadFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which payload types of a line pass: the codecs that settings allow and what belongs to them. */
final class Codecs {
  /** They carry no media of their own, so they come and go with the codecs beside them. */
  private static final Set<String> COMPANIONS =
      Set.of("telephone-event", "cn", "red", "rtx", "ulpfec", "flexfec", "flexfec-03");

  private static final Pattern RTX_OF = Pattern.compile("(?:^|.*[; ])apt=([0-9]{1,3})(?:[; ].*|$)");

  private Codecs() {}

  /**
   * The formats that pass, in their order; none where no codec is left.
   *
   * @param allowed names of codecs, in any case; empty for all
   */
  static List<String> passing(MediaDescription line, List<String> formats, List<String> allowed) {
    List<String> media = new ArrayList<>();
    for (String format : formats) {
      String name = name(line, format);
      if (!COMPANIONS.contains(name)
          && (allowed.isEmpty() || allowed.stream().anyMatch(name::equalsIgnoreCase))) {
        media.add(format);
      }
    }
    if (media.isEmpty()) {
      return List.of();
    }
    return withoutOrphans(
        line,
        formats.stream()
            .filter(format -> media.contains(format) || COMPANIONS.contains(name(line, format)))
            .toList());
  }

  /** Words for a line of which nothing passes. */
  static String whyNone(MediaDescription line, List<String> formats) {
    Set<String> refused = new TreeSet<>();
    for (String format : formats) {
      String name = line.rtpMap(format).map(RtpMap::encoding).orElse(format);
      // the words go to both users: letters and digits only, and not many
      if (!COMPANIONS.contains(name.toLowerCase(Locale.ROOT))
          && name.matches("[0-9A-Za-z.-]{1,20}")
          && refused.size() < 8) {
        refused.add(name);
      }
    }
    return refused.isEmpty()
        ? "No codec is offered"
        : "None of these codecs is allowed here: " + String.join(" ", refused);
  }

  /**
   * The formats of an answer whose codec was offered. An answer may give the codec another number
   * (RFC 3264 section 6.1): each side then sends with the number that the other has written.
   */
  static List<String> answered(PeerLine offer, PeerLine answer) {
    Map<String, RtpMap> offered = meanings(offer);
    Map<String, RtpMap> answered = meanings(answer);
    List<String> formats =
        answer.formats().stream()
            .filter(
                format ->
                    answered.containsKey(format)
                        ? wasOffered(offered, format, answered.get(format))
                        // some phones leave out the meaning that the offer gave already
                        : offer.formats().contains(format))
            .toList();
    boolean media =
        formats.stream().anyMatch(f -> !isCompanion(answered.getOrDefault(f, offered.get(f))));
    return media ? withoutOrphans(answer.line(), formats) : List.of();
  }

  /** Every number under which either side may send what was agreed, with its clock rate. */
  static Map<Integer, Integer> clockRates(PeerLine offer, PeerLine answer, List<String> formats) {
    Map<String, RtpMap> offered = meanings(offer);
    Map<String, RtpMap> answered = meanings(answer);
    Map<Integer, Integer> rates = new LinkedHashMap<>();
    for (String format : formats) {
      RtpMap map = answered.getOrDefault(format, offered.get(format));
      rates.put(Integer.valueOf(format), map == null ? 8000 : map.clockRate());
      for (RtpMap other : offered.values()) {
        if (map != null && other.sameCodec(map)) {
          rates.putIfAbsent(other.payloadType(), other.clockRate());
        }
      }
    }
    return rates;
  }

  /** What every number means under which either side may send what was agreed. */
  static List<PayloadFormat> formats(PeerLine offer, PeerLine answer, List<String> formats) {
    Map<String, RtpMap> offered = meanings(offer);
    Map<String, RtpMap> answered = meanings(answer);
    Map<Integer, PayloadFormat> meant = new LinkedHashMap<>();
    for (String format : formats) {
      RtpMap map = answered.getOrDefault(format, offered.get(format));
      if (map == null) {
        int number = Integer.parseInt(format);
        meant.put(number, new PayloadFormat(number, "", 8000, 1, ""));
        continue;
      }
      meant.put(map.payloadType(), format(map, answer.line(), format));
      for (RtpMap other : offered.values()) {
        if (other.sameCodec(map)) {
          String number = Integer.toString(other.payloadType());
          meant.putIfAbsent(other.payloadType(), format(other, offer.line(), number));
        }
      }
    }
    return List.copyOf(meant.values());
  }

  private static PayloadFormat format(RtpMap map, MediaDescription line, String number) {
    String fmtp = line.fmtp(number).orElse("");
    return new PayloadFormat(
        map.payloadType(), map.encoding(), map.clockRate(), map.channels(), fmtp);
  }

  /** The first codec of an answer, such as {@code opus/48000/2}. */
  static String preferred(PeerLine offer, PeerLine answer, List<String> formats) {
    Map<String, RtpMap> meanings = meanings(offer);
    meanings.putAll(meanings(answer));
    return formats.stream()
        .filter(format -> !isCompanion(meanings.get(format)))
        .findFirst()
        .map(format -> meanings.containsKey(format) ? meanings.get(format).codec() : format)
        .orElse("");
  }

  /** Some phones leave the channels out, so the same number with the same name is enough. */
  private static boolean wasOffered(Map<String, RtpMap> offered, String format, RtpMap map) {
    RtpMap same = offered.get(format);
    return same != null && same.encoding().equalsIgnoreCase(map.encoding())
        || offered.values().stream().anyMatch(map::sameCodec);
  }

  private static boolean isCompanion(RtpMap map) {
    return map != null && COMPANIONS.contains(map.encoding().toLowerCase(Locale.ROOT));
  }

  private static Map<String, RtpMap> meanings(PeerLine line) {
    Map<String, RtpMap> meanings = new LinkedHashMap<>();
    for (String format : line.formats()) {
      line.line().rtpMap(format).ifPresent(map -> meanings.put(format, map));
    }
    return meanings;
  }

  /** Retransmission of a payload type that does not pass is of no use (RFC 4588 section 8.1). */
  private static List<String> withoutOrphans(MediaDescription line, List<String> formats) {
    return formats.stream()
        .filter(
            format -> {
              Matcher of = RTX_OF.matcher(line.fmtp(format).orElse(""));
              return !name(line, format).equals("rtx")
                  || !of.matches()
                  || formats.contains(of.group(1));
            })
        .toList();
  }

  private static String name(MediaDescription line, String format) {
    return line.rtpMap(format).map(map -> map.encoding().toLowerCase(Locale.ROOT)).orElse(format);
  }
}
