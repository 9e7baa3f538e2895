package io.sallyport.server.path;

/**
 * The E-model (ITU-T G.107, 06/2015): from delay and loss to the opinion that people would have of
 * a call. Everything that cannot be measured from outside has its default value (Table 2 there).
 */
final class Emodel {
  /** Signal to noise and simultaneous impairment (clauses 7.2, 7.3) at the default values. */
  private static final double BASIC_RATING = 94.77;

  private static final double SIMULTANEOUS = 1.41;

  /** Echo (clause 7.4): loudness of the talker's echo, weighted echo path loss, in dB. */
  private static final double TALKER_ECHO = 65;

  private static final double ECHO_PATH_LOSS = 110;

  private Emodel() {}

  /**
   * The mean opinion score of one direction.
   *
   * @param delayMillis one way, from mouth to ear
   * @param lossPercent of packets, at random; 0 to 100
   * @return 1.0 to 4.5
   */
  static double mos(double delayMillis, double lossPercent, CodecImpairment codec) {
    return mos(rating(delayMillis, lossPercent, codec));
  }

  /** The rating R, less than 0 to 93.2 (clause 7.1). */
  static double rating(double delayMillis, double lossPercent, CodecImpairment codec) {
    double delay = Math.max(0, delayMillis);
    return BASIC_RATING - SIMULTANEOUS - delayImpairment(delay) - codec.effective(lossPercent);
  }

  /** Clause 7.4: the talker's echo, the listener's, and delay by itself. */
  private static double delayImpairment(double delay) {
    double residual =
        TALKER_ECHO
            - 40 * Math.log10((1 + delay / 10) / (1 + delay / 150))
            + 6 * Math.exp(-0.3 * delay * delay);
    double talker = BASIC_RATING - (80 + 2.5 * (residual - 14));
    double talkerEcho =
        (talker / 2 + Math.sqrt(talker * talker / 4 + 100) - 1) * (1 - Math.exp(-delay));
    double listener = BASIC_RATING - 10.5 * (ECHO_PATH_LOSS + 7) * Math.pow(2 * delay + 1, -0.25);
    double listenerEcho = listener / 2 + Math.sqrt(listener * listener / 4 + 169);
    return Math.max(0, talkerEcho) + listenerEcho + absolute(delay);
  }

  private static double absolute(double delay) {
    if (delay <= 100) {
      return 0;
    }
    double x = Math.log(delay / 100) / Math.log(2);
    return 25
        * (Math.pow(1 + Math.pow(x, 6), 1 / 6.0)
            - 3 * Math.pow(1 + Math.pow(x / 3, 6), 1 / 6.0)
            + 2);
  }

  /** Annex B. */
  static double mos(double rating) {
    if (rating <= 0) {
      return 1;
    }
    if (rating >= 100) {
      return 4.5;
    }
    double mos = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
    // the polynomial dips below the scale at very low ratings
    return Math.max(1, mos);
  }
}
