package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmodelTest {
  private static final CodecImpairment G711 = CodecImpairment.of("PCMA/8000");

  /** G.107 clause 7.7: all defaults give R = 93.2, which is 4.41. */
  @Test
  void theDefaultsGiveThePublishedRating() {
    assertThat(Emodel.rating(0, 0, G711)).isCloseTo(93.2, within(0.05));
    assertThat(Emodel.mos(0, 0, G711)).isCloseTo(4.41, within(0.005));
  }

  /** G.107 Table B.1. */
  @ParameterizedTest
  @CsvSource({"90, 4.34", "80, 4.03", "70, 3.60", "60, 3.10", "50, 2.58"})
  void ratingsBecomeThePublishedScores(double rating, double mos) {
    assertThat(Emodel.mos(rating)).isCloseTo(mos, within(0.006));
  }

  /** G.113 appendix I: Ie of G.729A with voice activity detection by loss. */
  @ParameterizedTest
  @CsvSource({"0, 11", "0.5, 13", "1, 15", "1.5, 17", "2, 19", "3, 23", "4, 26", "8, 36", "16, 49"})
  void lossCostsG729WhatIsPublished(double loss, double impairment) {
    assertThat(CodecImpairment.of("G729/8000").effective(loss)).isCloseTo(impairment, within(0.7));
  }

  /** G.113 appendix I: G.711 with concealment, random loss. */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 5", "2, 7", "3, 10", "5, 15"})
  void lossCostsG711WhatIsPublished(double loss, double impairment) {
    assertThat(G711.effective(loss)).isCloseTo(impairment, within(1.5));
  }

  @Test
  void delayHurtsLittleBelow150MillisecondsAndMuchAbove() {
    double none = Emodel.rating(0, 0, G711);
    double good = Emodel.rating(150, 0, G711);
    double bad = Emodel.rating(400, 0, G711);

    assertThat(none - good).isBetween(2.0, 8.0);
    assertThat(good - bad).isGreaterThan(15);
  }

  @Test
  void theScoreStaysOnItsScale() {
    for (double delay = -10; delay < 5_000; delay += 37) {
      double last = 5;
      for (double loss = -5; loss < 150; loss += 1) {
        double mos = Emodel.mos(delay, loss, CodecImpairment.of("GSM/8000"));
        assertThat(mos).isBetween(1.0, 4.5).isLessThanOrEqualTo(last);
        last = mos;
      }
    }
  }

  @Test
  void aCodecIsKnownByItsNameAlone() {
    assertThat(CodecImpairment.of("iLBC/8000").impairment()).isEqualTo(11);
    assertThat(CodecImpairment.of("gsm").impairment()).isEqualTo(20);
    assertThat(CodecImpairment.of("opus/48000/2").impairment()).isZero();
    assertThat(CodecImpairment.of("").impairment()).isZero();
  }
}
