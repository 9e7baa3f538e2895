package io.sallyport.server.prompt;

import io.sallyport.server.base.Setting;
import java.time.Duration;

/** What the server says in calls, and how it asks. */
public record PromptSettings(
    @Setting(
            "A folder with announcements of your own, one WAV file (16 bits, one channel) for each"
                + " name and language, such as notice.en.wav and consent.de.wav; empty for those"
                + " that come with the server.")
        String folder,
    @Setting("The language of announcements where a rule names none.") String language,
    @Setting(
            "Who hears, before media flows, that a call is recorded, where no rule says anything of"
                + " notice: nobody, caller, callee or both.")
        String play,
    @Setting(
            "Who must press a digit before a call is recorded, where no rule says anything of"
                + " notice: nobody, caller, callee or both.")
        String consent,
    @Setting(
            "What follows where consent is refused or does not come, where no rule says it: end, or"
                + " unrecorded.")
        String refused,
    @Setting(
            value =
                "How often both parties of a recorded call hear a beep, where no rule says anything"
                    + " of notice; 0s: never.",
            min = 0,
            max = 3_600_000)
        Duration beepEvery,
    @Setting("The digit that gives consent.") String acceptDigit,
    @Setting("The digit that refuses it.") String refuseDigit,
    @Setting(
            value = "How long the server waits for a digit after it has asked.",
            min = 1_000,
            max = 120_000)
        Duration consentTimeout,
    @Setting(
            value = "How often it asks again where no digit came; then consent counts as refused.",
            min = 0,
            max = 10)
        int consentRepeats,
    @Setting("Whether both parties of a call hear a beep when somebody begins to listen in.")
        boolean listenBeep) {

  public PromptSettings {
    digit("accept-digit", acceptDigit);
    digit("refuse-digit", refuseDigit);
    if (acceptDigit.equals(refuseDigit)) {
      throw new IllegalArgumentException("refuse-digit: consent and refusal need two digits");
    }
    if (!language.matches("[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")) {
      throw new IllegalArgumentException("language: write it as en or pt-BR");
    }
    who("play", play);
    who("consent", consent);
    if (!refused.matches("end|unrecorded")) {
      throw new IllegalArgumentException("refused: end or unrecorded");
    }
  }

  private static void digit(String key, String value) {
    if (!value.matches("[0-9*#]")) {
      throw new IllegalArgumentException(key + ": one of 0 to 9, * and #");
    }
  }

  private static void who(String key, String value) {
    if (!value.matches("nobody|caller|callee|both")) {
      throw new IllegalArgumentException(key + ": nobody, caller, callee or both");
    }
  }

  /** Nothing is said. */
  public static PromptSettings defaults() {
    return new PromptSettings(
        "",
        "en",
        "nobody",
        "nobody",
        "end",
        Duration.ZERO,
        "1",
        "2",
        Duration.ofSeconds(10),
        1,
        false);
  }
}
