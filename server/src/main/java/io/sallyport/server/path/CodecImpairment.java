package io.sallyport.server.path;

import java.util.Locale;

/**
 * What a codec costs by itself and how it stands loss, on the E-model's scale of narrowband
 * telephony (ITU-T G.107 clause 7.5).
 *
 * @param impairment Ie, without loss
 * @param robustness Bpl, percent
 */
record CodecImpairment(double impairment, double robustness) {

  /** With concealment of its own, as phones have today: ITU-T G.113 (11/2007) appendix I. */
  private static final CodecImpairment G711 = new CodecImpairment(0, 25.1);

  /** With voice activity detection, the same table. */
  private static final CodecImpairment G729 = new CodecImpairment(11, 19);

  /** 6.3 kbit/s with voice activity detection, the same table. */
  private static final CodecImpairment G723 = new CodecImpairment(15, 16.1);

  /** Full rate: Ie of G.113; its robustness is not there, that of enhanced full rate is taken. */
  private static final CodecImpairment GSM = new CodecImpairment(20, 10);

  /** Not in G.113: what its designers claim beside G.729, an estimate. */
  private static final CodecImpairment ILBC = new CodecImpairment(11, 32);

  /** Not in G.113: between G.729 and iLBC, an estimate. */
  private static final CodecImpairment SPEEX = new CodecImpairment(11, 25.1);

  /**
   * The codec of an rtpmap, such as {@code PCMA/8000}. Wideband codecs (G.722, Opus) sound better
   * than this scale goes: without loss they are as good as G.711 here, and they conceal loss as
   * well. So is a codec of which nothing is known.
   */
  static CodecImpairment of(String codec) {
    int slash = codec.indexOf('/');
    String name = slash < 0 ? codec : codec.substring(0, slash);
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "G729" -> G729;
      case "G723" -> G723;
      case "GSM" -> GSM;
      case "ILBC" -> ILBC;
      case "SPEEX" -> SPEEX;
      default -> G711;
    };
  }

  /** Ie-eff: the impairment under random loss of so many percent. */
  double effective(double lossPercent) {
    double loss = Math.max(0, Math.min(100, lossPercent));
    return impairment + (95 - impairment) * loss / (loss + robustness);
  }
}
