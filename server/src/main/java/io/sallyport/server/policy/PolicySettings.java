package io.sallyport.server.policy;

import io.sallyport.server.base.Setting;
import java.util.List;

/** What holds whatever the rules say, and what holds where they say nothing. */
public record PolicySettings(
    @Setting("Whether calls to and from phones on TLS must protect their media with SRTP.")
        boolean requireSrtp,
    @Setting(
            "Whether everything allowed goes on record before it happens; a rule can then not say"
                + " otherwise.")
        boolean archiveAlways,
    @Setting(
            "Kinds of media of which every answered call is recorded where no rule says otherwise:"
                + " audio, video; empty records none. A call that cannot be recorded is then"
                + " refused.")
        List<String> record,
    @Setting(
            "Numbers, as users, that may be called even when neither the record nor the recording"
                + " can be written; each such call is told on record.")
        List<String> emergencyNumbers,
    @Setting("How telephone numbers are written here.") NumberPlan numbers) {

  public PolicySettings {
    for (String kind : record) {
      if (!kind.equals("audio") && !kind.equals("video")) {
        throw new IllegalArgumentException("record: audio and video can be recorded, not " + kind);
      }
    }
  }

  public static PolicySettings defaults() {
    return new PolicySettings(true, true, List.of(), List.of("112", "911"), NumberPlan.defaults());
  }
}
