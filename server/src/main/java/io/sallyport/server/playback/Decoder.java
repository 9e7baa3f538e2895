package io.sallyport.server.playback;

/** A decoder of one payload format. */
interface Decoder {

  /** Whether there is a decoder for a format. */
  static boolean knows(Recorded.Format format) {
    return switch (format.encoding().toUpperCase(java.util.Locale.ROOT)) {
      case "PCMU", "PCMA", "G722", "OPUS", "L16" -> true;
      default -> false;
    };
  }
}
