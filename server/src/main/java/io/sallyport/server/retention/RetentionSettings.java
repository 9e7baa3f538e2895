package io.sallyport.server.retention;

import io.sallyport.server.base.Setting;
import java.time.Duration;

/** What an admin can say about how long things are kept. */
public record RetentionSettings(
    @Setting("Who called whom.") KeepSettings calls,
    @Setting("Recordings of calls; they outlive the record of their call, or go before it.")
        KeepSettings recordings,
    @Setting("Chat lines.") KeepSettings chat,
    @Setting("Files that were sent.") KeepSettings files,
    @Setting("Registrations, refusals, and who looked into the archive.") KeepSettings access,
    @Setting(
            value = "Calls, lines and the like that one purge takes at most; the next one goes on.",
            min = 1,
            max = 100_000)
        int purgeAtOnce,
    @Setting("Whether a purge needs a second person; releasing a hold always does.")
        boolean purgeNeedsTwo,
    @Setting(
            value = "How long a request waits for a second person, and is good for once approved.",
            min = 60_000,
            max = 365L * 86_400_000L)
        Duration approvalExpiry) {

  public static RetentionSettings defaults() {
    return new RetentionSettings(
        KeepSettings.forEver(),
        KeepSettings.forEver(),
        KeepSettings.forEver(),
        KeepSettings.forEver(),
        KeepSettings.forEver(),
        10_000,
        true,
        Duration.ofDays(3));
  }

  KeepSettings of(RetentionClass kind) {
    return switch (kind) {
      case CALLS -> calls;
      case RECORDINGS -> recordings;
      case CHAT -> chat;
      case FILES -> files;
      case ACCESS -> access;
    };
  }
}
