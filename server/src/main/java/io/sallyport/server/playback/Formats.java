package io.sallyport.server.playback;

import io.sallyport.server.playback.Recorded.Format;
import java.util.Locale;
import java.util.Map;

/** What each payload type of a track means: as agreed, or else by RFC 3551 section 6. */
final class Formats {
  /** What is to be done with a packet. */
  enum Kind {
    SOUND,
    SILENCE,
    EVENT,
    UNKNOWN
  }

  private static final Map<Integer, Format> STATIC =
      Map.ofEntries(
          Map.entry(0, new Format("PCMU", 8_000, 1)),
          Map.entry(3, new Format("GSM", 8_000, 1)),
          Map.entry(4, new Format("G723", 8_000, 1)),
          Map.entry(8, new Format("PCMA", 8_000, 1)),
          Map.entry(9, new Format("G722", 8_000, 1)),
          Map.entry(10, new Format("L16", 44_100, 2)),
          Map.entry(11, new Format("L16", 44_100, 1)),
          Map.entry(13, new Format("CN", 8_000, 1)),
          Map.entry(15, new Format("G728", 8_000, 1)),
          Map.entry(18, new Format("G729", 8_000, 1)));

  private static final Format NONE = new Format("unknown", 8_000, 1);

  // immutable, by payload type
  private final Format[] formats = new Format[128];
  private final Kind[] kinds = new Kind[128];
  private final String[] names = new String[128];

  Formats(Recorded.Track track) {
    this(track.formats());
  }

  Formats(Map<Integer, Format> meanings) {
    for (int type = 0; type < 128; type++) {
      Format format = meanings.getOrDefault(type, STATIC.get(type));
      formats[type] = format == null ? NONE : format;
      names[type] = format == null ? "payload type " + type : format.toString();
      kinds[type] = kind(formats[type]);
    }
  }

  private static Kind kind(Format format) {
    return switch (format.encoding().toUpperCase(Locale.ROOT)) {
      case "CN" -> Kind.SILENCE;
      case "TELEPHONE-EVENT" -> Kind.EVENT;
      default -> format.decodable() ? Kind.SOUND : Kind.UNKNOWN;
    };
  }

  Format format(int payloadType) {
    return formats[payloadType];
  }

  Kind kind(int payloadType) {
    return kinds[payloadType];
  }

  /** For notes. */
  String name(int payloadType) {
    return names[payloadType];
  }
}
