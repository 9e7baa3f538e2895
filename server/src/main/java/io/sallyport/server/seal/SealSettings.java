package io.sallyport.server.seal;

import io.sallyport.server.base.Setting;
import java.time.Duration;

/** What an admin can say about the seal on the journal. */
public record SealSettings(
    @Setting(
            value =
                "A checkpoint of the journal is signed at least this often, also when nothing"
                    + " happens.",
            min = 1_000,
            max = 60_000)
        Duration interval,
    @Setting(
            value =
                "A checkpoint is signed as soon as so many records have come, though no more often"
                    + " than four times a second.",
            min = 1,
            max = 1_000)
        int records,
    @Setting(
            "Where checkpoints are sent, so that not even an administrator of this machine can"
                + " rewrite the journal unseen.")
        OutsideSettings outside) {

  public static SealSettings defaults() {
    return new SealSettings(Duration.ofSeconds(60), 1_000, OutsideSettings.defaults());
  }
}
