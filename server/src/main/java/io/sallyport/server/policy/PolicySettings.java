package io.sallyport.server.policy;

import io.sallyport.server.base.Setting;
import java.util.List;

/** What policy allows today; the rule language comes with its own issue. */
public record PolicySettings(
    @Setting("Whether calls to and from phones on TLS must protect their media with SRTP.")
        boolean requireSrtp,
    @Setting(
            "Kinds of media of which every answered call is recorded: audio, video; empty records"
                + " none. A call that cannot be recorded is then refused.")
        List<String> record,
    @Setting(
            "Numbers, as users, that may be called even when neither the record nor the recording"
                + " can be written; each such call is told on record.")
        List<String> emergencyNumbers) {

  public PolicySettings {
    for (String kind : record) {
      if (!kind.equals("audio") && !kind.equals("video")) {
        throw new IllegalArgumentException("record: audio and video can be recorded, not " + kind);
      }
    }
  }

  public static PolicySettings defaults() {
    return new PolicySettings(true, List.of(), List.of("112", "911"));
  }
}
