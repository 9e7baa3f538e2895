package io.sallyport.server.recording;

import io.sallyport.server.base.Setting;
import java.time.Duration;

/** How calls are recorded; which of them are is a matter of policy. */
public record RecordingSettings(
    @Setting(
            value =
                "Free disk space, in megabytes, below which no call begins that must be recorded;"
                    + " below half of it running recordings write nothing more but their ends.",
            min = 0,
            max = 1_000_000)
        int reserveMegabytes,
    @Setting(
            value =
                "How long a running call may go on whose recording cannot be written; then it"
                    + " ends.",
            min = 0,
            max = 86_400_000)
        Duration grace) {

  public static RecordingSettings defaults() {
    return new RecordingSettings(512, Duration.ofSeconds(10));
  }
}
